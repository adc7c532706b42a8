CREATE TABLE messages (
    id SERIAL NOT NULL,
    province_code TEXT NOT NULL,
    recipient TEXT NOT NULL,
    state TEXT NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    step TEXT NOT NULL,
    reason TEXT NOT NULL,
    noted_at TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (province_code, recipient, state, channel, address, attempt, step)
);

CREATE OR REPLACE TRIGGER messages_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON messages
FOR EACH STATEMENT EXECUTE FUNCTION append_only();
