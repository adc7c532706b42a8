ALTER TABLE findings ADD COLUMN cause TEXT;

ALTER TABLE findings ADD COLUMN cells TEXT;

UPDATE ledger_version SET version_num = '0004';
