CREATE TABLE site (
    id SERIAL NOT NULL,
    site_id TEXT NOT NULL,
    noted_at TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE OR REPLACE TRIGGER site_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON site
FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TABLE ledger_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT ledger_version_pkc PRIMARY KEY (version_num)
);

INSERT INTO ledger_version VALUES ('0001');
