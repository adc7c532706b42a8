CREATE TABLE cell_groups (
    id INTEGER NOT NULL,
    submission INTEGER NOT NULL,
    fate TEXT NOT NULL,
    count INTEGER NOT NULL,
    sheet TEXT NOT NULL,
    cells TEXT NOT NULL,
    reason TEXT NOT NULL,
    rule TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(submission) REFERENCES submissions (id)
);

CREATE INDEX ix_cell_groups_submission ON cell_groups (submission);

CREATE TRIGGER IF NOT EXISTS cell_groups_no_update BEFORE update ON cell_groups
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS cell_groups_no_delete BEFORE delete ON cell_groups
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;
