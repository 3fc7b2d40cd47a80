//! The process ends at each named point, at the first pass and at a later one.

use tempfile::TempDir;

use super::{check_completes, check_sound, import, write_exports};
use crate::support::{
    command::{crash, run},
    full,
};

/// Points of an import, with the passes that two files of three batches and one reach.
const IMPORT: [(&str, u32); 11] = [
    ("store.begin.before_commit", 2),
    ("store.begin.after_commit", 2),
    ("import.begun", 2),
    ("store.apply.before_commit", 3),
    ("store.apply.after_commit", 2),
    ("import.batch", 4),
    ("store.end.before_commit", 2),
    ("store.end.after_commit", 2),
    ("index.commit.before", 1),
    ("index.commit.after", 1),
    ("store.apply.after_commit", 4),
];
const REINDEX: [&str; 4] = ["index.commit.before", "index.commit.after", "index.switch.before", "index.switch.after"];

/// Every failpoint of the code is crashed at by a test of this file.
#[test]
fn every_failpoint_is_covered() {
    let mut named = std::collections::BTreeSet::new();
    for (_, text) in crate::tidy::sources("src", "rs") {
        for call in text.split("failpoint::reach(\"").skip(1) {
            named.insert(call.split('"').next().unwrap().to_owned());
        }
    }
    let covered = IMPORT.iter().map(|(name, _)| *name).chain(REINDEX).map(str::to_owned).collect();
    assert_eq!(named, covered);
}

fn check_import(failpoint: &str, pass: u32) {
    let dir = TempDir::new().unwrap();
    let (data, files) = (dir.path().join("data"), write_exports(dir.path(), ""));
    let after = format!("{failpoint}:{pass} of an import");
    let reported = crash(&data, import(&files), failpoint, pass).lines;
    check_sound(&data, &after);
    // What was reported as done is there.
    for report in reported {
        let file = files.iter().find(|file| report["file"] == file.file_name().unwrap().to_str().unwrap()).unwrap();
        let again = run(&data, ["import", file.to_str().unwrap()]);
        assert_eq!(again.lines[0]["unchanged"], report["records"], "after {after}");
    }
    check_completes(&data, &files, &after);
}

#[test]
fn an_import_ends_at_the_first_pass() {
    let mut names: Vec<&str> = IMPORT.iter().map(|(name, _)| *name).collect();
    names.dedup();
    for (at, name) in names.into_iter().enumerate() {
        // Quick: every other point here, the rest at their later pass.
        if full() || at % 2 == 0 {
            check_import(name, 1);
        }
    }
}

#[test]
fn an_import_ends_at_a_later_pass() {
    for (at, (name, pass)) in IMPORT.into_iter().enumerate() {
        if pass > 1 && (full() || at % 2 == 1) {
            check_import(name, pass);
        }
    }
}

/// An import that changes reviews ends in the middle of its batches.
#[test]
fn an_update_ends_between_batches() {
    let dir = TempDir::new().unwrap();
    let (data, files) = (dir.path().join("data"), write_exports(dir.path(), ""));
    assert_eq!(run(&data, import(&files)).code, Some(0));
    let files = write_exports(dir.path(), "，改过了");
    for (failpoint, pass) in [("store.apply.after_commit", 1), ("index.commit.before", 1)] {
        crash(&data, import(&files), failpoint, pass);
        check_sound(&data, failpoint);
    }
    check_completes(&data, &files, "an interrupted update");
    let changed = run(&data, ["search", "\"改过了\"", "--limit", "1"]);
    assert_eq!(changed.lines[0]["total"], super::ROWS.iter().map(|rows| rows / 2).sum::<usize>());
}

#[test]
fn a_rebuild_ends_anywhere() {
    let dir = TempDir::new().unwrap();
    let (data, files) = (dir.path().join("data"), write_exports(dir.path(), ""));
    assert_eq!(run(&data, import(&files)).code, Some(0));
    for failpoint in REINDEX {
        crash(&data, ["reindex"], failpoint, 1);
        check_sound(&data, failpoint);
        check_completes(&data, &files, failpoint);
    }
    assert_eq!(run(&data, ["reindex"]).code, Some(0));
    check_sound(&data, "a rebuild");
}
