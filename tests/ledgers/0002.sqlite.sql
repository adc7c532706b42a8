CREATE TABLE arrivals (
    id INTEGER NOT NULL,
    inbox TEXT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    turn INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    stated_at TEXT NOT NULL,
    way TEXT NOT NULL,
    reason TEXT NOT NULL,
    UNIQUE (inbox, name, sha256, turn),
    PRIMARY KEY (id)
);

CREATE TRIGGER IF NOT EXISTS arrivals_no_update BEFORE update ON arrivals
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS arrivals_no_delete BEFORE delete ON arrivals
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TABLE looks (
    id INTEGER NOT NULL,
    inbox TEXT NOT NULL,
    began_at TEXT NOT NULL,
    unread TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TRIGGER IF NOT EXISTS looks_no_update BEFORE update ON looks
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS looks_no_delete BEFORE delete ON looks
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TABLE recordings (
    id INTEGER NOT NULL,
    submission INTEGER NOT NULL,
    arrival INTEGER,
    recorded_at TEXT NOT NULL,
    FOREIGN KEY(submission) REFERENCES submissions (id),
    FOREIGN KEY(arrival) REFERENCES arrivals (id),
    PRIMARY KEY (id)
);

CREATE INDEX ix_recordings_submission ON recordings (submission);

CREATE TRIGGER IF NOT EXISTS recordings_no_update BEFORE update ON recordings
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS recordings_no_delete BEFORE delete ON recordings
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TABLE views (
    id INTEGER NOT NULL,
    province_code TEXT NOT NULL,
    period TEXT NOT NULL,
    as_of TEXT NOT NULL,
    made_at TEXT NOT NULL,
    manifest TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TRIGGER IF NOT EXISTS views_no_update BEFORE update ON views
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS views_no_delete BEFORE delete ON views
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

ALTER TABLE publications ADD COLUMN program TEXT;

ALTER TABLE publications ADD COLUMN settings TEXT;

ALTER TABLE publications ADD COLUMN reference TEXT;

ALTER TABLE publications ADD COLUMN corrections TEXT;

UPDATE ledger_version SET version_num = '0002';
