-- Letters on what happens to a report, an action or a meeting, besides notices and reminders.
ALTER TABLE convenor.mail_occasions DROP CONSTRAINT mail_occasions_kind_check;
ALTER TABLE convenor.mail_occasions ADD CONSTRAINT mail_occasions_kind_check
    CHECK (kind IN ('notice', 'again', 'reminder', 'report', 'action', 'meeting'));
