-- version 2
-- What is looked up by the secret that its owner has; the tables are those that all hosts share.

CREATE INDEX holding_by_deletehash ON holding (json_extract(facts, '$.deletehash'));
CREATE INDEX album_by_deletehash ON album (json_extract(facts, '$.deletehash'));
