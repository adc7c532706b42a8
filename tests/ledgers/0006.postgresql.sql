CREATE TABLE links (
    id SERIAL NOT NULL,
    secret TEXT NOT NULL,
    regency_code TEXT NOT NULL,
    field TEXT NOT NULL,
    until TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (secret)
);

CREATE OR REPLACE TRIGGER links_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON links
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TABLE revocations (
    id SERIAL NOT NULL,
    link INTEGER NOT NULL,
    revoked_at TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(link) REFERENCES links (id)
);

CREATE OR REPLACE TRIGGER revocations_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON revocations
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TABLE sends (
    id SERIAL NOT NULL,
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

CREATE OR REPLACE TRIGGER sends_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sends
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TABLE fetches (
    id SERIAL NOT NULL,
    submission INTEGER NOT NULL,
    link INTEGER NOT NULL,
    what TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(submission) REFERENCES submissions (id),
    FOREIGN KEY(link) REFERENCES links (id)
);

CREATE INDEX ix_fetches_submission ON fetches (submission);

CREATE OR REPLACE TRIGGER fetches_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fetches
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

UPDATE ledger_version SET version_num = '0006';
