-- Addresses, and letters with the proof of each.  Precious: none of it can be made from the log.

-- The log names an entry; the address lies here alone, and can be sealed or destroyed here.
CREATE TABLE convenor.address_book (
    entry uuid PRIMARY KEY,
    person uuid NOT NULL,
    channel text NOT NULL CHECK (channel IN ('email', 'post')),
    address text NOT NULL,
    put_in_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX address_book_person ON convenor.address_book (person);

-- What is sent on one occasion, in the same words to all.  `about` is the notice or the ballot;
-- after `useful_until` nothing of it is sent any more.
CREATE TABLE convenor.mail_occasions (
    occasion uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('notice', 'again', 'reminder')),
    about uuid NOT NULL,
    subject text NOT NULL,
    words text NOT NULL,
    page text NOT NULL,
    useful_until timestamptz,
    written_at timestamptz NOT NULL DEFAULT convenor.organisation_now()
);

CREATE INDEX mail_occasions_about ON convenor.mail_occasions (about);

-- One letter for each occasion and addressee, however often it is asked for.  `answer` is the last
-- word of the mail server or of whoever recorded what came back.  `batch` is what it is told in to
-- the log; `served_told` and `back_told` say that its sending, and its coming back, have been told.
CREATE TABLE convenor.outbox (
    occasion uuid NOT NULL REFERENCES convenor.mail_occasions,
    addressee uuid NOT NULL,
    channel text NOT NULL CHECK (channel IN ('email', 'post', 'none')),
    entry uuid,
    state text NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'taken', 'sent', 'bounced', 'given_up')),
    message_id text NOT NULL GENERATED ALWAYS AS
        (encode(sha256(uuid_send(occasion) || uuid_send(addressee)), 'hex')) STORED,
    attempts integer NOT NULL DEFAULT 0,
    not_before timestamptz NOT NULL DEFAULT clock_timestamp(),
    taken_by uuid,
    taken_until timestamptz,
    sent_at timestamptz,
    came_back_at timestamptz,
    answer text,
    batch integer,
    served_told boolean NOT NULL DEFAULT false,
    back_told boolean NOT NULL DEFAULT false,
    PRIMARY KEY (occasion, addressee)
);

CREATE INDEX outbox_to_send ON convenor.outbox (not_before)
    WHERE channel = 'email' AND state IN ('waiting', 'taken');
CREATE INDEX outbox_to_tell ON convenor.outbox (occasion)
    WHERE sent_at IS NOT NULL AND NOT served_told
       OR state IN ('bounced', 'given_up') AND NOT back_told;
CREATE UNIQUE INDEX outbox_message ON convenor.outbox (message_id);
CREATE INDEX outbox_addressee ON convenor.outbox (addressee);

-- How far the outbox has followed the log.  Whoever holds this row leads; the others stand by.
CREATE TABLE convenor.mail_tracking (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    position bigint NOT NULL DEFAULT 0
);

INSERT INTO convenor.mail_tracking DEFAULT VALUES;

REVOKE ALL ON convenor.address_book FROM PUBLIC;
