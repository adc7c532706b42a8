CREATE TABLE expected (
    id SERIAL NOT NULL,
    province_code TEXT NOT NULL,
    since TEXT NOT NULL,
    way TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE OR REPLACE TRIGGER expected_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON expected
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

UPDATE ledger_version SET version_num = '0005';
