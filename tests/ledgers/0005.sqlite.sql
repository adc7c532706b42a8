CREATE TABLE expected (
    id INTEGER NOT NULL,
    province_code TEXT NOT NULL,
    since TEXT NOT NULL,
    way TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TRIGGER IF NOT EXISTS expected_no_update BEFORE update ON expected
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS expected_no_delete BEFORE delete ON expected
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

UPDATE ledger_version SET version_num = '0005';
