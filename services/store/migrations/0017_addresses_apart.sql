-- Addresses are kept apart from the log, so that a backup of the log alone names nobody's.
CREATE SCHEMA mail;
REVOKE ALL ON SCHEMA mail FROM PUBLIC;
ALTER TABLE convenor.address_book SET SCHEMA mail;
