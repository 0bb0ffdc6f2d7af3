-- One kind of album: those of keys join those of accounts, and what is in them is an entry.

ALTER TABLE album RENAME TO key_album;
ALTER TABLE user_album RENAME TO album;
ALTER TABLE album ADD COLUMN owner TEXT;
DROP INDEX user_album_by_user;
CREATE INDEX album_by_user ON album (user_id, id);

-- Every host had the albums of keys, those with accounts too, which had no use for them.
INSERT OR IGNORE INTO album (host, code, title, created, owner)
    SELECT host, code, title, 0, owner FROM key_album
    WHERE host NOT IN (SELECT host FROM user) ORDER BY id;
INSERT INTO album_entry (album_id, picture_id, position)
    SELECT album.id, picture.id, row_number() OVER (PARTITION BY album.id ORDER BY picture.id)
    FROM picture
    JOIN key_album ON key_album.id = picture.album_id
    JOIN album ON album.host = key_album.host AND album.code = key_album.code;

DROP INDEX picture_by_album;
ALTER TABLE picture DROP COLUMN album_id;
DROP TABLE key_album;

-- Pictures may belong to keys as well.
ALTER TABLE holding ADD COLUMN owner TEXT;
CREATE INDEX holding_by_owner ON holding (owner, picture_id) WHERE owner IS NOT NULL;
