-- The key over which requests are hashed: drawn once for each database, and 244 random bits long.
-- Whoever reads the command log without it can't try out what somebody may have asked for.
CREATE TABLE convenor.request_key (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    secret bytea NOT NULL
);

INSERT INTO convenor.request_key (secret)
    VALUES (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));

REVOKE ALL ON convenor.request_key FROM PUBLIC;
