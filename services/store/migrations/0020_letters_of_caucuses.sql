-- Letters on a meeting of a caucus whose members are told to nobody else: no page lists them.
ALTER TABLE convenor.mail_occasions DROP CONSTRAINT mail_occasions_kind_check;
ALTER TABLE convenor.mail_occasions ADD CONSTRAINT mail_occasions_kind_check
    CHECK (kind IN ('notice', 'again', 'reminder', 'report', 'action', 'meeting', 'caucus'));
