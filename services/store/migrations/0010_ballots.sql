-- Rolls and paper boxes.  Precious: they are no projection and can't be made again from the log.

-- Who may vote, and the hour in which they did.  Nothing here leads to a paper.
CREATE TABLE convenor.ballot_roll (
    ballot_id uuid NOT NULL,
    person uuid NOT NULL,
    voted_in timestamptz,
    PRIMARY KEY (ballot_id, person)
);

-- What was voted.  The id is a hash over the paper and fresh noise, so that order tells nothing.
CREATE TABLE convenor.ballot_box (
    ballot_id uuid NOT NULL,
    paper_id bytea NOT NULL,
    paper text NOT NULL,
    PRIMARY KEY (ballot_id, paper_id)
);

-- The hours of a ballot as the newest act on them in the log says: no copy that could lag behind.
CREATE FUNCTION convenor.ballot_hours(ballot uuid, OUT opens timestamptz, OUT closes timestamptz)
LANGUAGE sql STABLE AS $$
    SELECT (hours ->> 'opens')::timestamptz, (hours ->> 'closes')::timestamptz
    FROM (
        SELECT convert_from(state, 'UTF8')::jsonb #> '{data,hours}' AS hours
        FROM convenor.stored_events
        WHERE originator_id = ballot AND topic IN ('ballot.called.v1', 'ballot.extended.v1')
        ORDER BY originator_version DESC LIMIT 1
    ) AS newest
$$;

-- One paper: the hours, the mark on the roll and the paper hold or fall together.  The lock is
-- shared among voters; whoever seals the box takes it alone, and so waits for papers under way.
-- The clock is read after the lock, so that no paper is taken after the close was recorded.
CREATE FUNCTION convenor.cast_paper(ballot uuid, voter uuid, paper_hash bytea, content text)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    hours record;
    moment timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(ballot::text, 0));
    SELECT * INTO hours FROM convenor.ballot_hours(ballot);
    IF hours.opens IS NULL THEN RETURN 'unknown'; END IF;
    moment := convenor.organisation_now();
    IF moment < hours.opens THEN RETURN 'early'; END IF;
    IF moment >= hours.closes THEN RETURN 'late'; END IF;
    UPDATE convenor.ballot_roll SET voted_in = date_trunc('hour', moment)
        WHERE ballot_id = ballot AND person = voter AND voted_in IS NULL;
    IF FOUND THEN
        INSERT INTO convenor.ballot_box VALUES (ballot, paper_hash, content);
        RETURN 'taken';
    END IF;
    PERFORM 1 FROM convenor.ballot_roll WHERE ballot_id = ballot AND person = voter;
    RETURN CASE WHEN FOUND THEN 'again' ELSE 'stranger' END;
END
$$;
