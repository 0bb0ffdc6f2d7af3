-- version 1
-- The spaces of an emulator. What is in one lies elsewhere, where its home says.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE space (
    name     TEXT PRIMARY KEY,
    home     TEXT NOT NULL UNIQUE,     -- the place of its state; never that of another, earlier one
    settings TEXT NOT NULL,            -- JSON: those that are not the emulator's own
    created  REAL NOT NULL,            -- seconds of the real time, as the next one
    used     REAL NOT NULL
);

CREATE INDEX space_by_use ON space (used);
