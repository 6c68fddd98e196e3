-- What is published of a blind ballot once it was counted: papers, opening key and result, as the
-- one text that anybody is given.  It names nobody.
CREATE TABLE blind.bundles (
    ballot uuid PRIMARY KEY REFERENCES blind.ballots,
    commitment text NOT NULL,
    bundle text NOT NULL
);

-- The keys go when the result can't be challenged any more; what was announced stays.
CREATE FUNCTION blind.destroy_keys(wanted uuid) RETURNS void LANGUAGE sql AS $$
    UPDATE blind.ballots SET master = NULL, keys = NULL WHERE ballot = wanted
$$;
