-- version 1
-- What processes that serve together must agree on beside the pictures: the time, what goes wrong on
-- purpose, what callers have used up, what came in. One process alone keeps all of it in memory.

-- One row.
CREATE TABLE pulse (
    id      INTEGER PRIMARY KEY,
    moved   REAL NOT NULL,             -- seconds by which the clock was moved
    drawn   INTEGER NOT NULL,          -- texts that were made out of a seed
    cleared INTEGER NOT NULL           -- when the journal was, in nanoseconds; where it is in files
);

CREATE TABLE fault (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    rule       TEXT NOT NULL,          -- JSON
    configured TEXT UNIQUE,            -- as the settings have it; null for one that a test made
    is_on      INTEGER NOT NULL DEFAULT 1,
    met        INTEGER NOT NULL DEFAULT 0, -- requests that it was for
    hits       INTEGER NOT NULL DEFAULT 0, -- those that it met
    times_left INTEGER                 -- null for any number
);

CREATE INDEX fault_by_state ON fault (is_on, number);

CREATE TABLE web_page (
    url     TEXT PRIMARY KEY,
    content BLOB NOT NULL
);

CREATE TABLE credit (
    name  TEXT NOT NULL,               -- of the allowance
    who   TEXT NOT NULL,
    began REAL NOT NULL,
    used  INTEGER NOT NULL,
    PRIMARY KEY (name, who)
);

CREATE INDEX credit_by_age ON credit (began);

CREATE TABLE request (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    entry TEXT NOT NULL                -- JSON
);

CREATE TABLE failure (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    error TEXT NOT NULL                -- JSON
);
