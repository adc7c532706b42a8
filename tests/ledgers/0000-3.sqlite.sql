CREATE TABLE publications (
    id INTEGER NOT NULL,
    province_code TEXT NOT NULL,
    period TEXT NOT NULL,
    as_of TEXT NOT NULL,
    published_at TEXT NOT NULL,
    final BOOLEAN NOT NULL,
    data TEXT NOT NULL,
    circumstances TEXT NOT NULL,
    manifest TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TRIGGER IF NOT EXISTS publications_no_update BEFORE update ON publications
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS publications_no_delete BEFORE delete ON publications
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;
