-- Keys of the API. A key itself is never stored: its hash finds it, its prefix lets people recognise it.
CREATE TABLE api_keys (
  id               INTEGER PRIMARY KEY AUTOINCREMENT, -- a revoked key keeps its id for ever
  name             TEXT NOT NULL,
  role             TEXT NOT NULL CHECK (role IN ('reader', 'operator', 'admin')),
  prefix           TEXT NOT NULL,
  hash             BLOB NOT NULL UNIQUE CHECK (length(hash) = 32), -- SHA-256 of the key
  created_unix_s   INTEGER NOT NULL,
  expires_unix_s   INTEGER,
  last_used_unix_s INTEGER,
  revoked_unix_s   INTEGER
) STRICT;
CREATE UNIQUE INDEX api_keys_by_name ON api_keys (name) WHERE revoked_unix_s IS NULL;
