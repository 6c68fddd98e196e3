-- How far the relay has told the engine what is in the log.
CREATE TABLE convenor.relay_tracking (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    position bigint NOT NULL DEFAULT 0
);

INSERT INTO convenor.relay_tracking DEFAULT VALUES;
