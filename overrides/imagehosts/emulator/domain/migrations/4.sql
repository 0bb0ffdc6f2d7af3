-- What lists choose and order by gets indexes, and what they count is counted while it changes.

ALTER TABLE holding ADD COLUMN host TEXT NOT NULL DEFAULT '';
ALTER TABLE holding ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
ALTER TABLE holding ADD COLUMN views INTEGER NOT NULL DEFAULT 0;
ALTER TABLE holding ADD COLUMN filed INTEGER NOT NULL DEFAULT 0;
UPDATE holding SET (host, size, views) = (
    SELECT host, size, views FROM picture WHERE id = picture_id
), filed = picture_id IN (SELECT picture_id FROM album_entry);

ALTER TABLE post ADD COLUMN ups INTEGER NOT NULL DEFAULT 0;
ALTER TABLE post ADD COLUMN downs INTEGER NOT NULL DEFAULT 0;
ALTER TABLE post ADD COLUMN comments INTEGER NOT NULL DEFAULT 0;
UPDATE post SET
    ups = (SELECT count(*) FROM post_vote WHERE post_id = post.id AND value > 0),
    downs = (SELECT count(*) FROM post_vote WHERE post_id = post.id AND value < 0),
    comments = (
        SELECT count(*) FROM comment
        WHERE NOT deleted AND (picture_id = post.picture_id OR album_id = post.album_id)
    );

