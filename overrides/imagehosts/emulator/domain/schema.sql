-- version 6
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
CREATE INDEX picture_by_host ON picture (host, approved, id);
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
-- Where that takes long, they are marked with the time at which somebody began to remove them, and
-- nothing refers to them again before they are gone.
CREATE TABLE unused (
    sha256   TEXT PRIMARY KEY,
    removing REAL NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE tag (
    picture_id INTEGER NOT NULL REFERENCES picture (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    name       TEXT NOT NULL,
    PRIMARY KEY (picture_id, position)
) WITHOUT ROWID;

CREATE INDEX tag_by_name ON tag (name, picture_id);

-- People and their sessions, what an account knows of a picture, albums, votes, comments and mail.
-- A host may use some of it only.

CREATE TABLE "user" (
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

CREATE INDEX user_by_avatar ON "user" (avatar_id) WHERE avatar_id IS NOT NULL;
CREATE INDEX user_by_name ON "user" (host, lower(name));
CREATE INDEX user_by_email ON "user" (host, lower(email));

-- A secret that stands for a user: of a login, of a mail, of an OAuth grant.
CREATE TABLE session (
    token   TEXT PRIMARY KEY,          -- sha256 of the secret
    user_id INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
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

CREATE INDEX mail_by_recipient ON mail (lower(recipient), id);

-- What an account knows of a picture. What lists choose and order by stands here as well, so that an
-- index has it together.
CREATE TABLE holding (
    picture_id INTEGER PRIMARY KEY REFERENCES picture (id) ON DELETE CASCADE,
    user_id    INTEGER REFERENCES "user" (id) ON DELETE CASCADE, -- null for nobody's
    public     INTEGER NOT NULL DEFAULT 1,
    hidden     INTEGER NOT NULL DEFAULT 0,  -- deleted, for all but its owner
    facts      TEXT NOT NULL DEFAULT '{}',  -- JSON
    owner      TEXT,                        -- fingerprint of a key, where pictures belong to keys
    host       TEXT NOT NULL DEFAULT '',    -- of the picture, as are its size and views
    size       INTEGER NOT NULL DEFAULT 0,
    views      INTEGER NOT NULL DEFAULT 0,
    filed      INTEGER NOT NULL DEFAULT 0   -- in an album
);

CREATE INDEX holding_by_user ON holding (user_id, picture_id);
CREATE INDEX holding_by_sight ON holding (user_id, hidden, picture_id);
CREATE INDEX holding_by_privacy ON holding (user_id, hidden, public, picture_id);
CREATE INDEX holding_by_filing ON holding (user_id, hidden, public, filed, picture_id);
CREATE INDEX holding_by_views ON holding (user_id, views, picture_id) WHERE views > 0;
CREATE INDEX holding_by_host ON holding (host, hidden, picture_id);
CREATE INDEX holding_by_owner ON holding (owner, hidden, picture_id) WHERE owner IS NOT NULL;

CREATE TABLE album (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    host        TEXT NOT NULL,
    code        TEXT NOT NULL,         -- the id that users see
    user_id     INTEGER REFERENCES "user" (id) ON DELETE CASCADE, -- null for nobody's and a key's
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
CREATE INDEX album_by_cover ON album (cover_id) WHERE cover_id IS NOT NULL;

CREATE TABLE album_entry (
    album_id   INTEGER NOT NULL REFERENCES album (id) ON DELETE CASCADE,
    picture_id INTEGER NOT NULL REFERENCES picture (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    PRIMARY KEY (album_id, picture_id)
) WITHOUT ROWID;

CREATE INDEX album_entry_by_picture ON album_entry (picture_id);
CREATE INDEX album_entry_by_position ON album_entry (album_id, position);

-- Likes, and votes up (1) and down (-1).
CREATE TABLE vote (
    picture_id INTEGER NOT NULL REFERENCES picture (id) ON DELETE CASCADE,
    user_id    INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    value      INTEGER NOT NULL,
    created    REAL NOT NULL,
    PRIMARY KEY (picture_id, user_id)
) WITHOUT ROWID;

CREATE INDEX vote_by_user ON vote (user_id);

CREATE TABLE comment (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    host       TEXT NOT NULL,
    code       TEXT,                   -- the id that users see, where it is not the number
    picture_id INTEGER REFERENCES picture (id) ON DELETE CASCADE,
    album_id   INTEGER REFERENCES album (id) ON DELETE CASCADE,
    user_id    INTEGER REFERENCES "user" (id) ON DELETE CASCADE,
    parent_id  INTEGER REFERENCES comment (id) ON DELETE CASCADE,
    text       TEXT NOT NULL,
    source     TEXT NOT NULL DEFAULT '',
    created    REAL NOT NULL,
    deleted    INTEGER NOT NULL DEFAULT 0,
    UNIQUE (host, code)
);

CREATE INDEX comment_by_picture ON comment (picture_id, id);
CREATE INDEX comment_by_album ON comment (album_id, id);
CREATE INDEX comment_by_user ON comment (user_id, deleted, id);
CREATE INDEX comment_by_parent ON comment (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE comment_vote (
    comment_id INTEGER NOT NULL REFERENCES comment (id) ON DELETE CASCADE,
    user_id    INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    value      INTEGER NOT NULL,
    PRIMARY KEY (comment_id, user_id)
) WITHOUT ROWID;

CREATE INDEX comment_vote_by_user ON comment_vote (user_id);

-- A community: posts, favorites, conversations, notifications, reports.

-- A picture or an album that was submitted to the gallery.
CREATE TABLE post (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    host       TEXT NOT NULL,
    picture_id INTEGER UNIQUE REFERENCES picture (id) ON DELETE CASCADE,
    album_id   INTEGER UNIQUE REFERENCES album (id) ON DELETE CASCADE,
    user_id    INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    title      TEXT NOT NULL,
    section    TEXT COLLATE NOCASE,    -- the subreddit, if any
    tags       TEXT NOT NULL DEFAULT '[]', -- JSON: names
    created    REAL NOT NULL,
    ups        INTEGER NOT NULL DEFAULT 0, -- counted by triggers, as are the next two
    downs      INTEGER NOT NULL DEFAULT 0,
    comments   INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX post_by_time ON post (host, id);
CREATE INDEX post_by_moment ON post (host, created);
CREATE INDEX post_by_points ON post (host, (ups - downs), id);
CREATE INDEX post_by_talk ON post (host, (ups - downs + comments), id);
CREATE INDEX post_by_section ON post (host, lower(section), id);
CREATE INDEX post_by_user ON post (user_id, id);

CREATE TABLE post_tag (
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    name    TEXT NOT NULL,             -- in lower case
    PRIMARY KEY (name, post_id)
) WITHOUT ROWID;

CREATE INDEX post_tag_by_post ON post_tag (post_id);

CREATE TABLE post_vote (
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    value   INTEGER NOT NULL,          -- 1 or -1
    created REAL NOT NULL,
    PRIMARY KEY (post_id, user_id)
) WITHOUT ROWID;

CREATE INDEX post_vote_by_user ON post_vote (user_id, value, created);
CREATE INDEX post_vote_by_time ON post_vote (created, post_id, value);

-- What a user likes to find again: a picture or an album, one of the two.
CREATE TABLE favorite (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id    INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    picture_id INTEGER REFERENCES picture (id) ON DELETE CASCADE,
    album_id   INTEGER REFERENCES album (id) ON DELETE CASCADE,
    created    REAL NOT NULL
);

CREATE INDEX favorite_by_picture ON favorite (picture_id, user_id);
CREATE INDEX favorite_by_album ON favorite (album_id, user_id);
CREATE INDEX favorite_by_user ON favorite (user_id, id);

-- A complaint about a post, a comment, or a user.
CREATE TABLE report (
    host    TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    kind    TEXT NOT NULL,
    target  INTEGER NOT NULL,
    created REAL NOT NULL,
    PRIMARY KEY (user_id, kind, target)
) WITHOUT ROWID;

-- `thread` is the number of the first message of a conversation.
CREATE TABLE message (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    thread       INTEGER NOT NULL,
    sender_id    INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    recipient_id INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    subject      TEXT,
    body         TEXT NOT NULL,
    created      REAL NOT NULL,
    sender_has   INTEGER NOT NULL DEFAULT 1, -- not deleted by its sender
    recipient_has INTEGER NOT NULL DEFAULT 1 -- not deleted by its recipient
);

CREATE INDEX message_by_thread ON message (thread, id);
CREATE INDEX message_by_sender ON message (sender_id, id);
CREATE INDEX message_by_recipient ON message (recipient_id, recipient_has, id);

CREATE TABLE block (
    user_id    INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    blocked_id INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, blocked_id)
) WITHOUT ROWID;

CREATE INDEX block_by_blocked ON block (blocked_id);

-- News of a comment or a message, for the user it is for.
CREATE TABLE notification (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id    INTEGER NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
    comment_id INTEGER REFERENCES comment (id) ON DELETE CASCADE,
    message_id INTEGER REFERENCES message (id) ON DELETE CASCADE,
    viewed     INTEGER NOT NULL DEFAULT 0,
    created    REAL NOT NULL
);

CREATE INDEX notification_by_user ON notification (user_id, viewed, id);
CREATE INDEX notification_by_comment ON notification (comment_id) WHERE comment_id IS NOT NULL;
CREATE INDEX notification_by_message ON notification (message_id) WHERE message_id IS NOT NULL;

-- What is counted while it changes, so that nobody has to look at everything to know how much it is.

-- Pictures that belong to somebody, by all that lists tell apart; 0 and '' for nobody's.
CREATE TABLE tally (
    host     TEXT NOT NULL,
    user_id  INTEGER NOT NULL,
    owner    TEXT NOT NULL,
    public   INTEGER NOT NULL,
    hidden   INTEGER NOT NULL,
    filed    INTEGER NOT NULL,
    pictures INTEGER NOT NULL,
    bytes    INTEGER NOT NULL,
    traffic  INTEGER NOT NULL,         -- bytes by views
    PRIMARY KEY (host, user_id, owner, public, hidden, filed)
) WITHOUT ROWID;

-- The same by tag.
CREATE TABLE tag_tally (
    host     TEXT NOT NULL,
    user_id  INTEGER NOT NULL,
    name     TEXT NOT NULL,
    public   INTEGER NOT NULL,
    hidden   INTEGER NOT NULL,
    pictures INTEGER NOT NULL,
    PRIMARY KEY (host, user_id, name, public, hidden)
) WITHOUT ROWID;

-- What belongs to an account, by tag.
CREATE TABLE holding_tag (
    host       TEXT NOT NULL,
    user_id    INTEGER NOT NULL,
    name       TEXT NOT NULL,
    picture_id INTEGER NOT NULL,
    PRIMARY KEY (host, user_id, name, picture_id)
) WITHOUT ROWID;

CREATE INDEX holding_tag_by_picture ON holding_tag (picture_id, name);

-- All pictures of a host.
CREATE TABLE stock (
    host     TEXT PRIMARY KEY,
    pictures INTEGER NOT NULL
) WITHOUT ROWID;

-- What a user made in the gallery, and what others thought of it.
CREATE TABLE standing (
    user_id  INTEGER PRIMARY KEY REFERENCES "user" (id) ON DELETE CASCADE,
    posts    INTEGER NOT NULL DEFAULT 0,
    comments INTEGER NOT NULL DEFAULT 0,
    points   INTEGER NOT NULL DEFAULT 0, -- of posts and comments
    likes    INTEGER NOT NULL DEFAULT 0  -- posts that they voted up
);

CREATE TABLE gallery_tag (
    host  TEXT NOT NULL,
    name  TEXT NOT NULL,
    posts INTEGER NOT NULL,
    PRIMARY KEY (host, name)
) WITHOUT ROWID;

-- What a trigger looks at may go in the same statement, by way of a reference. Where the one needs
-- the other, both look before: PostgreSQL runs what comes after only when all of it is gone.

CREATE TRIGGER picture_added AFTER INSERT ON picture BEGIN
    INSERT INTO stock VALUES (new.host, 1)
        ON CONFLICT (host) DO UPDATE SET pictures = stock.pictures + 1;
END;
CREATE TRIGGER picture_removed AFTER DELETE ON picture BEGIN
    UPDATE stock SET pictures = pictures - 1 WHERE host = old.host;
END;
CREATE TRIGGER picture_seen AFTER UPDATE OF views, size ON picture BEGIN
    UPDATE holding SET views = new.views, size = new.size WHERE picture_id = new.id;
END;

CREATE TRIGGER holding_added AFTER INSERT ON holding BEGIN
    INSERT INTO tally VALUES (
        new.host, coalesce(new.user_id, 0), coalesce(new.owner, ''), new.public, new.hidden,
        new.filed, 1, new.size, new.size * new.views
    ) ON CONFLICT (host, user_id, owner, public, hidden, filed) DO UPDATE SET
        pictures = tally.pictures + 1, bytes = tally.bytes + excluded.bytes,
        traffic = tally.traffic + excluded.traffic;
    INSERT INTO tag_tally SELECT new.host, coalesce(new.user_id, 0), name, new.public, new.hidden, 1
        FROM (SELECT DISTINCT name FROM tag WHERE picture_id = new.picture_id) AS own WHERE true
        ON CONFLICT (host, user_id, name, public, hidden) DO UPDATE
        SET pictures = tag_tally.pictures + 1;
    INSERT INTO holding_tag SELECT new.host, coalesce(new.user_id, 0), name, picture_id
        FROM tag WHERE picture_id = new.picture_id
        ON CONFLICT (host, user_id, name, picture_id) DO NOTHING;
END;
CREATE TRIGGER holding_removed BEFORE DELETE ON holding BEGIN
    UPDATE tally SET pictures = pictures - 1, bytes = bytes - old.size,
        traffic = traffic - old.size * old.views
    WHERE host = old.host AND user_id = coalesce(old.user_id, 0)
        AND owner = coalesce(old.owner, '') AND public = old.public AND hidden = old.hidden
        AND filed = old.filed;
    UPDATE tag_tally SET pictures = pictures - 1
    WHERE host = old.host AND user_id = coalesce(old.user_id, 0) AND public = old.public
        AND hidden = old.hidden AND name IN (SELECT name FROM tag WHERE picture_id = old.picture_id);
    DELETE FROM holding_tag WHERE picture_id = old.picture_id;
END;
CREATE TRIGGER holding_changed
AFTER UPDATE OF host, user_id, owner, public, hidden, filed, size, views ON holding BEGIN
    UPDATE tally SET pictures = pictures - 1, bytes = bytes - old.size,
        traffic = traffic - old.size * old.views
    WHERE host = old.host AND user_id = coalesce(old.user_id, 0)
        AND owner = coalesce(old.owner, '') AND public = old.public AND hidden = old.hidden
        AND filed = old.filed;
    INSERT INTO tally VALUES (
        new.host, coalesce(new.user_id, 0), coalesce(new.owner, ''), new.public, new.hidden,
        new.filed, 1, new.size, new.size * new.views
    ) ON CONFLICT (host, user_id, owner, public, hidden, filed) DO UPDATE SET
        pictures = tally.pictures + 1, bytes = tally.bytes + excluded.bytes,
        traffic = tally.traffic + excluded.traffic;
END;
CREATE TRIGGER holding_shown AFTER UPDATE OF host, user_id, public, hidden ON holding BEGIN
    UPDATE tag_tally SET pictures = pictures - 1
    WHERE host = old.host AND user_id = coalesce(old.user_id, 0) AND public = old.public
        AND hidden = old.hidden AND name IN (SELECT name FROM tag WHERE picture_id = old.picture_id);
    INSERT INTO tag_tally SELECT new.host, coalesce(new.user_id, 0), name, new.public, new.hidden, 1
        FROM (SELECT DISTINCT name FROM tag WHERE picture_id = new.picture_id) AS own WHERE true
        ON CONFLICT (host, user_id, name, public, hidden) DO UPDATE
        SET pictures = tag_tally.pictures + 1;
    DELETE FROM holding_tag WHERE picture_id = old.picture_id;
    INSERT INTO holding_tag SELECT new.host, coalesce(new.user_id, 0), name, picture_id
        FROM tag WHERE picture_id = new.picture_id
        ON CONFLICT (host, user_id, name, picture_id) DO NOTHING;
END;

CREATE TRIGGER entry_added AFTER INSERT ON album_entry BEGIN
    UPDATE holding SET filed = 1 WHERE picture_id = new.picture_id AND filed = 0;
END;
CREATE TRIGGER entry_removed AFTER DELETE ON album_entry BEGIN
    UPDATE holding SET filed = 0 WHERE picture_id = old.picture_id
        AND NOT EXISTS (SELECT 1 FROM album_entry WHERE picture_id = old.picture_id);
END;

CREATE TRIGGER tag_added AFTER INSERT ON tag
WHEN NOT EXISTS (
    SELECT 1 FROM tag
    WHERE picture_id = new.picture_id AND name = new.name AND position != new.position
) BEGIN
    INSERT INTO tag_tally SELECT host, coalesce(user_id, 0), new.name, public, hidden, 1
        FROM holding WHERE picture_id = new.picture_id
        ON CONFLICT (host, user_id, name, public, hidden) DO UPDATE
        SET pictures = tag_tally.pictures + 1;
    INSERT INTO holding_tag SELECT host, coalesce(user_id, 0), new.name, picture_id
        FROM holding WHERE picture_id = new.picture_id
        ON CONFLICT (host, user_id, name, picture_id) DO NOTHING;
END;
CREATE TRIGGER tag_removed BEFORE DELETE ON tag
WHEN NOT EXISTS (
    SELECT 1 FROM tag
    WHERE picture_id = old.picture_id AND name = old.name AND position != old.position
) BEGIN
    UPDATE tag_tally SET pictures = pictures - 1
    WHERE name = old.name AND (host, user_id, public, hidden) = (
        SELECT host, coalesce(user_id, 0), public, hidden FROM holding
        WHERE picture_id = old.picture_id
    );
    DELETE FROM holding_tag WHERE picture_id = old.picture_id AND name = old.name;
END;

CREATE TRIGGER user_removed BEFORE DELETE ON "user" BEGIN
    DELETE FROM standing WHERE user_id = old.id;
END;

CREATE TRIGGER post_added AFTER INSERT ON post BEGIN
    UPDATE post SET comments = (
        SELECT count(*) FROM comment WHERE deleted = 0 AND picture_id = new.picture_id
    ) + (
        SELECT count(*) FROM comment WHERE deleted = 0 AND album_id = new.album_id
    ) WHERE id = new.id;
    INSERT INTO standing (user_id, posts) VALUES (new.user_id, 1)
        ON CONFLICT (user_id) DO UPDATE SET posts = standing.posts + 1;
END;
CREATE TRIGGER post_removed AFTER DELETE ON post BEGIN
    UPDATE standing SET posts = posts - 1, points = points - (old.ups - old.downs)
    WHERE user_id = old.user_id;
END;
CREATE TRIGGER post_voted AFTER UPDATE OF ups, downs ON post BEGIN
    UPDATE standing SET points = points + (new.ups - new.downs) - (old.ups - old.downs)
    WHERE user_id = new.user_id;
END;
CREATE TRIGGER post_tagged AFTER INSERT ON post_tag BEGIN
    INSERT INTO gallery_tag SELECT host, new.name, 1 FROM post WHERE id = new.post_id
        ON CONFLICT (host, name) DO UPDATE SET posts = gallery_tag.posts + 1;
END;
CREATE TRIGGER post_untagged BEFORE DELETE ON post BEGIN
    UPDATE gallery_tag SET posts = posts - 1
    WHERE host = old.host AND name IN (SELECT name FROM post_tag WHERE post_id = old.id);
END;

CREATE TRIGGER post_vote_added AFTER INSERT ON post_vote BEGIN
    UPDATE post SET ups = ups + (CASE WHEN new.value > 0 THEN 1 ELSE 0 END),
        downs = downs + (CASE WHEN new.value < 0 THEN 1 ELSE 0 END)
    WHERE id = new.post_id;
    INSERT INTO standing (user_id, likes)
        VALUES (new.user_id, CASE WHEN new.value > 0 THEN 1 ELSE 0 END)
        ON CONFLICT (user_id) DO UPDATE SET likes = standing.likes + excluded.likes;
END;
CREATE TRIGGER post_vote_removed AFTER DELETE ON post_vote BEGIN
    UPDATE post SET ups = ups - (CASE WHEN old.value > 0 THEN 1 ELSE 0 END),
        downs = downs - (CASE WHEN old.value < 0 THEN 1 ELSE 0 END)
    WHERE id = old.post_id;
    UPDATE standing SET likes = likes - (CASE WHEN old.value > 0 THEN 1 ELSE 0 END)
    WHERE user_id = old.user_id;
END;
CREATE TRIGGER post_vote_changed AFTER UPDATE OF value ON post_vote BEGIN
    UPDATE post SET
        ups = ups + (CASE WHEN new.value > 0 THEN 1 ELSE 0 END)
            - (CASE WHEN old.value > 0 THEN 1 ELSE 0 END),
        downs = downs + (CASE WHEN new.value < 0 THEN 1 ELSE 0 END)
            - (CASE WHEN old.value < 0 THEN 1 ELSE 0 END)
    WHERE id = new.post_id;
    UPDATE standing SET likes = likes + (CASE WHEN new.value > 0 THEN 1 ELSE 0 END)
        - (CASE WHEN old.value > 0 THEN 1 ELSE 0 END)
    WHERE user_id = new.user_id;
END;

CREATE TRIGGER comment_added AFTER INSERT ON comment WHEN new.deleted = 0 BEGIN
    UPDATE post SET comments = comments + 1 WHERE picture_id = new.picture_id;
    UPDATE post SET comments = comments + 1 WHERE album_id = new.album_id;
    INSERT INTO standing (user_id, comments) SELECT new.user_id, 1 WHERE new.user_id IS NOT NULL
        ON CONFLICT (user_id) DO UPDATE SET comments = standing.comments + 1;
END;
CREATE TRIGGER comment_gone BEFORE DELETE ON comment BEGIN
    UPDATE standing SET points = points - (
        SELECT coalesce(sum(value), 0) FROM comment_vote WHERE comment_id = old.id
    ) WHERE user_id = old.user_id;
END;
CREATE TRIGGER comment_removed AFTER DELETE ON comment WHEN old.deleted = 0 BEGIN
    UPDATE post SET comments = comments - 1 WHERE picture_id = old.picture_id;
    UPDATE post SET comments = comments - 1 WHERE album_id = old.album_id;
    UPDATE standing SET comments = comments - 1 WHERE user_id = old.user_id;
END;
CREATE TRIGGER comment_deleted AFTER UPDATE OF deleted ON comment
WHEN new.deleted = 1 AND old.deleted = 0 BEGIN
    UPDATE post SET comments = comments - 1 WHERE picture_id = new.picture_id;
    UPDATE post SET comments = comments - 1 WHERE album_id = new.album_id;
    UPDATE standing SET comments = comments - 1 WHERE user_id = new.user_id;
END;
CREATE TRIGGER comment_vote_added AFTER INSERT ON comment_vote BEGIN
    UPDATE standing SET points = points + new.value
    WHERE user_id = (SELECT user_id FROM comment WHERE id = new.comment_id);
END;
CREATE TRIGGER comment_vote_removed BEFORE DELETE ON comment_vote BEGIN
    UPDATE standing SET points = points - old.value
    WHERE user_id = (SELECT user_id FROM comment WHERE id = old.comment_id);
END;
