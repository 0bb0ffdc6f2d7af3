-- Words that PostgreSQL has as well: the triggers as they were, look-ups in any case by lower().

DROP TRIGGER picture_added;
DROP TRIGGER picture_removed;
DROP TRIGGER picture_seen;
DROP TRIGGER holding_added;
DROP TRIGGER holding_removed;
DROP TRIGGER holding_changed;
DROP TRIGGER holding_shown;
DROP TRIGGER entry_added;
DROP TRIGGER entry_removed;
DROP TRIGGER tag_added;
DROP TRIGGER tag_removed;
DROP TRIGGER post_added;
DROP TRIGGER post_removed;
DROP TRIGGER post_voted;
DROP TRIGGER post_tagged;
DROP TRIGGER post_untagged;
DROP TRIGGER post_vote_added;
DROP TRIGGER post_vote_removed;
DROP TRIGGER post_vote_changed;
DROP TRIGGER comment_added;
DROP TRIGGER comment_gone;
DROP TRIGGER comment_removed;
DROP TRIGGER comment_deleted;
DROP TRIGGER comment_vote_added;
DROP TRIGGER comment_vote_removed;
DROP INDEX mail_by_recipient;
DROP INDEX post_by_section;
DROP INDEX post_by_points;
DROP INDEX post_by_talk;

CREATE INDEX user_by_name ON "user" (host, lower(name));
CREATE INDEX user_by_email ON "user" (host, lower(email));
CREATE INDEX mail_by_recipient ON mail (lower(recipient), id);
CREATE INDEX post_by_section ON post (host, lower(section), id);
CREATE INDEX post_by_points ON post (host, (ups - downs), id);
CREATE INDEX post_by_talk ON post (host, (ups - downs + comments), id);

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
