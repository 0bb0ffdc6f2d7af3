-- version 3
-- What all hosts share. `meta` says which version of this schema, and of each host's, a database
-- holds; a change here needs the next number above and a step in migrations/.

-- Pictures, the files they are served as, and tags.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
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

-- Bytes that nothing may refer to any more: they go once the change that let go of them is on disk.
CREATE TABLE unused (
    sha256 TEXT PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE tag (
    picture_id INTEGER NOT NULL REFERENCES picture (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    name       TEXT NOT NULL,
    PRIMARY KEY (picture_id, position)
) WITHOUT ROWID;

-- People and their sessions, what an account knows of a picture, albums, votes, comments and mail.
-- A host may use some of it only.

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
    facts      TEXT NOT NULL DEFAULT '{}',  -- JSON
    owner      TEXT                         -- fingerprint of a key, where pictures belong to keys
);

CREATE INDEX holding_by_user ON holding (user_id, picture_id);
CREATE INDEX holding_by_owner ON holding (owner, picture_id) WHERE owner IS NOT NULL;

CREATE TABLE album (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    host        TEXT NOT NULL,
    code        TEXT NOT NULL,         -- the id that users see
    user_id     INTEGER REFERENCES user (id) ON DELETE CASCADE, -- null for nobody's and a key's
    title       TEXT,
    description TEXT,
    public      INTEGER NOT NULL DEFAULT 1,
    created     REAL NOT NULL,
    cover_id    INTEGER REFERENCES picture (id) ON DELETE SET NULL,
    facts       TEXT NOT NULL DEFAULT '{}', -- JSON
    owner       TEXT,                  -- fingerprint of a key, where albums belong to keys
    UNIQUE (host, code)
);

CREATE INDEX album_by_user ON album (user_id, id);

CREATE TABLE album_entry (
    album_id   INTEGER NOT NULL REFERENCES album (id) ON DELETE CASCADE,
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
    album_id   INTEGER REFERENCES album (id) ON DELETE CASCADE,
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

-- A community: posts, favorites, conversations, notifications, reports.

-- A picture or an album that was submitted to the gallery.
CREATE TABLE post (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    host       TEXT NOT NULL,
    picture_id INTEGER UNIQUE REFERENCES picture (id) ON DELETE CASCADE,
    album_id   INTEGER UNIQUE REFERENCES album (id) ON DELETE CASCADE,
    user_id    INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    title      TEXT NOT NULL,
    section    TEXT COLLATE NOCASE,    -- the subreddit, if any
    tags       TEXT NOT NULL DEFAULT '[]', -- JSON: names
    created    REAL NOT NULL
);

CREATE TABLE post_vote (
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    value   INTEGER NOT NULL,          -- 1 or -1
    created REAL NOT NULL,
    PRIMARY KEY (post_id, user_id)
) WITHOUT ROWID;

-- What a user likes to find again: a picture or an album, one of the two.
CREATE TABLE favorite (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id    INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    picture_id INTEGER REFERENCES picture (id) ON DELETE CASCADE,
    album_id   INTEGER REFERENCES album (id) ON DELETE CASCADE,
    created    REAL NOT NULL
);

CREATE INDEX favorite_by_picture ON favorite (picture_id, user_id);
CREATE INDEX favorite_by_album ON favorite (album_id, user_id);

-- A complaint about a post, a comment, or a user.
CREATE TABLE report (
    host    TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    kind    TEXT NOT NULL,
    target  INTEGER NOT NULL,
    created REAL NOT NULL,
    PRIMARY KEY (user_id, kind, target)
) WITHOUT ROWID;

-- `thread` is the number of the first message of a conversation.
CREATE TABLE message (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    thread       INTEGER NOT NULL,
    sender_id    INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    recipient_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    subject      TEXT,
    body         TEXT NOT NULL,
    created      REAL NOT NULL,
    sender_has   INTEGER NOT NULL DEFAULT 1, -- not deleted by its sender
    recipient_has INTEGER NOT NULL DEFAULT 1 -- not deleted by its recipient
);

CREATE INDEX message_by_thread ON message (thread, id);

CREATE TABLE block (
    user_id    INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    blocked_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, blocked_id)
) WITHOUT ROWID;

-- News of a comment or a message, for the user it is for.
CREATE TABLE notification (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id    INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    comment_id INTEGER REFERENCES comment (id) ON DELETE CASCADE,
    message_id INTEGER REFERENCES message (id) ON DELETE CASCADE,
    viewed     INTEGER NOT NULL DEFAULT 0,
    created    REAL NOT NULL
);

CREATE INDEX notification_by_user ON notification (user_id, viewed, id);
