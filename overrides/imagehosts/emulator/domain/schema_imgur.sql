-- What only imgur has beside schema_accounts.sql: a gallery, conversations, notifications, reports.

CREATE INDEX holding_by_deletehash ON holding (json_extract(facts, '$.deletehash'));
CREATE INDEX user_album_by_deletehash ON user_album (json_extract(facts, '$.deletehash'));

-- A picture or an album that was submitted to the gallery.
CREATE TABLE post (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    host       TEXT NOT NULL,
    picture_id INTEGER UNIQUE REFERENCES picture (id) ON DELETE CASCADE,
    album_id   INTEGER UNIQUE REFERENCES user_album (id) ON DELETE CASCADE,
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
    album_id   INTEGER REFERENCES user_album (id) ON DELETE CASCADE,
    created    REAL NOT NULL
);

CREATE INDEX favorite_by_picture ON favorite (picture_id, user_id);
CREATE INDEX favorite_by_album ON favorite (album_id, user_id);

-- Somebody found something amiss: a post, a comment, or a user.
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

-- Word of a comment or of a message, for the one whom it concerns.
CREATE TABLE notification (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id    INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    comment_id INTEGER REFERENCES comment (id) ON DELETE CASCADE,
    message_id INTEGER REFERENCES message (id) ON DELETE CASCADE,
    viewed     INTEGER NOT NULL DEFAULT 0,
    created    REAL NOT NULL
);

CREATE INDEX notification_by_user ON notification (user_id, viewed, id);
