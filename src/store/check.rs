//! The store's self-check: whether the file is whole and the invariants hold.
//!
//! Reads everything once and changes nothing; run it on a store at rest, or accept that it slows an import. Each rule is a query that
//! returns one line for every breach. A reading connection does not know the CHECK constraints (SQLite leaves them out there), so
//! what matters of them is a rule here too.

use rusqlite::{Connection, ErrorCode};

use super::{Store, StoreError};

/// A breach of an invariant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable code of the rule.
    pub code: &'static str,
    /// Where and what, in English.
    pub detail: String,
}

/// The code for a file that SQLite itself finds damaged.
const DAMAGED: &str = "damaged_store";
/// Findings of one rule that are listed: enough to see the pattern.
const LISTED: usize = 100;

const RULES: &[(&str, &str)] = &[
    (
        "dangling_reference",
        "SELECT 'row ' || coalesce(rowid, '') || ' of ' || \"table\" || ' names a row of ' || parent || ' that is missing'
         FROM pragma_foreign_key_check",
    ),
    (
        "unbalanced_import",
        "SELECT 'import ' || number || ': ' || records || ' records, but ' || inserted || ' inserted, ' || updated ||
           ' updated, ' || unchanged || ' unchanged, ' || rejected || ' rejected'
         FROM imports WHERE records <> inserted + updated + unchanged + rejected",
    ),
    (
        "rejects_differ",
        "SELECT 'import ' || number || ': ' || rejected || ' rejected, ' || kept || ' kept'
         FROM (SELECT number, rejected, (SELECT count(*) FROM rejects WHERE import = imports.number) AS kept FROM imports)
         WHERE kept <> rejected",
    ),
    (
        "inserted_differs",
        "SELECT reviews || ' reviews, ' || inserted || ' inserted by all imports'
         FROM (SELECT (SELECT count(*) FROM reviews) AS reviews, (SELECT coalesce(sum(inserted), 0) FROM imports) AS inserted)
         WHERE reviews <> inserted",
    ),
    (
        "updated_differs",
        "SELECT versions || ' versions, ' || updated || ' updated by all imports'
         FROM (SELECT (SELECT count(*) FROM versions) AS versions, (SELECT coalesce(sum(updated), 0) FROM imports) AS updated)
         WHERE versions <> updated",
    ),
    (
        "numbers_have_gaps",
        "SELECT count(*) || ' reviews numbered from ' || min(number) || ' to ' || max(number)
         FROM reviews HAVING count(*) > 0 AND (min(number) <> 1 OR max(number) <> count(*))",
    ),
    (
        "sequences_have_gaps",
        "SELECT count(*) || ' changes numbered from ' || min(sequence) || ' to ' || max(sequence)
         FROM changes HAVING count(*) > 0 AND (min(sequence) <> 1 OR max(sequence) <> count(*))",
    ),
    (
        "sequence_differs",
        "SELECT 'review ' || number || ' has sequence ' || latest || ', its newest change is ' || coalesce(newest, 'missing')
         FROM (SELECT number, max(sequence, coalesce(
                 (SELECT max(c.sequence) FROM corrections c WHERE c.number = reviews.number), 0)) AS latest FROM reviews)
         LEFT JOIN (SELECT number, max(sequence) AS newest FROM changes
                    WHERE sequence NOT IN (SELECT sequence FROM marks) GROUP BY number) USING (number)
         WHERE newest IS NOT latest",
    ),
    (
        "changes_differ",
        "SELECT changes || ' changes, ' || reviews || ' reviews, ' || versions || ' versions, ' || corrections ||
           ' corrections and ' || marks || ' marks'
         FROM (SELECT (SELECT count(*) FROM changes) AS changes, (SELECT count(*) FROM reviews) AS reviews,
                      (SELECT count(*) FROM versions) AS versions,
                      (SELECT count(*) FROM corrections WHERE NOT lapsed) AS corrections,
                      (SELECT count(*) FROM marks) AS marks)
         WHERE changes <> reviews + versions + corrections + marks",
    ),
    (
        "marks_differ",
        "SELECT 'marks of review ' || number || ' have sequence ' || sequence || ', which is no change of it'
         FROM marks m WHERE NOT EXISTS (SELECT 1 FROM changes c WHERE c.sequence = m.sequence AND c.number = m.number)",
    ),
    (
        "cluster_differs",
        "SELECT 'cluster ' || cluster || ' has ' || members || ' members from ' || first || ' on, ' || originals ||
           ' of them no duplicate'
         FROM (SELECT cluster, count(*) AS members, min(number) AS first, sum(NOT duplicate) AS originals FROM marks m
               WHERE cluster IS NOT NULL AND sequence = (SELECT max(sequence) FROM marks WHERE number = m.number)
               GROUP BY cluster)
         WHERE members < 2 OR first <> cluster OR originals <> 1",
    ),
    (
        "versions_have_gaps",
        "SELECT 'version of review ' || number || ' ends at ' || sequence_to || ', the next content begins at ' || next
         FROM (SELECT v.number, v.sequence_to, coalesce(
                 lead(v.sequence_from) OVER (PARTITION BY v.number ORDER BY v.sequence_to), r.sequence) AS next
               FROM versions v JOIN reviews r ON r.number = v.number)
         WHERE next <> sequence_to",
    ),
    (
        "unreadable_value",
        "SELECT 'rating, time or attributes of review ' || number FROM reviews
         WHERE rating NOT BETWEEN 1 AND 10 OR NOT json_valid(attributes)
           OR created_precision NOT IN ('second', 'minute', 'day') OR (created IS NULL) <> (created_precision IS NULL)",
    ),
];

