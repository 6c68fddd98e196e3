-- The log of acts, the commands that made them, the clock, and where readers of the log stand.

CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public;

-- Shape and names are the library's, which reads this table; only recorded_at is added.
CREATE TABLE convenor.stored_events (
    originator_id uuid NOT NULL,
    originator_version bigint NOT NULL CHECK (originator_version > 0),
    topic text NOT NULL,
    state bytea NOT NULL,
    notification_id bigserial,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT stored_events_pkey PRIMARY KEY (originator_id, originator_version)
) WITH (
    autovacuum_enabled = true,
    autovacuum_vacuum_threshold = 100000000,
    autovacuum_vacuum_scale_factor = 0.5,
    autovacuum_analyze_threshold = 1000,
    autovacuum_analyze_scale_factor = 0.01
);

CREATE UNIQUE INDEX stored_events_notification_id_idx
    ON convenor.stored_events (notification_id ASC);

COMMENT ON TABLE convenor.stored_events IS
    'Every act, in the order of recording. Rows are never altered and never taken out.';

CREATE FUNCTION convenor.refuse_alteration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'An act is never altered and never taken out. Record a correcting act.';
END
$$;

CREATE TRIGGER acts_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON convenor.stored_events
    FOR EACH STATEMENT EXECUTE FUNCTION convenor.refuse_alteration();

CREATE TABLE convenor.command_log (
    command_id uuid NOT NULL,
    verb text NOT NULL,
    request_hash text NOT NULL,
    actor uuid NOT NULL,
    result jsonb NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT command_log_pkey PRIMARY KEY (command_id)
);

COMMENT ON TABLE convenor.command_log IS
    'Commands that recorded an act, so that a repeated one gets the first answer.';

CREATE TABLE convenor.organisation_clock (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    held_at timestamptz,
    shift interval NOT NULL DEFAULT interval '0'
);

INSERT INTO convenor.organisation_clock DEFAULT VALUES;

CREATE FUNCTION convenor.organisation_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
    SELECT coalesce(held_at, clock_timestamp() + shift) FROM convenor.organisation_clock
$$;

-- Shape and name are the library's. Projections keep theirs beside their own tables.
CREATE TABLE convenor.notification_tracking (
    application_name text PRIMARY KEY,
    notification_id bigint
);

CREATE SCHEMA views;

COMMENT ON SCHEMA views IS
    'Made from the log by projections, for pages and outside readers. May be dropped and made again.';
