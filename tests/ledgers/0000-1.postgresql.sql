CREATE TABLE submissions (
    id SERIAL NOT NULL,
    province_code TEXT NOT NULL,
    regency_code TEXT NOT NULL,
    period TEXT NOT NULL,
    revision INTEGER NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    archived TEXT NOT NULL,
    kind TEXT NOT NULL,
    form_version TEXT NOT NULL,
    received_at TEXT NOT NULL,
    status TEXT NOT NULL,
    errors INTEGER NOT NULL,
    warnings INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (province_code, file_name, sha256),
    UNIQUE (province_code, regency_code, period, revision)
);

CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'buku besar hanya dapat ditambah'; END $$;

CREATE OR REPLACE TRIGGER submissions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON submissions
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TABLE runs (
    id SERIAL NOT NULL,
    province_code TEXT NOT NULL,
    period TEXT NOT NULL,
    as_of TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE OR REPLACE TRIGGER runs_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON runs
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TABLE findings (
    id SERIAL NOT NULL,
    submission INTEGER NOT NULL,
    rule TEXT NOT NULL,
    severity TEXT NOT NULL,
    sheet TEXT NOT NULL,
    cell TEXT NOT NULL,
    value TEXT NOT NULL,
    message TEXT NOT NULL,
    explanation TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(submission) REFERENCES submissions (id)
);

CREATE INDEX ix_findings_submission ON findings (submission);

CREATE OR REPLACE TRIGGER findings_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON findings
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TABLE places (
    id SERIAL NOT NULL,
    submission INTEGER NOT NULL,
    sheet TEXT NOT NULL,
    title TEXT NOT NULL,
    header_row INTEGER NOT NULL,
    letters TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(submission) REFERENCES submissions (id)
);

CREATE INDEX ix_places_submission ON places (submission);

CREATE OR REPLACE TRIGGER places_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON places
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TABLE recipients (
    id SERIAL NOT NULL,
    submission INTEGER NOT NULL,
    row INTEGER NOT NULL,
    service_code TEXT NOT NULL,
    unit TEXT NOT NULL,
    target FLOAT,
    served FLOAT,
    stated_unserved FLOAT,
    stated_pct FLOAT,
    nihil BOOLEAN NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(submission) REFERENCES submissions (id)
);

CREATE INDEX ix_recipients_submission ON recipients (submission);

CREATE OR REPLACE TRIGGER recipients_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON recipients
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TABLE quality (
    id SERIAL NOT NULL,
    submission INTEGER NOT NULL,
    row INTEGER NOT NULL,
    service_code TEXT NOT NULL,
    item_code TEXT NOT NULL,
    unit TEXT NOT NULL,
    required FLOAT,
    available FLOAT,
    stated_unavailable FLOAT,
    stated_pct FLOAT,
    note TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(submission) REFERENCES submissions (id)
);

CREATE INDEX ix_quality_submission ON quality (submission);

CREATE OR REPLACE TRIGGER quality_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON quality
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TABLE budget (
    id SERIAL NOT NULL,
    submission INTEGER NOT NULL,
    row INTEGER NOT NULL,
    service_code TEXT NOT NULL,
    allocation FLOAT,
    realised FLOAT,
    stated_pct FLOAT,
    fund_source TEXT NOT NULL,
    opd TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(submission) REFERENCES submissions (id)
);

CREATE INDEX ix_budget_submission ON budget (submission);

CREATE OR REPLACE TRIGGER budget_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON budget
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TABLE problems (
    id SERIAL NOT NULL,
    submission INTEGER NOT NULL,
    row INTEGER NOT NULL,
    service_code TEXT NOT NULL,
    problem TEXT NOT NULL,
    solution TEXT NOT NULL,
    opd TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(submission) REFERENCES submissions (id)
);

CREATE INDEX ix_problems_submission ON problems (submission);

CREATE OR REPLACE TRIGGER problems_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON problems
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TABLE stages (
    id SERIAL NOT NULL,
    submission INTEGER NOT NULL,
    row INTEGER NOT NULL,
    field_code TEXT NOT NULL,
    data_collection TEXT NOT NULL,
    needs_calculation TEXT NOT NULL,
    planning TEXT NOT NULL,
    implementation TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(submission) REFERENCES submissions (id)
);

CREATE INDEX ix_stages_submission ON stages (submission);

CREATE OR REPLACE TRIGGER stages_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stages
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TABLE actions (
    id SERIAL NOT NULL,
    submission INTEGER NOT NULL,
    row INTEGER NOT NULL,
    service_code TEXT NOT NULL,
    activity TEXT NOT NULL,
    year FLOAT,
    target FLOAT,
    unit TEXT NOT NULL,
    budget FLOAT,
    opd TEXT NOT NULL,
    quarter TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(submission) REFERENCES submissions (id)
);

CREATE INDEX ix_actions_submission ON actions (submission);

CREATE OR REPLACE TRIGGER actions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON actions
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