DROP INDEX holding_by_owner;
CREATE INDEX picture_by_host ON picture (host, approved, id);
CREATE INDEX tag_by_name ON tag (name, picture_id);
CREATE INDEX user_by_avatar ON user (avatar_id) WHERE avatar_id IS NOT NULL;
CREATE INDEX mail_by_recipient ON mail (recipient COLLATE NOCASE, id);
CREATE INDEX holding_by_sight ON holding (user_id, hidden, picture_id);
CREATE INDEX holding_by_privacy ON holding (user_id, hidden, public, picture_id);
CREATE INDEX holding_by_filing ON holding (user_id, hidden, public, filed, picture_id);
CREATE INDEX holding_by_views ON holding (user_id, views, picture_id) WHERE views > 0;
CREATE INDEX holding_by_host ON holding (host, hidden, picture_id);
CREATE INDEX holding_by_owner ON holding (owner, hidden, picture_id) WHERE owner IS NOT NULL;
CREATE INDEX album_by_cover ON album (cover_id) WHERE cover_id IS NOT NULL;
CREATE INDEX album_entry_by_position ON album_entry (album_id, position);
CREATE INDEX vote_by_user ON vote (user_id);
CREATE INDEX comment_by_user ON comment (user_id, deleted, id);
CREATE INDEX comment_by_parent ON comment (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX comment_vote_by_user ON comment_vote (user_id);
CREATE INDEX post_by_time ON post (host, id);
CREATE INDEX post_by_moment ON post (host, created);
CREATE INDEX post_by_points ON post (host, ups - downs, id);
CREATE INDEX post_by_talk ON post (host, ups - downs + comments, id);
CREATE INDEX post_by_section ON post (host, section, id);
CREATE INDEX post_by_user ON post (user_id, id);
CREATE INDEX post_vote_by_user ON post_vote (user_id, value, created);
CREATE INDEX post_vote_by_time ON post_vote (created, post_id, value);
CREATE INDEX favorite_by_user ON favorite (user_id, id);
CREATE INDEX message_by_sender ON message (sender_id, id);
CREATE INDEX message_by_recipient ON message (recipient_id, recipient_has, id);
CREATE INDEX block_by_blocked ON block (blocked_id);
CREATE INDEX notification_by_comment ON notification (comment_id) WHERE comment_id IS NOT NULL;
CREATE INDEX notification_by_message ON notification (message_id) WHERE message_id IS NOT NULL;

CREATE TABLE post_tag (
    post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
    name    TEXT NOT NULL,             -- in lower case
    PRIMARY KEY (name, post_id)
) WITHOUT ROWID;

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

CREATE TABLE tag_tally (
    host     TEXT NOT NULL,
    user_id  INTEGER NOT NULL,
    name     TEXT NOT NULL,
    public   INTEGER NOT NULL,
    hidden   INTEGER NOT NULL,
    pictures INTEGER NOT NULL,
    PRIMARY KEY (host, user_id, name, public, hidden)
) WITHOUT ROWID;

CREATE TABLE holding_tag (
    host       TEXT NOT NULL,
    user_id    INTEGER NOT NULL,
    name       TEXT NOT NULL,
    picture_id INTEGER NOT NULL,
    PRIMARY KEY (host, user_id, name, picture_id)
) WITHOUT ROWID;

CREATE INDEX holding_tag_by_picture ON holding_tag (picture_id, name);

CREATE TABLE stock (
    host     TEXT PRIMARY KEY,
    pictures INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE standing (
    user_id  INTEGER PRIMARY KEY REFERENCES user (id) ON DELETE CASCADE,
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

CREATE INDEX post_tag_by_post ON post_tag (post_id);

INSERT OR IGNORE INTO post_tag SELECT post.id, lower(value) FROM post, json_each(post.tags);
INSERT INTO tally SELECT
    host, ifnull(user_id, 0), ifnull(owner, ''), public, hidden, filed,
    count(*), sum(size), sum(size * views)
    FROM holding GROUP BY 1, 2, 3, 4, 5, 6;
INSERT INTO tag_tally SELECT
    host, ifnull(user_id, 0), name, public, hidden, count(DISTINCT picture_id)
    FROM holding JOIN tag USING (picture_id) GROUP BY 1, 2, 3, 4, 5;
INSERT INTO holding_tag SELECT DISTINCT host, ifnull(user_id, 0), name, picture_id
    FROM holding JOIN tag USING (picture_id);
INSERT INTO stock SELECT host, count(*) FROM picture GROUP BY host;
INSERT INTO standing SELECT
    id,
    (SELECT count(*) FROM post WHERE user_id = user.id),
    (SELECT count(*) FROM comment WHERE user_id = user.id AND NOT deleted),
    (SELECT coalesce(sum(ups - downs), 0) FROM post WHERE user_id = user.id) + (
        SELECT coalesce(sum(value), 0) FROM comment_vote JOIN comment ON comment.id = comment_id
        WHERE comment.user_id = user.id
    ),
    (SELECT count(*) FROM post_vote WHERE user_id = user.id AND value > 0)
    FROM user;
INSERT INTO gallery_tag SELECT host, name, count(*) FROM post JOIN post_tag ON post_id = id
    GROUP BY host, name;

CREATE TRIGGER picture_added AFTER INSERT ON picture BEGIN
    INSERT INTO stock VALUES (new.host, 1) ON CONFLICT DO UPDATE SET pictures = pictures + 1;
END;
CREATE TRIGGER picture_removed AFTER DELETE ON picture BEGIN
    UPDATE stock SET pictures = pictures - 1 WHERE host = old.host;
END;
CREATE TRIGGER picture_seen AFTER UPDATE OF views, size ON picture BEGIN
    UPDATE holding SET views = new.views, size = new.size WHERE picture_id = new.id;
END;
CREATE TRIGGER holding_added AFTER INSERT ON holding BEGIN
    INSERT INTO tally VALUES (
        new.host, ifnull(new.user_id, 0), ifnull(new.owner, ''), new.public, new.hidden, new.filed,
        1, new.size, new.size * new.views
    ) ON CONFLICT DO UPDATE SET pictures = pictures + 1, bytes = bytes + excluded.bytes,
        traffic = traffic + excluded.traffic;
    INSERT INTO tag_tally SELECT new.host, ifnull(new.user_id, 0), name, new.public, new.hidden, 1
        FROM (SELECT DISTINCT name FROM tag WHERE picture_id = new.picture_id) WHERE true
        ON CONFLICT DO UPDATE SET pictures = pictures + 1;
    INSERT OR IGNORE INTO holding_tag SELECT new.host, ifnull(new.user_id, 0), name, picture_id
        FROM tag WHERE picture_id = new.picture_id;
END;
CREATE TRIGGER holding_removed AFTER DELETE ON holding BEGIN
    UPDATE tally SET pictures = pictures - 1, bytes = bytes - old.size,
        traffic = traffic - old.size * old.views
    WHERE host = old.host AND user_id = ifnull(old.user_id, 0) AND owner = ifnull(old.owner, '')
        AND public = old.public AND hidden = old.hidden AND filed = old.filed;
    UPDATE tag_tally SET pictures = pictures - 1
    WHERE host = old.host AND user_id = ifnull(old.user_id, 0) AND public = old.public
        AND hidden = old.hidden AND name IN (SELECT name FROM tag WHERE picture_id = old.picture_id);
    DELETE FROM holding_tag WHERE picture_id = old.picture_id;
END;
CREATE TRIGGER holding_changed
AFTER UPDATE OF host, user_id, owner, public, hidden, filed, size, views ON holding BEGIN
    UPDATE tally SET pictures = pictures - 1, bytes = bytes - old.size,
        traffic = traffic - old.size * old.views
    WHERE host = old.host AND user_id = ifnull(old.user_id, 0) AND owner = ifnull(old.owner, '')
        AND public = old.public AND hidden = old.hidden AND filed = old.filed;
    INSERT INTO tally VALUES (
        new.host, ifnull(new.user_id, 0), ifnull(new.owner, ''), new.public, new.hidden, new.filed,
        1, new.size, new.size * new.views
    ) ON CONFLICT DO UPDATE SET pictures = pictures + 1, bytes = bytes + excluded.bytes,
        traffic = traffic + excluded.traffic;
END;
CREATE TRIGGER holding_shown AFTER UPDATE OF host, user_id, public, hidden ON holding BEGIN
    UPDATE tag_tally SET pictures = pictures - 1
    WHERE host = old.host AND user_id = ifnull(old.user_id, 0) AND public = old.public
        AND hidden = old.hidden AND name IN (SELECT name FROM tag WHERE picture_id = old.picture_id);
    INSERT INTO tag_tally SELECT new.host, ifnull(new.user_id, 0), name, new.public, new.hidden, 1
        FROM (SELECT DISTINCT name FROM tag WHERE picture_id = new.picture_id) WHERE true
        ON CONFLICT DO UPDATE SET pictures = pictures + 1;
    DELETE FROM holding_tag WHERE picture_id = old.picture_id;
    INSERT OR IGNORE INTO holding_tag SELECT new.host, ifnull(new.user_id, 0), name, picture_id
        FROM tag WHERE picture_id = new.picture_id;
END;
CREATE TRIGGER entry_added AFTER INSERT ON album_entry BEGIN
    UPDATE holding SET filed = 1 WHERE picture_id = new.picture_id AND NOT filed;
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
    INSERT INTO tag_tally SELECT host, ifnull(user_id, 0), new.name, public, hidden, 1
        FROM holding WHERE picture_id = new.picture_id
        ON CONFLICT DO UPDATE SET pictures = pictures + 1;
    INSERT OR IGNORE INTO holding_tag SELECT host, ifnull(user_id, 0), new.name, picture_id
        FROM holding WHERE picture_id = new.picture_id;
END;
CREATE TRIGGER tag_removed AFTER DELETE ON tag
WHEN NOT EXISTS (SELECT 1 FROM tag WHERE picture_id = old.picture_id AND name = old.name) BEGIN
    UPDATE tag_tally SET pictures = pictures - 1
    WHERE name = old.name AND (host, user_id, public, hidden) = (
        SELECT host, ifnull(user_id, 0), public, hidden FROM holding
        WHERE picture_id = old.picture_id
    );
    DELETE FROM holding_tag WHERE picture_id = old.picture_id AND name = old.name;
END;
CREATE TRIGGER post_added AFTER INSERT ON post BEGIN
    UPDATE post SET comments = (
        SELECT count(*) FROM comment WHERE NOT deleted AND picture_id = new.picture_id
    ) + (
        SELECT count(*) FROM comment WHERE NOT deleted AND album_id = new.album_id
    ) WHERE id = new.id;
    INSERT INTO standing (user_id, posts) VALUES (new.user_id, 1)
        ON CONFLICT DO UPDATE SET posts = posts + 1;
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
        ON CONFLICT DO UPDATE SET posts = posts + 1;
END;
CREATE TRIGGER post_untagged BEFORE DELETE ON post BEGIN
    UPDATE gallery_tag SET posts = posts - 1
    WHERE host = old.host AND name IN (SELECT name FROM post_tag WHERE post_id = old.id);
END;
CREATE TRIGGER post_vote_added AFTER INSERT ON post_vote BEGIN
    UPDATE post SET ups = ups + (new.value > 0), downs = downs + (new.value < 0)
    WHERE id = new.post_id;
    INSERT INTO standing (user_id, likes) VALUES (new.user_id, new.value > 0)
        ON CONFLICT DO UPDATE SET likes = likes + excluded.likes;
END;
CREATE TRIGGER post_vote_removed AFTER DELETE ON post_vote BEGIN
    UPDATE post SET ups = ups - (old.value > 0), downs = downs - (old.value < 0)
    WHERE id = old.post_id;
    UPDATE standing SET likes = likes - (old.value > 0) WHERE user_id = old.user_id;
END;
CREATE TRIGGER post_vote_changed AFTER UPDATE OF value ON post_vote BEGIN
    UPDATE post SET ups = ups + (new.value > 0) - (old.value > 0),
        downs = downs + (new.value < 0) - (old.value < 0)
    WHERE id = new.post_id;
    UPDATE standing SET likes = likes + (new.value > 0) - (old.value > 0)
    WHERE user_id = new.user_id;
END;
CREATE TRIGGER comment_added AFTER INSERT ON comment WHEN NOT new.deleted BEGIN
    UPDATE post SET comments = comments + 1 WHERE picture_id = new.picture_id;
    UPDATE post SET comments = comments + 1 WHERE album_id = new.album_id;
    INSERT INTO standing (user_id, comments) SELECT new.user_id, 1 WHERE new.user_id IS NOT NULL
        ON CONFLICT DO UPDATE SET comments = comments + 1;
END;
CREATE TRIGGER comment_gone BEFORE DELETE ON comment BEGIN
    UPDATE standing SET points = points - (
        SELECT coalesce(sum(value), 0) FROM comment_vote WHERE comment_id = old.id
    ) WHERE user_id = old.user_id;
END;
CREATE TRIGGER comment_removed AFTER DELETE ON comment WHEN NOT old.deleted BEGIN
    UPDATE post SET comments = comments - 1 WHERE picture_id = old.picture_id;
    UPDATE post SET comments = comments - 1 WHERE album_id = old.album_id;
    UPDATE standing SET comments = comments - 1 WHERE user_id = old.user_id;
END;
CREATE TRIGGER comment_deleted AFTER UPDATE OF deleted ON comment
WHEN new.deleted AND NOT old.deleted BEGIN
    UPDATE post SET comments = comments - 1 WHERE picture_id = new.picture_id;
    UPDATE post SET comments = comments - 1 WHERE album_id = new.album_id;
    UPDATE standing SET comments = comments - 1 WHERE user_id = new.user_id;
END;
CREATE TRIGGER comment_vote_added AFTER INSERT ON comment_vote BEGIN
    UPDATE standing SET points = points + new.value
    WHERE user_id = (SELECT user_id FROM comment WHERE id = new.comment_id);
END;
CREATE TRIGGER comment_vote_removed AFTER DELETE ON comment_vote BEGIN
    UPDATE standing SET points = points - old.value
    WHERE user_id = (SELECT user_id FROM comment WHERE id = old.comment_id);
END;
