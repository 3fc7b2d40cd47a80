//! Words that users add to the dictionary.
//!
//! Keeps them as they are given; what a word may be is decided above. Invariant: a change is whole, and within the limit, or not made.

use rusqlite::{TransactionBehavior, params};

use super::{Store, StoreError, rows::read_u64};
use crate::{failpoint, limits};

/// What a change of the words did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WordChange {
    /// Words that were new.
    pub added: u64,
    /// Words that were there and are gone.
    pub removed: u64,
    /// Words after the change.
    pub total: u64,
}

impl Store {
    /// All words, in code point order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn words(&self) -> Result<Vec<String>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached("SELECT word FROM user_words ORDER BY word")?;
            let words = statement.query_map([], |row| row.get(0))?;
            Ok(words.collect::<Result<_, _>>()?)
        })
    }

    /// Removes words, then adds others, together.
    ///
    /// # Errors
    /// `TooManyWords` when there would be more than [`limits::USER_WORDS`], `DiskFull`, or when the file cannot be used; nothing is changed
    /// then.
    pub fn change_words(&self, add: &[String], remove: &[String], now_unix_s: i64) -> Result<WordChange, StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut change = WordChange::default();
        {
            let mut delete = transaction.prepare_cached("DELETE FROM user_words WHERE word = ?1")?;
            for word in remove {
                change.removed += delete.execute([word])? as u64;
            }
            let mut insert =
                transaction.prepare_cached("INSERT OR IGNORE INTO user_words (word, added_unix_s) VALUES (?1, ?2)")?;
            for word in add {
                change.added += insert.execute(params![word, now_unix_s])? as u64;
            }
        }
        change.total =
            transaction.query_row("SELECT count(*) FROM user_words", [], |row| Ok(read_u64(row, 0, "count")))??;
        if change.total > limits::USER_WORDS as u64 {
            return Err(StoreError::TooManyWords { words: change.total });
        }
        failpoint::reach("store.words.before_commit");
        transaction.commit()?;
        failpoint::reach("store.words.after_commit");
        Ok(change)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::Fixture;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn words_are_added_and_removed_and_stay() {
        let fixture = Fixture::new();
        let change = fixture.store.change_words(&words(&["闪退", "刘海屏", "闪退"]), &[], 1).unwrap();
        assert_eq!(change, WordChange { added: 2, removed: 0, total: 2 });
        let change = fixture.store.change_words(&words(&["t恤", "闪退"]), &words(&["刘海屏", "没有"]), 2).unwrap();
        assert_eq!(change, WordChange { added: 1, removed: 1, total: 2 });
        assert_eq!(fixture.reopened().store.words().unwrap(), words(&["t恤", "闪退"]));
    }

    #[test]
    fn too_many_words_change_nothing() {
        let fixture = Fixture::new();
        fixture.store.change_words(&words(&["闪退"]), &[], 1).unwrap();
        let many: Vec<String> = (0..limits::USER_WORDS).map(|number| format!("词{number}")).collect();
        let error = fixture.store.change_words(&many, &[], 1).unwrap_err();
        assert!(matches!(error, StoreError::TooManyWords { words } if words == limits::USER_WORDS as u64 + 1));
        assert_eq!(fixture.store.words().unwrap(), ["闪退"]);
    }
}
