-- version 1
-- Lists of pictures that an account or a token may change.

CREATE TABLE gallery (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    server     INTEGER NOT NULL,
    name       TEXT NOT NULL UNIQUE,   -- over all servers, which may share an address here
    short_name TEXT NOT NULL UNIQUE,   -- what short links end in
    title      TEXT NOT NULL,
    user_id    INTEGER REFERENCES "user" (id) ON DELETE CASCADE, -- null for a token's
    token      TEXT,                   -- sha256 of the token; null for a user's
    created    REAL NOT NULL,          -- Unix seconds
    updated    REAL NOT NULL           -- Unix seconds
);

CREATE INDEX gallery_by_user ON gallery (user_id, id);

CREATE TABLE gallery_file (
    gallery_id INTEGER NOT NULL REFERENCES gallery (id) ON DELETE CASCADE,
    picture_id INTEGER NOT NULL REFERENCES picture (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    width      INTEGER,                -- as given when it was added; null where it was not
    height     INTEGER,
    thumbnail  INTEGER NOT NULL,
    PRIMARY KEY (gallery_id, picture_id)
) WITHOUT ROWID;

CREATE INDEX gallery_file_by_picture ON gallery_file (picture_id);
