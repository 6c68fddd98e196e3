-- Whom the papers of a count elect under other rules, by the version of the rule.  Not precious: it
-- follows from the papers, and is worked out again where it is not here.
CREATE TABLE convenor.outcomes (
    matter text NOT NULL,
    rule text NOT NULL,
    rule_version integer NOT NULL,
    outcome jsonb NOT NULL,
    PRIMARY KEY (matter, rule, rule_version)
);
