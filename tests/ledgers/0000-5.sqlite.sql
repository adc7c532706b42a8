CREATE TABLE approvals (
    id INTEGER NOT NULL,
    province_code TEXT NOT NULL,
    period TEXT NOT NULL,
    run TEXT NOT NULL,
    event TEXT NOT NULL,
    at TEXT NOT NULL,
    as_of TEXT NOT NULL,
    data TEXT NOT NULL,
    manifest TEXT NOT NULL,
    name TEXT NOT NULL,
    office TEXT NOT NULL,
    reason TEXT NOT NULL,
    warnings TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TRIGGER IF NOT EXISTS approvals_no_update BEFORE update ON approvals
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS approvals_no_delete BEFORE delete ON approvals
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;
