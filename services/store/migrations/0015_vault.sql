-- The keys under which sealed fields of acts are kept, wrapped by a master key that is not in the
-- database. They stand in a schema of their own: a backup of the log without it, or of both without
-- the master key, tells nothing of what is sealed.
CREATE SCHEMA vault;

REVOKE ALL ON SCHEMA vault FROM PUBLIC;

COMMENT ON SCHEMA vault IS
    'Keys for each person and purpose. Back it up apart from the log, and keep those backups shorter.';

CREATE TABLE vault.keys (
    key uuid PRIMARY KEY,
    person uuid NOT NULL,
    purpose text NOT NULL,
    master text,
    wrapped bytea,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    destroyed_at timestamptz,
    CONSTRAINT destroyed_is_gone
        CHECK ((destroyed_at IS NULL) = (wrapped IS NOT NULL) AND (wrapped IS NULL) = (master IS NULL))
);

CREATE UNIQUE INDEX one_key_at_a_time ON vault.keys (person, purpose) WHERE destroyed_at IS NULL;

CREATE INDEX keys_by_master ON vault.keys (master) WHERE master IS NOT NULL;

-- `master` is the key that new keys are wrapped with; whoever makes one holds this row shared, so
-- that none comes in under the old one once a rotation has moved it. `destructions` counts them, so
-- that a process which remembers keys sees that it has to forget.
CREATE TABLE vault.state (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    master text,
    destructions bigint NOT NULL DEFAULT 0
);

INSERT INTO vault.state DEFAULT VALUES;
