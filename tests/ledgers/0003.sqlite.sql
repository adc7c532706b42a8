ALTER TABLE places ADD COLUMN headings TEXT;

UPDATE ledger_version SET version_num = '0003';