impl Store {
    /// Checks the whole file. Empty when all is well; at most a hundred findings of each rule. Takes seconds for a million reviews.
    ///
    /// # Errors
    /// When the file cannot be read at all; damage within it is a finding.
    pub fn check(&self) -> Result<Vec<Finding>, StoreError> {
        self.readers.with(findings)
    }
}

/// All breaches that `connection` sees.
pub(super) fn findings(connection: &Connection) -> Result<Vec<Finding>, StoreError> {
    // Not quick_check, which saves half but only counts the entries of the identity index.
    let mut findings = lines(connection, DAMAGED, "SELECT integrity_check FROM pragma_integrity_check")?;
    findings.retain(|finding| finding.detail != "ok");
    if findings.is_empty() {
        for (code, query) in RULES {
            findings.extend(lines(connection, code, query)?);
        }
    }
    Ok(findings)
}

/// One finding for each line that `query` returns, or one that tells of damage met on the way.
fn lines(connection: &Connection, code: &'static str, query: &str) -> Result<Vec<Finding>, StoreError> {
    let read = || -> rusqlite::Result<Vec<String>> {
        let mut statement = connection.prepare(query)?;
        let lines = statement.query_map([], |row| row.get(0))?;
        lines.take(LISTED).collect()
    };
    match read() {
        Ok(details) => Ok(details.into_iter().map(|detail| Finding { code, detail }).collect()),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) => {
            Ok(vec![Finding { code: DAMAGED, detail: error.to_string() }])
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use std::{
        fs::OpenOptions,
        io::{Seek, SeekFrom, Write},
    };

    use super::*;
    use crate::{
        domain::{ledger::Record, marks::Marks, review::ReviewNumber},
        store::{
            Marking,
            testing::{Fixture, record, reject},
        },
    };

    /// Two reviews, the first edited twice, and a rejected row.
    fn sound() -> Fixture {
        let fixture = Fixture::new();
        fixture.import(&[record("1", "a"), record("2", "b"), record("1", "c"), record("1", "d")]);
        let import = fixture.store.begin_import("b.csv", "shop", "d", 0).unwrap();
        fixture.store.apply((import, 0), &[], &[reject(1)], 1, 0).unwrap();
        fixture
    }

    /// [`sound`], with two reviews marked as alike.
    fn marked() -> Fixture {
        let fixture = sound();
        let member = |duplicate| Marks { cluster: Some(ReviewNumber(1)), duplicate, burst: None };
        let marks = [(ReviewNumber(1), member(false)), (ReviewNumber(2), member(true))];
        fixture.store.keep_marks(&[], &marks, Marking { compared: 4, counted: 4 }).unwrap();
        fixture
    }

    fn codes_after(sql: &str) -> Vec<&'static str> {
        let fixture = marked();
        assert_eq!(fixture.store.check().unwrap(), []);
        fixture.damage(sql);
        let findings = fixture.store.check().unwrap();
        assert!(findings.iter().all(|finding| !finding.detail.is_empty()));
        findings.into_iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn each_planted_damage_is_found() {
        for (sql, code) in [
            ("UPDATE imports SET inserted = 3 WHERE number = 1", "unbalanced_import"),
            ("UPDATE imports SET inserted = 3, records = 5 WHERE number = 1", "inserted_differs"),
            ("UPDATE imports SET updated = 1, unchanged = 1 WHERE number = 1", "updated_differs"),
            ("DELETE FROM rejects", "rejects_differ"),
            ("UPDATE reviews SET source = 9 WHERE number = 1", "dangling_reference"),
            ("UPDATE reviews SET number = 7 WHERE number = 2", "numbers_have_gaps"),
            ("UPDATE changes SET sequence = 9 WHERE sequence = 1", "sequences_have_gaps"),
            ("UPDATE reviews SET sequence = 1 WHERE number = 2", "sequence_differs"),
            ("DELETE FROM changes WHERE number = 2", "sequence_differs"),
            ("DELETE FROM changes WHERE sequence = 1", "changes_differ"),
            ("UPDATE versions SET sequence_from = 2 WHERE sequence_from = 3", "versions_have_gaps"),
            ("UPDATE marks SET sequence = 99 WHERE number = 2", "marks_differ"),
            ("UPDATE marks SET duplicate = 0 WHERE number = 2", "cluster_differs"),
            ("UPDATE reviews SET rating = 11 WHERE number = 1", "unreadable_value"),
            ("UPDATE reviews SET attributes = '{' WHERE number = 1", "unreadable_value"),
            ("UPDATE reviews SET created = 1, created_precision = 'century'", "unreadable_value"),
        ] {
            let found = codes_after(sql);
            assert!(found.contains(&code), "{sql}: {found:?}");
        }
    }

    #[test]
    fn an_index_entry_that_differs_from_its_review_is_found() {
        let Fixture { store, dir } = Fixture::new();
        let import = store.begin_import("a.csv", "shop", "d", 0).unwrap();
        store.apply((import, 0), &[record("identity-7", "a")], &[], 1, 0).unwrap();
        drop(store);
        let file = dir.path().join(crate::store::FILE);
        let mut bytes = std::fs::read(&file).unwrap();
        let id = b"identity-7";
        let places: Vec<usize> = (0..bytes.len() - id.len()).filter(|at| bytes[*at..].starts_with(id)).collect();
        assert_eq!(places.len(), 2, "once in the review, once in the index");
        bytes[places[0]] = b'I';
        std::fs::write(&file, bytes).unwrap();
        let findings = Store::open(dir.path()).unwrap().check().unwrap();
        assert_eq!(findings.first().map(|finding| finding.code), Some(DAMAGED));
    }

    #[test]
    fn an_overwritten_page_is_found() {
        let fixture = Fixture::new();
        let many: Vec<Record> = (0..500).map(|n| record(&n.to_string(), &"字".repeat(100))).collect();
        fixture.import(&many);
        let Fixture { store, dir } = fixture;
        drop(store);
        let mut file = OpenOptions::new().write(true).open(dir.path().join(crate::store::FILE)).unwrap();
        file.seek(SeekFrom::Start(20 * 4096)).unwrap();
        file.write_all(&[0xA5; 4096]).unwrap();
        drop(file);
        let findings = Store::open(dir.path()).unwrap().check().unwrap();
        assert!(!findings.is_empty() && findings.iter().all(|finding| finding.code == DAMAGED), "{findings:?}");
    }
}
