//! Keys of the API: their hashes and what is known of them.
//!
//! It never sees a key, only its hash. Invariant: a revoked key stays listed and never becomes valid again; no two others share a name.

use rusqlite::{Row, TransactionBehavior, params};

use super::{
    Store, StoreError,
    rows::{read_u64, to_sql, unreadable},
};
use crate::{
    domain::access::{ApiKey, KeyHash, Role},
    failpoint, limits,
};

/// A key to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey<'a> {
    /// What people call it.
    pub name: &'a str,
    /// What its bearer may do.
    pub role: Role,
    /// How it begins.
    pub prefix: &'a str,
    /// Its hash.
    pub hash: KeyHash,
    /// From when on it is refused.
    pub expires_unix_s: Option<i64>,
}

const COLUMNS: &str = "id, name, role, prefix, created_unix_s, expires_unix_s, last_used_unix_s, revoked_unix_s, hash";

impl Store {
    /// All keys with their hashes, revoked ones included, by id.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn keys(&self) -> Result<Vec<(KeyHash, ApiKey)>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM api_keys ORDER BY id"))?;
            let mut rows = statement.query([])?;
            let mut keys = Vec::new();
            while let Some(row) = rows.next()? {
                keys.push(read_key(row)?);
            }
            Ok(keys)
        })
    }

    /// Adds a key and returns its id.
    ///
    /// # Errors
    /// `KeyNameTaken` or `TooManyKeys`, `DiskFull`, or when the file cannot be used; nothing is changed then.
    pub fn add_key(&self, key: &NewKey<'_>, now_unix_s: i64) -> Result<u64, StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let (keys, namesakes): (u32, u32) = transaction.query_row(
            "SELECT count(*), count(*) FILTER (WHERE name = ?1) FROM api_keys WHERE revoked_unix_s IS NULL",
            [key.name],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        if namesakes > 0 {
            return Err(StoreError::KeyNameTaken { name: key.name.to_owned() });
        }
        if keys >= limits::KEYS {
            return Err(StoreError::TooManyKeys);
        }
        transaction.execute(
            "INSERT INTO api_keys (name, role, prefix, hash, created_unix_s, expires_unix_s) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![key.name, key.role.name(), key.prefix, key.hash.0, now_unix_s, key.expires_unix_s],
        )?;
        let id = transaction.last_insert_rowid();
        failpoint::reach("store.keys.before_commit");
        transaction.commit()?;
        failpoint::reach("store.keys.after_commit");
        Ok(id.unsigned_abs())
    }

    /// Revokes a key for ever.
    ///
    /// # Errors
    /// `NoSuchKey` when there is none of that id that is not revoked, `DiskFull`, or when the file cannot be used.
    pub fn revoke_key(&self, id: u64, now_unix_s: i64) -> Result<(), StoreError> {
        let revoke = "UPDATE api_keys SET revoked_unix_s = ?2 WHERE id = ?1 AND revoked_unix_s IS NULL";
        match self.writer().execute(revoke, params![to_sql(id), now_unix_s])? {
            0 => Err(StoreError::NoSuchKey { key: id.to_string() }),
            _ => Ok(()),
        }
    }

    /// Notes when keys were last used, together.
    ///
    /// # Errors
    /// `DiskFull`, or when the file cannot be used; nothing is noted then.
    pub fn note_key_uses(&self, uses: &[(u64, i64)]) -> Result<(), StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut note = transaction.prepare_cached("UPDATE api_keys SET last_used_unix_s = ?2 WHERE id = ?1")?;
            for (id, used_unix_s) in uses {
                note.execute(params![to_sql(*id), used_unix_s])?;
            }
        }
        Ok(transaction.commit()?)
    }
}

fn read_key(row: &Row<'_>) -> Result<(KeyHash, ApiKey), StoreError> {
    let role: String = row.get(2)?;
    let key = ApiKey {
        id: read_u64(row, 0, "id")?,
        name: row.get(1)?,
        role: Role::parse(&role).ok_or_else(|| unreadable("role", role))?,
        prefix: row.get(3)?,
        created_unix_s: row.get(4)?,
        expires_unix_s: row.get(5)?,
        last_used_unix_s: row.get(6)?,
        revoked_unix_s: row.get(7)?,
    };
    Ok((KeyHash(row.get(8)?), key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::Fixture;

    fn key(name: &str, hash: u8) -> NewKey<'_> {
        NewKey { name, role: Role::Operator, prefix: "pl_abc", hash: KeyHash([hash; 32]), expires_unix_s: Some(90) }
    }

    #[test]
    fn keys_are_added_used_and_revoked_and_stay_listed() {
        let fixture = Fixture::new();
        assert_eq!(fixture.store.add_key(&key("报表", 1), 10).unwrap(), 1);
        assert!(matches!(fixture.store.add_key(&key("报表", 2), 10).unwrap_err(), StoreError::KeyNameTaken { .. }));
        fixture.store.note_key_uses(&[(1, 50), (7, 50)]).unwrap();
        fixture.store.revoke_key(1, 60).unwrap();
        assert!(matches!(fixture.store.revoke_key(1, 70).unwrap_err(), StoreError::NoSuchKey { .. }));
        assert_eq!(fixture.store.add_key(&key("报表", 3), 80).unwrap(), 2);
        let keys = fixture.reopened().store.keys().unwrap();
        let expected = ApiKey {
            id: 1,
            name: "报表".to_owned(),
            role: Role::Operator,
            prefix: "pl_abc".to_owned(),
            created_unix_s: 10,
            expires_unix_s: Some(90),
            last_used_unix_s: Some(50),
            revoked_unix_s: Some(60),
        };
        assert_eq!(keys[0], (KeyHash([1; 32]), expected));
        assert_eq!((keys.len(), keys[1].1.id), (2, 2));
    }

    #[test]
    fn there_is_a_limit_that_revoked_keys_do_not_count_for() {
        let fixture = Fixture::new();
        let fill = format!(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) \
             INSERT INTO api_keys (name, role, prefix, hash, created_unix_s) \
             SELECT 'n' || i, 'reader', '', CAST(printf('%032d', i) AS BLOB), 0 FROM n",
            limits::KEYS
        );
        fixture.damage(&fill);
        assert!(matches!(fixture.store.add_key(&key("a", 1), 10).unwrap_err(), StoreError::TooManyKeys));
        fixture.store.revoke_key(1, 10).unwrap();
        fixture.store.add_key(&key("a", 1), 10).unwrap();
    }
}
