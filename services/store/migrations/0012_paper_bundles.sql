-- Files of papers that were handed in to be counted.  Precious: the log names them by their hash.
CREATE TABLE convenor.paper_bundles (
    sha256 text PRIMARY KEY CHECK (sha256 = encode(sha256(content), 'hex')),
    content bytea NOT NULL,
    deposited_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
