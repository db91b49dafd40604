ALTER TABLE users ADD COLUMN role TEXT NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'moderator', 'admin'));

-- The hash is of the key's secret part; times are seconds since 1970, scopes have spaces between.
CREATE TABLE api_keys (
    id        TEXT    PRIMARY KEY,
    user_id   INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name      TEXT    NOT NULL,
    scopes    TEXT    NOT NULL,
    hash      TEXT    NOT NULL,
    created   INTEGER NOT NULL,
    expires   INTEGER,
    last_used INTEGER,
    revoked   INTEGER NOT NULL DEFAULT FALSE CHECK (revoked IN (FALSE, TRUE))
) STRICT;

CREATE INDEX api_keys_user_id ON api_keys (user_id);
