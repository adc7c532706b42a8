CREATE TABLE site (
    id INTEGER NOT NULL,
    site_id TEXT NOT NULL,
    noted_at TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TRIGGER IF NOT EXISTS site_no_update BEFORE update ON site
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS site_no_delete BEFORE delete ON site
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TABLE ledger_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT ledger_version_pkc PRIMARY KEY (version_num)
);

INSERT INTO ledger_version VALUES ('0001');
