CREATE TABLE approvals (
    id SERIAL NOT NULL,
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

CREATE OR REPLACE TRIGGER approvals_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON approvals
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
