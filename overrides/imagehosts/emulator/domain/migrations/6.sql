-- Bytes that are being removed, where that takes long.

ALTER TABLE unused ADD COLUMN removing REAL NOT NULL DEFAULT 0;
