-- Blind ballots: who drew a credential, and papers that came without a name.  Precious: none of it
-- can be made again from the log.  They stand in a schema of their own, so that nobody is given the
-- one with the other by accident.
CREATE SCHEMA blind;

REVOKE ALL ON SCHEMA blind FROM PUBLIC;

COMMENT ON SCHEMA blind IS
    'Blind ballots. No row says when it came; while voting is open, order within a table still may.';

-- A ballot as it was announced, with its keys, wrapped by a master key that is not in the database.
-- `root` commits to the papers once the box is closed.
CREATE TABLE blind.ballots (
    ballot uuid PRIMARY KEY,
    announcement text NOT NULL,
    replaceable boolean NOT NULL,
    master text,
    keys bytea,
    credentials bigint,
    papers bigint,
    root bytea,
    CONSTRAINT closed_as_a_whole
        CHECK ((root IS NULL) = (papers IS NULL) AND (root IS NULL) = (credentials IS NULL))
);

-- While voting is open each ballot has a table of its own under either of these.  They are dropped
-- at the close, and with them the order in which rows came and the transactions that wrote them.
-- `blinded` is SHA-256 of the one message that was signed for this person.
CREATE TABLE blind.drawn (
    ballot uuid NOT NULL,
    person uuid NOT NULL,
    blinded bytea NOT NULL,
    PRIMARY KEY (ballot, person)
) PARTITION BY LIST (ballot);

-- `key` is the voter's, made for this ballot alone.
CREATE TABLE blind.box (
    ballot uuid NOT NULL,
    key bytea NOT NULL,
    counter bigint NOT NULL,
    paper bytea NOT NULL,
    PRIMARY KEY (ballot, key)
) PARTITION BY LIST (ballot);

-- What is left of them, written by one statement at the close: people in the order of their ids,
-- papers in the order of their hashes.
CREATE TABLE blind.drew (
    ballot uuid NOT NULL,
    person uuid NOT NULL,
    PRIMARY KEY (ballot, person)
);

CREATE TABLE blind.published (
    ballot uuid NOT NULL,
    hash bytea NOT NULL,
    paper bytea NOT NULL,
    PRIMARY KEY (ballot, hash)
);

CREATE FUNCTION blind.table_of(kind text, ballot uuid) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT kind || '_' || replace(ballot::text, '-', '')
$$;

-- The lock of a ballot: shared by whoever votes, held alone by whoever announces or closes.
CREATE FUNCTION blind.lock_of(ballot uuid) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
    SELECT hashtextextended('blind ' || ballot::text, 0)
$$;

-- Announce a ballot, once; whoever comes second is told by false.
CREATE FUNCTION blind.announce(
    wanted uuid, told text, can_replace boolean, master_key text, wrapped bytea
) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(blind.lock_of(wanted));
    INSERT INTO blind.ballots (ballot, announcement, replaceable, master, keys)
        VALUES (wanted, told, can_replace, master_key, wrapped) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN false; END IF;
    EXECUTE format('CREATE TABLE blind.%I PARTITION OF blind.drawn FOR VALUES IN (%L)',
        blind.table_of('drawn', wanted), wanted);
    EXECUTE format('CREATE TABLE blind.%I PARTITION OF blind.box FOR VALUES IN (%L)',
        blind.table_of('box', wanted), wanted);
    RETURN true;
END
$$;

-- Whether something can be done now, under the lock that keeps the close away until the commit.  The
-- clock is read after the lock, so whatever is taken is taken before the close.
CREATE FUNCTION blind.admits(wanted uuid, to_vote boolean) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    hours record;
    moment timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(blind.lock_of(wanted));
    SELECT * INTO hours FROM convenor.ballot_hours(wanted);
    PERFORM 1 FROM blind.ballots WHERE ballot = wanted;
    IF NOT FOUND OR hours.opens IS NULL THEN RETURN 'unknown'; END IF;
    PERFORM 1 FROM blind.ballots WHERE ballot = wanted AND root IS NULL;
    IF NOT FOUND THEN RETURN 'late'; END IF;
    moment := convenor.organisation_now();
    IF to_vote AND moment < hours.opens THEN RETURN 'early'; END IF;
    IF moment >= hours.closes THEN RETURN 'late'; END IF;
    RETURN 'open';
END
$$;

-- Mark that somebody has their credential signed: one blinded message for each, however often asked.
CREATE FUNCTION blind.draw(wanted uuid, voter uuid, message bytea) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answer text := blind.admits(wanted, false);
BEGIN
    IF answer <> 'open' THEN RETURN answer; END IF;
    PERFORM 1 FROM convenor.ballot_roll WHERE ballot_id = wanted AND person = voter;
    IF NOT FOUND THEN RETURN 'stranger'; END IF;
    INSERT INTO blind.drawn VALUES (wanted, voter, message) ON CONFLICT DO NOTHING;
    PERFORM 1 FROM blind.drawn
        WHERE ballot = wanted AND person = voter AND blinded = message;
    RETURN CASE WHEN FOUND THEN 'drawn' ELSE 'other' END;
END
$$;

-- Take one paper: that of the highest counter stays.  The same paper again is taken as before.
CREATE FUNCTION blind.put(wanted uuid, voter_key bytea, number bigint, content bytea)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    answer text := blind.admits(wanted, true);
BEGIN
    IF answer <> 'open' THEN RETURN answer; END IF;
    INSERT INTO blind.box AS there VALUES (wanted, voter_key, number, content)
        ON CONFLICT (ballot, key) DO UPDATE SET counter = number, paper = content
        WHERE there.counter < number
          AND (SELECT replaceable FROM blind.ballots WHERE ballot = wanted);
    IF FOUND THEN RETURN 'taken'; END IF;
    PERFORM 1 FROM blind.box WHERE ballot = wanted AND key = voter_key AND paper = content;
    IF FOUND THEN RETURN 'taken'; END IF;
    PERFORM 1 FROM blind.ballots WHERE ballot = wanted AND replaceable;
    RETURN CASE WHEN FOUND THEN 'older' ELSE 'final' END;
END
$$;

-- Close the box for good: write anew what is in it, and drop what could tell when it came.  Waits
-- for papers that are being put in; the root is added in the same transaction by whoever asked.
CREATE FUNCTION blind.close(wanted uuid) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    hours record;
BEGIN
    PERFORM pg_advisory_xact_lock(blind.lock_of(wanted));
    SELECT * INTO hours FROM convenor.ballot_hours(wanted);
    PERFORM 1 FROM blind.ballots WHERE ballot = wanted;
    IF NOT FOUND OR hours.closes IS NULL THEN RETURN 'unknown'; END IF;
    PERFORM 1 FROM blind.ballots WHERE ballot = wanted AND root IS NULL;
    IF NOT FOUND THEN RETURN 'closed'; END IF;
    IF convenor.organisation_now() < hours.closes THEN RETURN 'open'; END IF;
    INSERT INTO blind.published SELECT ballot, sha256('\x00'::bytea || paper) AS hash, paper
        FROM blind.box WHERE ballot = wanted ORDER BY hash;
    INSERT INTO blind.drew SELECT ballot, person FROM blind.drawn
        WHERE ballot = wanted ORDER BY person;
    EXECUTE format('DROP TABLE blind.%I', blind.table_of('box', wanted));
    EXECUTE format('DROP TABLE blind.%I', blind.table_of('drawn', wanted));
    RETURN 'emptied';
END
$$;
