-- Sources by number: the name would otherwise stand in every row and again in every index entry.
CREATE TABLE sources (
  number INTEGER PRIMARY KEY,
  name   TEXT NOT NULL UNIQUE
) STRICT;

-- The ledger. Its sums are kept true by the transaction that writes the reviews.
CREATE TABLE imports (
  number         INTEGER PRIMARY KEY,
  file           TEXT NOT NULL,
  source         TEXT NOT NULL,
  state          TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'interrupted')),
  started_unix_s INTEGER NOT NULL,
  ended_unix_s   INTEGER,
  rows_read      INTEGER NOT NULL DEFAULT 0,
  records        INTEGER NOT NULL DEFAULT 0,
  inserted       INTEGER NOT NULL DEFAULT 0,
  updated        INTEGER NOT NULL DEFAULT 0,
  unchanged      INTEGER NOT NULL DEFAULT 0,
  rejected       INTEGER NOT NULL DEFAULT 0,
  warnings       TEXT NOT NULL DEFAULT '[]', -- JSON: [{"code", "detail"}]
  failure        TEXT,
  CHECK (records = inserted + updated + unchanged + rejected)
) STRICT;

CREATE TABLE rejects (
  import INTEGER NOT NULL REFERENCES imports (number),
  row    INTEGER NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  raw    TEXT NOT NULL
) STRICT;
CREATE INDEX rejects_by_row ON rejects (import, row);

-- Current contents. Small columns first: what stands behind a long text costs a walk through its overflow pages.
CREATE TABLE reviews (
  number            INTEGER PRIMARY KEY, -- 1, 2, 3 … without gaps; rows are never deleted, so none is used twice
  source            INTEGER NOT NULL REFERENCES sources (number),
  external_id       TEXT NOT NULL,
  sequence          INTEGER NOT NULL, -- the change that made this content
  import            INTEGER NOT NULL REFERENCES imports (number),
  row               INTEGER NOT NULL,
  rating            INTEGER CHECK (rating BETWEEN 1 AND 10), -- half stars
  rating_raw        TEXT,
  created           INTEGER, -- seconds since 1970-01-01T00:00:00Z
  created_precision TEXT CHECK ((created IS NULL) = (created_precision IS NULL)),
  likes             INTEGER,
  item              TEXT,
  attributes        TEXT NOT NULL, -- JSON object of strings, keys sorted
  title             TEXT,
  text              TEXT NOT NULL,
  append            TEXT,
  reply             TEXT,
  UNIQUE (source, external_id)
) STRICT;

-- Contents that an import replaced: valid from change `sequence_from` until just before change `sequence_to`.
CREATE TABLE versions (
  number            INTEGER NOT NULL REFERENCES reviews (number),
  sequence_from     INTEGER NOT NULL,
  sequence_to       INTEGER NOT NULL CHECK (sequence_from < sequence_to),
  replaced_unix_s   INTEGER NOT NULL,
  import            INTEGER NOT NULL REFERENCES imports (number),
  row               INTEGER NOT NULL,
  rating            INTEGER,
  rating_raw        TEXT,
  created           INTEGER,
  created_precision TEXT,
  likes             INTEGER,
  item              TEXT,
  attributes        TEXT NOT NULL,
  title             TEXT,
  text              TEXT NOT NULL,
  append            TEXT,
  reply             TEXT,
  UNIQUE (number, sequence_to)
) STRICT;

-- The change log: 1, 2, 3 … without gaps, one row for each insertion and each update.
CREATE TABLE changes (
  sequence INTEGER PRIMARY KEY,
  number   INTEGER NOT NULL REFERENCES reviews (number)
) STRICT;
