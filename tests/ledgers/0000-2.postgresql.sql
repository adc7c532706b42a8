CREATE TABLE cell_groups (
    id SERIAL NOT NULL,
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

CREATE OR REPLACE TRIGGER cell_groups_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON cell_groups
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
