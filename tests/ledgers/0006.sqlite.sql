CREATE TABLE links (
    id INTEGER NOT NULL,
    secret TEXT NOT NULL,
    regency_code TEXT NOT NULL,
    field TEXT NOT NULL,
    until TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (secret)
);

CREATE TRIGGER IF NOT EXISTS links_no_update BEFORE update ON links
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS links_no_delete BEFORE delete ON links
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TABLE revocations (
    id INTEGER NOT NULL,
    link INTEGER NOT NULL,
    revoked_at TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(link) REFERENCES links (id)
);

CREATE TRIGGER IF NOT EXISTS revocations_no_update BEFORE update ON revocations
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS revocations_no_delete BEFORE delete ON revocations
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TABLE sends (
    id INTEGER NOT NULL,
    submission INTEGER NOT NULL,
    link INTEGER NOT NULL,
    errand TEXT NOT NULL,
    sent_at TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(submission) REFERENCES submissions (id),
    FOREIGN KEY(link) REFERENCES links (id),
    UNIQUE (errand)
);

CREATE INDEX ix_sends_submission ON sends (submission);

CREATE TRIGGER IF NOT EXISTS sends_no_update BEFORE update ON sends
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS sends_no_delete BEFORE delete ON sends
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TABLE fetches (
    id INTEGER NOT NULL,
    submission INTEGER NOT NULL,
    link INTEGER NOT NULL,
    what TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(submission) REFERENCES submissions (id),
    FOREIGN KEY(link) REFERENCES links (id)
);

CREATE INDEX ix_fetches_submission ON fetches (submission);

CREATE TRIGGER IF NOT EXISTS fetches_no_update BEFORE update ON fetches
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS fetches_no_delete BEFORE delete ON fetches
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

UPDATE ledger_version SET version_num = '0006';
