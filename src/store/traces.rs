//! What is known of an id that is no stored review: the same external id elsewhere, and rows that an import rejected.

use rusqlite::params;

use super::{
    Store, StoreError,
    ledger::read_reject,
    rows::{read_u64, to_sql},
};
use crate::domain::{ledger::Reject, review::ReviewId};

/// Rejected rows that are looked at for one id.
const CANDIDATES: u64 = 1_000;

impl Store {
    /// Names of all sources, by name.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn sources(&self) -> Result<Vec<String>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached("SELECT name FROM sources ORDER BY name")?;
            let names = statement.query_map([], |row| row.get(0))?;
            Ok(names.collect::<Result<_, _>>()?)
        })
    }

    /// The reviews with that external id, of whatever source.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn with_external_id(&self, external_id: &str) -> Result<Vec<ReviewId>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT s.name, r.external_id FROM sources s CROSS JOIN reviews r ON r.source = s.number \
                 WHERE r.external_id = ?1 ORDER BY s.name",
            )?;
            let ids = statement
                .query_map([external_id], |row| Ok(ReviewId { source: row.get(0)?, external_id: row.get(1)? }))?;
            Ok(ids.collect::<Result<_, _>>()?)
        })
    }

    /// The newest rejected row that holds `external_id` as one of its values, with the number of its import; of imports into `source`, if
    /// one is given.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn rejected_with(&self, source: Option<&str>, external_id: &str) -> Result<Option<(u64, Reject)>, StoreError> {
        self.readers.with(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT r.row, r.reason, r.detail, r.raw, r.at_column, r.cells, r.import FROM rejects r JOIN imports i ON i.number = r.import \
                 WHERE (?1 IS NULL OR i.source = ?1) AND instr(r.raw, ?2) > 0 \
                 ORDER BY r.import DESC, r.row LIMIT ?3",
            )?;
            let values = params![source, external_id, to_sql(CANDIDATES)];
            let found = statement.query_and_then(values, |row| -> Result<_, StoreError> {
                Ok((read_u64(row, 6, "import")?, read_reject(row)?))
            })?;
            for found in found {
                let (import, reject) = found?;
                if reject.cells.iter().any(|cell| cell.trim() == external_id) || holds_value(&reject.raw, external_id) {
                    return Ok(Some((import, reject)));
                }
            }
            Ok(None)
        })
    }
}

/// Whether a row as the ledger keeps it (cells joined by tabs, or JSON) has exactly this value.
fn holds_value(raw: &str, value: &str) -> bool {
    if let Ok(serde_json::Value::Object(fields)) = serde_json::from_str(raw) {
        return fields.values().any(|field| match field {
            serde_json::Value::String(text) => text.trim() == value,
            serde_json::Value::Number(number) => number.to_string() == value,
            _ => false,
        });
    }
    raw.split(['\t', ',', '\n']).any(|cell| cell.trim().trim_matches('"') == value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::ledger::RejectReason,
        store::testing::{Fixture, record},
    };

    #[test]
    fn an_id_is_traced_to_rejected_rows_and_other_sources() {
        let fixture = Fixture::new();
        let store = &fixture.store;
        let (import, _) = fixture.import(&[record("7", "a")]);
        let reject = |row, raw: &str| Reject {
            row,
            reason: RejectReason::InvalidTime,
            column: None,
            detail: String::new(),
            raw: raw.to_owned(),
            cells: Vec::new(),
        };
        let rejects = [reject(3, "12\t店\t昨天"), reject(5, r#"{"id": 2, "time": "x"}"#)];
        store.apply((import, 0), &[], &rejects, 2, 1).unwrap();
        let row = |source, id| store.rejected_with(source, id).unwrap().map(|(import, reject)| (import, reject.row));
        assert_eq!(row(Some("shop"), "12"), Some((import, 3)));
        assert_eq!(row(None, "2"), Some((import, 5)));
        assert_eq!(row(Some("other"), "12"), None);
        assert_eq!(row(Some("shop"), "1"), None);
        assert_eq!(store.with_external_id("7").unwrap(), [record("7", "").id]);
        assert_eq!(store.with_external_id("8").unwrap(), []);
        assert_eq!(store.sources().unwrap(), ["shop"]);
    }
}
