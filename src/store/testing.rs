//! What the tests of the store share: a store in a directory of its own, and records in short.

use std::collections::BTreeMap;

use rusqlite::Connection;
use tempfile::TempDir;

use super::{FILE, Store};
use crate::domain::{
    ledger::{Counts, Record, Reject, RejectReason},
    rating::Rating,
    review::{Content, Created, Precision, ReviewId},
};

/// A store and the directory that goes with it.
pub(super) struct Fixture {
    pub(super) store: Store,
    pub(super) dir: TempDir,
}

impl Fixture {
    pub(super) fn new() -> Self {
        let dir = TempDir::new().unwrap();
        Self { store: Store::open(dir.path()).unwrap(), dir }
    }

    /// Closes and opens again, as after a restart.
    pub(super) fn reopened(self) -> Self {
        let Self { store, dir } = self;
        drop(store);
        Self { store: Store::open(dir.path()).unwrap(), dir }
    }

    /// A running import with one batch of `records`.
    pub(super) fn import(&self, records: &[Record]) -> (u64, Counts) {
        let import = self.store.begin_import("a.csv", "shop", "d", 100).unwrap();
        let counts = self.store.apply((import, 0), records, &[], records.len() as u64, 200).unwrap();
        (import, counts)
    }

    /// Runs SQL behind the store's back, without its constraints.
    pub(super) fn damage(&self, sql: &str) {
        let connection = Connection::open(self.dir.path().join(FILE)).unwrap();
        connection.execute_batch("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF;").unwrap();
        connection.execute_batch(sql).unwrap();
    }
}

/// A record of source `shop`.
pub(super) fn record(external_id: &str, text: &str) -> Record {
    let id = ReviewId { source: "shop".to_owned(), external_id: external_id.to_owned() };
    Record { row: 1, id, content: Content { text: text.to_owned(), ..Content::default() } }
}

/// A content that fills every field.
pub(super) fn full_content() -> Content {
    Content {
        title: Some("标题".to_owned()),
        text: " 好吃\0\n😀\u{200b}".to_owned(),
        append: Some("追评".to_owned()),
        reply: Some(String::new()),
        rating: Rating::from_half_stars(9),
        rating_raw: Some("4.5 分".to_owned()),
        created: Some(Created { unix_s: -1, precision: Precision::Day }),
        item: Some("店".to_owned()),
        likes: Some(u32::MAX),
        attributes: BTreeMap::from([("city", "上海"), ("brand", "\"引\"")].map(|(k, v)| (k.to_owned(), v.to_owned()))),
    }
}

pub(super) fn reject(row: u64) -> Reject {
    let (detail, raw) = ("第 2 列".to_owned(), "a\tb".to_owned());
    let (column, cells) = (Some("日期".to_owned()), vec!["a".to_owned(), "b".to_owned()]);
    Reject { row, reason: RejectReason::InvalidTime, column, detail, raw, cells }
}
