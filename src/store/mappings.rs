//! What people said of the columns of their files, kept under names.
//!
//! Keeps a mapping as the text that it is given; what may stand in one is decided above.

use rusqlite::{TransactionBehavior, params};

use super::{Store, StoreError, rows::read_u64};
use crate::limits;

/// A mapping that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptMapping {
    /// Its name.
    pub name: String,
    /// The mapping as JSON.
    pub mapping: String,
    /// When it was last changed, seconds since the epoch.
    pub updated_unix_s: i64,
}

impl Store {
    /// All mappings, by name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn mappings(&self) -> Result<Vec<KeptMapping>, StoreError> {
        self.readers.with(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT name, mapping, updated_unix_s FROM mappings ORDER BY name")?;
            let mappings = statement.query_map([], |row| {
                Ok(KeptMapping { name: row.get(0)?, mapping: row.get(1)?, updated_unix_s: row.get(2)? })
            })?;
            Ok(mappings.collect::<Result<_, _>>()?)
        })
    }

    /// Keeps a mapping, in place of one of the same name.
    ///
    /// # Errors
    /// `TooManyMappings` when there would be more than [`limits::MAPPINGS`], `DiskFull`, or when the file cannot be used.
    pub fn keep_mapping(&self, name: &str, mapping: &str, now_unix_s: i64) -> Result<(), StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute(
            "INSERT INTO mappings (name, mapping, updated_unix_s) VALUES (?1, ?2, ?3) \
             ON CONFLICT (name) DO UPDATE SET mapping = excluded.mapping, updated_unix_s = excluded.updated_unix_s",
            params![name, mapping, now_unix_s],
        )?;
        let count = "SELECT count(*) FROM mappings";
        let total = transaction.query_row(count, [], |row| Ok(read_u64(row, 0, "count")))??;
        if total > limits::MAPPINGS as u64 {
            return Err(StoreError::TooManyMappings);
        }
        transaction.commit()?;
        Ok(())
    }

    /// Drops a mapping; false when there is none of that name.
    ///
    /// # Errors
    /// `DiskFull`, or when the file cannot be used.
    pub fn drop_mapping(&self, name: &str) -> Result<bool, StoreError> {
        let writer = self.writer();
        Ok(writer.execute("DELETE FROM mappings WHERE name = ?1", [name])? > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::Fixture;

    #[test]
    fn mappings_are_kept_replaced_and_dropped() {
        let fixture = Fixture::new();
        fixture.store.keep_mapping("门店月报", "{}", 1).unwrap();
        fixture.store.keep_mapping("a", "{\"scale\":\"10\"}", 2).unwrap();
        fixture.store.keep_mapping("门店月报", "{\"item\":\"甲\"}", 3).unwrap();
        let fixture = fixture.reopened();
        let kept = |name: &str, mapping: &str, updated_unix_s| KeptMapping {
            name: name.to_owned(),
            mapping: mapping.to_owned(),
            updated_unix_s,
        };
        let both = [kept("a", "{\"scale\":\"10\"}", 2), kept("门店月报", "{\"item\":\"甲\"}", 3)];
        assert_eq!(fixture.store.mappings().unwrap(), both);
        assert!(fixture.store.drop_mapping("a").unwrap() && !fixture.store.drop_mapping("a").unwrap());
        assert_eq!(fixture.store.mappings().unwrap(), both[1..]);
    }

    #[test]
    fn too_many_mappings_are_refused() {
        let fixture = Fixture::new();
        for number in 0..limits::MAPPINGS {
            fixture.store.keep_mapping(&number.to_string(), "{}", 1).unwrap();
        }
        assert!(matches!(fixture.store.keep_mapping("x", "{}", 1), Err(StoreError::TooManyMappings)));
        fixture.store.keep_mapping("1", "{}", 2).unwrap();
        assert_eq!(fixture.store.mappings().unwrap().len(), limits::MAPPINGS);
    }
}
