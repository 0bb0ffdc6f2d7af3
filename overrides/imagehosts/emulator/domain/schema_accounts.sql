-- What hosts with accounts have beside schema.sql: people and their sessions, what an account knows
-- of a picture, albums with an order, votes, comments and mail. One dialect may use some of it only.

CREATE TABLE user (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    host        TEXT NOT NULL,
    name        TEXT NOT NULL COLLATE NOCASE,
    email       TEXT NOT NULL COLLATE NOCASE,
    password    TEXT NOT NULL,         -- salt and digest
    created     REAL NOT NULL,         -- Unix seconds
    version     INTEGER NOT NULL DEFAULT 1, -- grows with whatever happens in the account
    avatar_id   INTEGER REFERENCES picture (id) ON DELETE SET NULL,
    facts       TEXT NOT NULL DEFAULT '{}', -- JSON: what only this kind of host knows
    settings    TEXT NOT NULL DEFAULT '{}', -- JSON: what its owner may switch
    UNIQUE (host, name),
    UNIQUE (host, email)
);

-- A secret that stands for a user: of a login, of a mail, of an OAuth grant.
CREATE TABLE session (
    token   TEXT PRIMARY KEY,          -- sha256 of the secret
    user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    created REAL NOT NULL,
    expires REAL                       -- null for never
) WITHOUT ROWID;

CREATE INDEX session_by_user ON session (user_id, purpose);

CREATE TABLE mail (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    host      TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject   TEXT NOT NULL,
    text      TEXT NOT NULL,
    facts     TEXT NOT NULL DEFAULT '{}', -- JSON: the parts of the text that a program wants
    sent      REAL NOT NULL
);

-- What an account knows of a picture.
CREATE TABLE holding (
    picture_id INTEGER PRIMARY KEY REFERENCES picture (id) ON DELETE CASCADE,
    user_id    INTEGER REFERENCES user (id) ON DELETE CASCADE, -- null for nobody's
    public     INTEGER NOT NULL DEFAULT 1,
    hidden     INTEGER NOT NULL DEFAULT 0,  -- deleted, for all but its owner
    facts      TEXT NOT NULL DEFAULT '{}'   -- JSON
);

CREATE INDEX holding_by_user ON holding (user_id, picture_id);

CREATE TABLE user_album (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    host        TEXT NOT NULL,
    code        TEXT NOT NULL,         -- the id that users see
    user_id     INTEGER REFERENCES user (id) ON DELETE CASCADE, -- null for nobody's
    title       TEXT,
    description TEXT,
    public      INTEGER NOT NULL DEFAULT 1,
    created     REAL NOT NULL,
    cover_id    INTEGER REFERENCES picture (id) ON DELETE SET NULL,
    facts       TEXT NOT NULL DEFAULT '{}', -- JSON
    UNIQUE (host, code)
);

CREATE INDEX user_album_by_user ON user_album (user_id, id);

CREATE TABLE album_entry (
    album_id   INTEGER NOT NULL REFERENCES user_album (id) ON DELETE CASCADE,
    picture_id INTEGER NOT NULL REFERENCES picture (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    PRIMARY KEY (album_id, picture_id)
) WITHOUT ROWID;

CREATE INDEX album_entry_by_picture ON album_entry (picture_id);

-- Likes, and votes up (1) and down (-1).
CREATE TABLE vote (
    picture_id INTEGER NOT NULL REFERENCES picture (id) ON DELETE CASCADE,
    user_id    INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    value      INTEGER NOT NULL,
    created    REAL NOT NULL,
    PRIMARY KEY (picture_id, user_id)
) WITHOUT ROWID;

CREATE TABLE comment (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    host       TEXT NOT NULL,
    code       TEXT,                   -- the id that users see, where it is not the number
    picture_id INTEGER REFERENCES picture (id) ON DELETE CASCADE,
    album_id   INTEGER REFERENCES user_album (id) ON DELETE CASCADE,
    user_id    INTEGER REFERENCES user (id) ON DELETE CASCADE,
    parent_id  INTEGER REFERENCES comment (id) ON DELETE CASCADE,
    text       TEXT NOT NULL,
    source     TEXT NOT NULL DEFAULT '',
    created    REAL NOT NULL,
    deleted    INTEGER NOT NULL DEFAULT 0,
    UNIQUE (host, code)
);

CREATE INDEX comment_by_picture ON comment (picture_id, id);
CREATE INDEX comment_by_album ON comment (album_id, id);

CREATE TABLE comment_vote (
    comment_id INTEGER NOT NULL REFERENCES comment (id) ON DELETE CASCADE,
    user_id    INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    value      INTEGER NOT NULL,
    PRIMARY KEY (comment_id, user_id)
) WITHOUT ROWID;
