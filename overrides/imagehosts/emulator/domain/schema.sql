-- What every host has in common: pictures, the files they are served as, tags and albums.
-- One number in `meta` says which version of this schema a database holds.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE album (
    id       INTEGER PRIMARY KEY,
    host     TEXT NOT NULL,
    code     TEXT NOT NULL,          -- the id that users see
    owner    TEXT NOT NULL,          -- fingerprint of the owner's key
    title    TEXT,
    UNIQUE (host, code)
);

CREATE TABLE picture (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    host              TEXT NOT NULL,
    code              TEXT UNIQUE,   -- the id that users see; one namespace, hosts share paths
    kind              TEXT NOT NULL, -- image or video
    name              TEXT NOT NULL,
    extension         TEXT NOT NULL,
    mime              TEXT NOT NULL,
    size              INTEGER NOT NULL,
    width             INTEGER NOT NULL,
    height            INTEGER NOT NULL,
    bits              INTEGER,
    channels          INTEGER,
    animated          INTEGER NOT NULL,
    duration          INTEGER NOT NULL,
    md5               TEXT NOT NULL,
    source_md5        TEXT,
    original_filename TEXT NOT NULL,
    exif              TEXT,
    title             TEXT,
    description       TEXT,
    nsfw              INTEGER NOT NULL,
    category_id       INTEGER,
    album_id          INTEGER REFERENCES album (id) ON DELETE SET NULL,
    created           REAL NOT NULL, -- Unix seconds: when it arrived
    dated             REAL NOT NULL, -- Unix seconds: the date it is filed under
    expires           REAL,
    approved          INTEGER NOT NULL,
    address           TEXT NOT NULL, -- of the uploader
    delete_hash       TEXT,          -- sha256 of the secret in the delete link
    views             INTEGER NOT NULL DEFAULT 0,
    likes             INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX picture_by_address ON picture (host, address, created);
CREATE INDEX picture_by_expiry ON picture (expires) WHERE expires IS NOT NULL;
CREATE INDEX picture_by_album ON picture (album_id) WHERE album_id IS NOT NULL;

-- Every address under which bytes of a picture are served.
CREATE TABLE file (
    path       TEXT PRIMARY KEY,
    picture_id INTEGER NOT NULL REFERENCES picture (id) ON DELETE CASCADE,
    role       TEXT NOT NULL,        -- image, thumb, medium or frame
    sha256     TEXT NOT NULL,
    size       INTEGER NOT NULL,
    mime       TEXT NOT NULL,
    width      INTEGER NOT NULL,
    height     INTEGER NOT NULL,
    bits       INTEGER,
    channels   INTEGER
) WITHOUT ROWID;

CREATE UNIQUE INDEX file_by_picture ON file (picture_id, role);
CREATE INDEX file_by_content ON file (sha256);

CREATE TABLE tag (
    picture_id INTEGER NOT NULL REFERENCES picture (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    name       TEXT NOT NULL,
    PRIMARY KEY (picture_id, position)
) WITHOUT ROWID;
