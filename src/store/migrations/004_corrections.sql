-- What operators correct: valid from its sequence until the next of the same review.
CREATE TABLE corrections (
  number           INTEGER NOT NULL REFERENCES reviews (number),
  sequence         INTEGER NOT NULL, -- the change that made it
  corrected_unix_s INTEGER NOT NULL,
  lapsed           INTEGER NOT NULL CHECK (lapsed IN (0, 1)), -- 1: no correction, but an update of the text that ended one
  correction       TEXT NOT NULL, -- JSON object; {} takes everything from the analysis
  PRIMARY KEY (number, sequence)
) STRICT, WITHOUT ROWID;
