-- Long work, kept so that it goes on after a crash and is seen after its end. Numbers are never given twice.
CREATE TABLE tasks (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  kind           TEXT NOT NULL,
  status         TEXT NOT NULL CHECK (status IN ('queued', 'running', 'done', 'failed', 'cancelled', 'interrupted')),
  subject        TEXT,
  work           TEXT NOT NULL, -- JSON: all that is needed to begin it again
  attempts       INTEGER NOT NULL DEFAULT 0,
  created_unix_s INTEGER NOT NULL,
  started_unix_s INTEGER,
  ended_unix_s   INTEGER,
  result         TEXT, -- JSON
  problem        TEXT  -- JSON
) STRICT;

-- Which content was imported, with the options that decide how it is read: an interrupted import goes on with the same file only.
ALTER TABLE imports ADD COLUMN digest TEXT;
CREATE INDEX imports_interrupted ON imports (digest) WHERE state = 'interrupted';
