-- Letters that ask for an answer in time: to what is decided in writing, to a place, to groups.
ALTER TABLE convenor.mail_occasions DROP CONSTRAINT mail_occasions_kind_check;
ALTER TABLE convenor.mail_occasions ADD CONSTRAINT mail_occasions_kind_check
    CHECK (kind IN (
        'notice', 'again', 'reminder', 'report', 'action', 'meeting', 'caucus',
        'resolution', 'cooption', 'formation'
    ));
