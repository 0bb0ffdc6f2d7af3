-- What a deletion lets go of is listed, so that nothing else is ever removed.

CREATE TABLE unused (
    sha256 TEXT PRIMARY KEY
) WITHOUT ROWID;
