-- The tables of a file with their columns and sums, as JSON; a file that is one table has one.
ALTER TABLE imports ADD COLUMN tables TEXT NOT NULL DEFAULT '[]';

-- What it takes to repair a rejected row: the column at fault, and the cells as a JSON array.
ALTER TABLE rejects ADD COLUMN at_column TEXT;
ALTER TABLE rejects ADD COLUMN cells TEXT NOT NULL DEFAULT '[]';
UPDATE rejects SET reason = 'empty_row' WHERE reason = 'missing_text';

-- What people said of the columns of their files, as JSON, by a name of theirs.
CREATE TABLE mappings (
  name           TEXT PRIMARY KEY,
  mapping        TEXT NOT NULL,
  updated_unix_s INTEGER NOT NULL
) STRICT;
