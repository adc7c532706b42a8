CREATE TABLE publications (
    id SERIAL NOT NULL,
    province_code TEXT NOT NULL,
    period TEXT NOT NULL,
    as_of TEXT NOT NULL,
    published_at TEXT NOT NULL,
    final BOOLEAN NOT NULL,
    data TEXT NOT NULL,
    circumstances TEXT NOT NULL,
    manifest TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE OR REPLACE TRIGGER publications_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON publications
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
