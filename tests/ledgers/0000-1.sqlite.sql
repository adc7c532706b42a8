CREATE TABLE submissions (
    id INTEGER NOT NULL,
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

CREATE TRIGGER IF NOT EXISTS submissions_no_update BEFORE update ON submissions
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS submissions_no_delete BEFORE delete ON submissions
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TABLE runs (
    id INTEGER NOT NULL,
    province_code TEXT NOT NULL,
    period TEXT NOT NULL,
    as_of TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TRIGGER IF NOT EXISTS runs_no_update BEFORE update ON runs
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS runs_no_delete BEFORE delete ON runs
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TABLE findings (
    id INTEGER NOT NULL,
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

CREATE TRIGGER IF NOT EXISTS findings_no_update BEFORE update ON findings
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS findings_no_delete BEFORE delete ON findings
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TABLE places (
    id INTEGER NOT NULL,
    submission INTEGER NOT NULL,
    sheet TEXT NOT NULL,
    title TEXT NOT NULL,
    header_row INTEGER NOT NULL,
    letters TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(submission) REFERENCES submissions (id)
);

CREATE INDEX ix_places_submission ON places (submission);

CREATE TRIGGER IF NOT EXISTS places_no_update BEFORE update ON places
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS places_no_delete BEFORE delete ON places
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TABLE recipients (
    id INTEGER NOT NULL,
    submission INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
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

CREATE TRIGGER IF NOT EXISTS recipients_no_update BEFORE update ON recipients
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS recipients_no_delete BEFORE delete ON recipients
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TABLE quality (
    id INTEGER NOT NULL,
    submission INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
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

CREATE TRIGGER IF NOT EXISTS quality_no_update BEFORE update ON quality
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS quality_no_delete BEFORE delete ON quality
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TABLE budget (
    id INTEGER NOT NULL,
    submission INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
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

CREATE TRIGGER IF NOT EXISTS budget_no_update BEFORE update ON budget
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS budget_no_delete BEFORE delete ON budget
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TABLE problems (
    id INTEGER NOT NULL,
    submission INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    service_code TEXT NOT NULL,
    problem TEXT NOT NULL,
    solution TEXT NOT NULL,
    opd TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(submission) REFERENCES submissions (id)
);

CREATE INDEX ix_problems_submission ON problems (submission);

CREATE TRIGGER IF NOT EXISTS problems_no_update BEFORE update ON problems
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS problems_no_delete BEFORE delete ON problems
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TABLE stages (
    id INTEGER NOT NULL,
    submission INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
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

CREATE TRIGGER IF NOT EXISTS stages_no_update BEFORE update ON stages
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS stages_no_delete BEFORE delete ON stages
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TABLE actions (
    id INTEGER NOT NULL,
    submission INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
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

CREATE TRIGGER IF NOT EXISTS actions_no_update BEFORE update ON actions
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS actions_no_delete BEFORE delete ON actions
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;
