-- Words that users add to the dictionary, folded.
CREATE TABLE user_words (
  word         TEXT PRIMARY KEY,
  added_unix_s INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
