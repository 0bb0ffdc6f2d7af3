-- The table of albums has another name.

DROP INDEX user_album_by_deletehash;
CREATE INDEX album_by_deletehash ON album (json_extract(facts, '$.deletehash'));
