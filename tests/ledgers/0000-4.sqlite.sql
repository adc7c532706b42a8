CREATE TABLE messages (
    id INTEGER NOT NULL,
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

CREATE TRIGGER IF NOT EXISTS messages_no_update BEFORE update ON messages
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;

CREATE TRIGGER IF NOT EXISTS messages_no_delete BEFORE delete ON messages
BEGIN SELECT RAISE(ABORT, 'buku besar hanya dapat ditambah'); END;
