//! What a killed process leaves: each failpoint in turn ends a child process, then the store is opened again.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

use super::{Store, testing::record};
use crate::domain::ledger::{Import, ImportState};

const DIR: &str = "PINGLAN_CRASH_TEST_DIR";

/// One import of two batches of two records each.
fn import_all(dir: &Path) {
    let store = Store::open(dir).unwrap();
    let import = store.begin_import("a.csv", "shop", "d", 1).unwrap();
    for batch in [["1", "2"], ["3", "1"]] {
        store.apply((import, 0), &batch.map(|id| record(id, batch[0])), &[], 2, 2).unwrap();
    }
    store.end_import(import, ImportState::Done, &[], None, 3).unwrap();
}

#[test]
#[ignore = "the child process of the test below"]
fn child() {
    if let Some(dir) = std::env::var_os(DIR) {
        import_all(&PathBuf::from(dir));
    }
}

/// What is found after a process died at the `pass`-th time it reached `point`: the import, how many reviews and changes.
fn left_by_crash_at(point: &str, pass: u32) -> (Option<Import>, u64, u64) {
    let dir = TempDir::new().unwrap();
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::crash::child", "--ignored"])
        .env(DIR, dir.path())
        .env("PINGLAN_FAIL_AT", format!("{point}:{pass}"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(!status.success(), "{point} was not reached");
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(store.check().unwrap(), [], "{point}");
    let left = (store.import(1).unwrap(), store.review_count().unwrap(), store.last_sequence().unwrap());
    drop(store);
    import_all(dir.path());
    let store = Store::open(dir.path()).unwrap();
    assert_eq!((store.review_count().unwrap(), store.check().unwrap()), (3, vec![]), "{point}");
    left
}

#[test]
fn a_crash_loses_nothing_acknowledged_and_leaves_nothing_half_done() {
    assert_eq!(left_by_crash_at("store.begin.before_commit", 1), (None, 0, 0));
    for (point, pass, state, reviews, changes) in [
        ("store.begin.after_commit", 1, ImportState::Interrupted, 0, 0),
        ("store.apply.before_commit", 1, ImportState::Interrupted, 0, 0),
        ("store.apply.after_commit", 1, ImportState::Interrupted, 2, 2),
        ("store.apply.before_commit", 2, ImportState::Interrupted, 2, 2),
        ("store.apply.after_commit", 2, ImportState::Interrupted, 3, 4),
        ("store.end.before_commit", 1, ImportState::Interrupted, 3, 4),
        ("store.end.after_commit", 1, ImportState::Done, 3, 4),
    ] {
        let (import, found_reviews, found_changes) = left_by_crash_at(point, pass);
        let import = import.unwrap();
        assert_eq!((import.state, found_reviews, found_changes), (state, reviews, changes), "{point} {pass}");
        assert!(import.counts.balances());
        assert_eq!(import.counts.inserted + import.counts.updated, changes);
    }
}
