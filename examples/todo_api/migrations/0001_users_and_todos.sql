-- AUTOINCREMENT: an id is never given twice, so an old token or link cannot reach a newer row.
-- Times are RFC 3339 text in UTC, written by the application.

CREATE TABLE users (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    username      TEXT    NOT NULL UNIQUE,
    email         TEXT    NOT NULL UNIQUE COLLATE NOCASE,
    password_hash TEXT    NOT NULL,
    is_active     INTEGER NOT NULL DEFAULT TRUE CHECK (is_active IN (FALSE, TRUE)),
    created_at    TEXT    NOT NULL
) STRICT;

CREATE TABLE todos (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    title       TEXT    NOT NULL,
    description TEXT,
    completed   INTEGER NOT NULL CHECK (completed IN (FALSE, TRUE)),
    created_at  TEXT    NOT NULL,
    updated_at  TEXT    NOT NULL,
    user_id     INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX todos_user_id ON todos (user_id);
