CREATE TABLE arrivals (
    id SERIAL NOT NULL,
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

CREATE OR REPLACE TRIGGER arrivals_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON arrivals
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TABLE looks (
    id SERIAL NOT NULL,
    inbox TEXT NOT NULL,
    began_at TEXT NOT NULL,
    unread TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE OR REPLACE TRIGGER looks_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON looks
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TABLE recordings (
    id SERIAL NOT NULL,
    submission INTEGER NOT NULL,
    arrival INTEGER,
    recorded_at TEXT NOT NULL,
    FOREIGN KEY(submission) REFERENCES submissions (id),
    FOREIGN KEY(arrival) REFERENCES arrivals (id),
    PRIMARY KEY (id)
);

CREATE INDEX ix_recordings_submission ON recordings (submission);

CREATE OR REPLACE TRIGGER recordings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON recordings
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TABLE views (
    id SERIAL NOT NULL,
    province_code TEXT NOT NULL,
    period TEXT NOT NULL,
    as_of TEXT NOT NULL,
    made_at TEXT NOT NULL,
    manifest TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE OR REPLACE TRIGGER views_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON views
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

ALTER TABLE publications ADD COLUMN program TEXT;

ALTER TABLE publications ADD COLUMN settings TEXT;

ALTER TABLE publications ADD COLUMN reference TEXT;

ALTER TABLE publications ADD COLUMN corrections TEXT;

UPDATE ledger_version SET version_num = '0002';
