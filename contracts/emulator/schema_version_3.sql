-- The tables as all emulators with the one version 3 for everything made them.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE album (
    id       INTEGER PRIMARY KEY,
    host     TEXT NOT NULL,
    code     TEXT NOT NULL,
    owner    TEXT NOT NULL,
    title    TEXT,
    UNIQUE (host, code)
);

CREATE TABLE picture (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    host              TEXT NOT NULL,
    code              TEXT UNIQUE,
    kind              TEXT NOT NULL,
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
    created           REAL NOT NULL,
    dated             REAL NOT NULL,
    expires           REAL,
    approved          INTEGER NOT NULL,
    address           TEXT NOT NULL,
    delete_hash       TEXT,
    views             INTEGER NOT NULL DEFAULT 0,
    likes             INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX picture_by_address ON picture (host, address, created);
CREATE INDEX picture_by_expiry ON picture (expires) WHERE expires IS NOT NULL;
CREATE INDEX picture_by_album ON picture (album_id) WHERE album_id IS NOT NULL;
CREATE TABLE file (
    path       TEXT PRIMARY KEY,
    picture_id INTEGER NOT NULL REFERENCES picture (id) ON DELETE CASCADE,
    role       TEXT NOT NULL,
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

CREATE TABLE user (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    host        TEXT NOT NULL,
    name        TEXT NOT NULL COLLATE NOCASE,
    email       TEXT NOT NULL COLLATE NOCASE,
    password    TEXT NOT NULL,
    created     REAL NOT NULL,
    version     INTEGER NOT NULL DEFAULT 1,
    avatar_id   INTEGER REFERENCES picture (id) ON DELETE SET NULL,
    facts       TEXT NOT NULL DEFAULT '{}',
    settings    TEXT NOT NULL DEFAULT '{}',
    UNIQUE (host, name),
    UNIQUE (host, email)
);
CREATE TABLE session (
    token   TEXT PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    created REAL NOT NULL,
    expires REAL
) WITHOUT ROWID;

CREATE INDEX session_by_user ON session (user_id, purpose);

CREATE TABLE mail (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    host      TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject   TEXT NOT NULL,
    text      TEXT NOT NULL,
    facts     TEXT NOT NULL DEFAULT '{}',
    sent      REAL NOT NULL
);
CREATE TABLE holding (
    picture_id INTEGER PRIMARY KEY REFERENCES picture (id) ON DELETE CASCADE,
    user_id    INTEGER REFERENCES user (id) ON DELETE CASCADE,
    public     INTEGER NOT NULL DEFAULT 1,
    hidden     INTEGER NOT NULL DEFAULT 0,
    facts      TEXT NOT NULL DEFAULT '{}'
);

CREATE INDEX holding_by_user ON holding (user_id, picture_id);

CREATE TABLE user_album (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    host        TEXT NOT NULL,
    code        TEXT NOT NULL,
    user_id     INTEGER REFERENCES user (id) ON DELETE CASCADE,
    title       TEXT,
    description TEXT,
    public      INTEGER NOT NULL DEFAULT 1,
    created     REAL NOT NULL,
    cover_id    INTEGER REFERENCES picture (id) ON DELETE SET NULL,
    facts       TEXT NOT NULL DEFAULT '{}',
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
    code       TEXT,
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

CREATE TABLE gallery (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    server     INTEGER NOT NULL,
    name       TEXT NOT NULL UNIQUE,
    short_name TEXT NOT NULL UNIQUE,
    title      TEXT NOT NULL,
    user_id    INTEGER REFERENCES user (id) ON DELETE CASCADE,
    token      TEXT,
    created    REAL NOT NULL,
    updated    REAL NOT NULL
);

CREATE INDEX gallery_by_user ON gallery (user_id, id);

CREATE TABLE gallery_file (
    gallery_id INTEGER NOT NULL REFERENCES gallery (id) ON DELETE CASCADE,
    picture_id INTEGER NOT NULL REFERENCES picture (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    width      INTEGER,
    height     INTEGER,
    thumbnail  INTEGER NOT NULL,
    PRIMARY KEY (gallery_id, picture_id)
) WITHOUT ROWID;

CREATE INDEX gallery_file_by_picture ON gallery_file (picture_id);

CREATE INDEX holding_by_deletehash ON holding (json_extract(facts, '$.deletehash'));
CREATE INDEX user_album_by_deletehash ON user_album (json_extract(facts, '$.deletehash'));
CREATE TABLE post (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    host       TEXT NOT NULL,
    picture_id INTEGER UNIQUE REFERENCES picture (id) ON DELETE CASCADE,
    album_id   INTEGER UNIQUE REFERENCES user_album (id) ON DELETE CASCADE,
    user_id    INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    title      TEXT NOT NULL,
    section    TEXT COLLATE NOCASE,
    tags       TEXT NOT NULL DEFAULT '[]',
    created    REAL NOT NULL
);

CREATE TABLE post_vote (
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    value   INTEGER NOT NULL,
    created REAL NOT NULL,
    PRIMARY KEY (post_id, user_id)
) WITHOUT ROWID;
CREATE TABLE favorite (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id    INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    picture_id INTEGER REFERENCES picture (id) ON DELETE CASCADE,
    album_id   INTEGER REFERENCES user_album (id) ON DELETE CASCADE,
    created    REAL NOT NULL
);

CREATE INDEX favorite_by_picture ON favorite (picture_id, user_id);
CREATE INDEX favorite_by_album ON favorite (album_id, user_id);
CREATE TABLE report (
    host    TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    kind    TEXT NOT NULL,
    target  INTEGER NOT NULL,
    created REAL NOT NULL,
    PRIMARY KEY (user_id, kind, target)
) WITHOUT ROWID;
CREATE TABLE message (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    thread       INTEGER NOT NULL,
    sender_id    INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    recipient_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    subject      TEXT,
    body         TEXT NOT NULL,
    created      REAL NOT NULL,
    sender_has   INTEGER NOT NULL DEFAULT 1,
    recipient_has INTEGER NOT NULL DEFAULT 1
);

CREATE INDEX message_by_thread ON message (thread, id);

CREATE TABLE block (
    user_id    INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    blocked_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, blocked_id)
) WITHOUT ROWID;
CREATE TABLE notification (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id    INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    comment_id INTEGER REFERENCES comment (id) ON DELETE CASCADE,
    message_id INTEGER REFERENCES message (id) ON DELETE CASCADE,
    viewed     INTEGER NOT NULL DEFAULT 0,
    created    REAL NOT NULL
);

CREATE INDEX notification_by_user ON notification (user_id, viewed, id);

INSERT INTO meta VALUES ('version', '3');
INSERT INTO meta VALUES ('salt', 'None');
