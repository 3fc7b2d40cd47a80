-- How far the pass over the corpus has come: the changes whose texts were compared, and those that the bursts were counted by.
-- `version` is that of the method; another one compares everything again.
CREATE TABLE marking (
  version  INTEGER NOT NULL,
  compared INTEGER NOT NULL,
  counted  INTEGER NOT NULL
) STRICT;
INSERT INTO marking VALUES (0, 0, 0);

-- What the pass keeps of each review, so that new texts are compared without reading the old ones again.
CREATE TABLE sketches (
  number   INTEGER PRIMARY KEY REFERENCES reviews (number),
  sequence INTEGER NOT NULL, -- the change that made the content it was taken from
  created  INTEGER,
  item     INTEGER, -- hash of the item's name
  hash     INTEGER, -- of the letters; null where the text is too short to be a copy
  sketch   BLOB
) STRICT;

-- What the corpus says of a review, from change `sequence` on; the newest row holds. A review without a row has no marks.
CREATE TABLE marks (
  number    INTEGER NOT NULL REFERENCES reviews (number),
  sequence  INTEGER NOT NULL,
  cluster   INTEGER REFERENCES reviews (number),
  duplicate INTEGER NOT NULL CHECK (duplicate IN (0, 1) AND (cluster IS NOT NULL OR duplicate = 0)),
  burst     INTEGER CHECK (burst IS NULL OR cluster IS NOT NULL),
  PRIMARY KEY (number, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX marks_by_cluster ON marks (cluster) WHERE cluster IS NOT NULL;
