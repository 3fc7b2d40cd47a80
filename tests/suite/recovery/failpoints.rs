//! The process ends at each named point, at the first pass and at a later one.

use serde_json::json;
use tempfile::TempDir;

use super::{Exports, LARGE, SMALL, backup, check_completes, check_sound, generations, resume};
use crate::support::{
    command::{crash, run},
    full,
    reviews::SMALL_CSV,
    server::Server,
};

/// Points of an import, with a later pass that four files reach.
const IMPORT: [(&str, u32); 12] = [
    ("store.begin.before_commit", 2),
    ("store.begin.after_commit", 4),
    ("import.begun", 3),
    ("store.apply.before_commit", 3),
    ("store.apply.after_commit", 2),
    ("import.batch", 4),
    ("store.end.before_commit", 2),
    ("store.end.after_commit", 3),
    ("store.marks.before_commit", 2),
    ("store.marks.after_commit", 1),
    ("index.commit.before", 1),
    ("index.commit.after", 1),
];
const REINDEX: [&str; 12] = [
    "space.free",
    "index.begin",
    "index.batch",
    "index.commit.before",
    "index.commit.write",
    "index.commit.after",
    "index.filled",
    "index.caught_up",
    "index.gate",
    "index.switch.before",
    "index.switch.write",
    "index.switch.after",
];

const WORDS: [&str; 6] = [
    "store.words.before_commit",
    "store.words.after_commit",
    "index.commit.before",
    "index.commit.after",
    "index.switch.before",
    "index.switch.after",
];

const CORRECTION: [&str; 4] =
    ["store.correct.before_commit", "store.correct.after_commit", "index.commit.before", "index.commit.after"];

const KEYS: [&str; 2] = ["store.keys.before_commit", "store.keys.after_commit"];

/// Every failpoint of the code is crashed at by a test of this file.
#[test]
fn every_failpoint_is_covered() {
    let mut named = std::collections::BTreeSet::new();
    for (_, text) in crate::tidy::sources("src", "rs") {
        for call in ["reach", "fails"] {
            for call in text.split(&format!("failpoint::{call}(\"")).skip(1) {
                named.insert(call.split('"').next().unwrap().to_owned());
            }
        }
    }
    let import = IMPORT.iter().map(|(name, _)| *name);
    let elsewhere = generations::ACTIVATE.into_iter().chain(resume::POINTS).chain(backup::POINTS);
    let covered = import.chain(REINDEX).chain(WORDS).chain(CORRECTION).chain(KEYS).chain(elsewhere);
    let covered = covered.chain(generations::FULL);
    assert_eq!(named, covered.map(str::to_owned).collect());
}

fn check_import(rows: &'static [usize], failpoint: &str, pass: u32) {
    let dir = TempDir::new().unwrap();
    let (data, exports) = (dir.path().join("data"), Exports::write(dir.path(), rows, ""));
    let after = format!("{failpoint}:{pass} of an import");
    let reported = crash(&data, exports.import(), failpoint, pass).lines;
    check_sound(&data, &after);
    // What was reported as done is there.
    for (report, file) in reported.iter().zip(&exports.files) {
        let again = run(&data, ["import", file.to_str().unwrap()]);
        assert_eq!(again.lines[0]["unchanged"], report["records"], "after {after}");
    }
    check_completes(&data, &exports, &after);
}

#[test]
fn an_import_ends_at_the_first_pass() {
    for (at, (name, _)) in IMPORT.into_iter().enumerate() {
        // Quick: every other point here, the rest at their later pass.
        if full() || at % 2 == 0 {
            check_import(SMALL, name, 1);
        }
    }
}

#[test]
fn an_import_ends_at_a_later_pass() {
    for (at, (name, pass)) in IMPORT.into_iter().enumerate() {
        if full() || at % 2 == 1 {
            check_import(SMALL, name, pass);
        }
    }
}

#[test]
fn a_large_import_ends_between_batches() {
    check_import(LARGE, "import.batch", 2);
    if full() {
        check_import(LARGE, "store.apply.before_commit", 2);
        check_import(LARGE, "store.apply.after_commit", 1);
    }
}

/// An import that changes reviews ends in the middle of its batches.
#[test]
fn an_update_ends_between_batches() {
    let dir = TempDir::new().unwrap();
    let (data, exports) = (dir.path().join("data"), Exports::write(dir.path(), LARGE, ""));
    assert_eq!(run(&data, exports.import()).code, Some(0));
    let exports = Exports::write(dir.path(), LARGE, "，改过了");
    for (failpoint, pass) in [("store.apply.after_commit", 1), ("index.commit.before", 1)] {
        crash(&data, exports.import(), failpoint, pass);
        check_sound(&data, failpoint);
    }
    check_completes(&data, &exports, "an interrupted update");
    let changed = run(&data, ["search", "\"改过了\"", "--limit", "1"]);
    assert_eq!(changed.lines[0]["total"], exports.total() / 2);
}

#[test]
fn a_rebuild_ends_anywhere() {
    let dir = TempDir::new().unwrap();
    let (data, exports) = (dir.path().join("data"), Exports::write(dir.path(), SMALL, ""));
    assert_eq!(run(&data, exports.import()).code, Some(0));
    for failpoint in REINDEX {
        crash(&data, ["reindex"], failpoint, 1);
        check_sound(&data, failpoint);
        check_completes(&data, &exports, failpoint);
    }
    assert_eq!(run(&data, ["reindex"]).code, Some(0));
    check_sound(&data, "a rebuild");
}

/// A change of the words ends in between: the hits stay, and the same command again, or the next one, completes it.
#[test]
fn a_change_of_words_ends_anywhere() {
    let dir = TempDir::new().unwrap();
    let (data, exports) = (dir.path().join("data"), Exports::write(dir.path(), SMALL, ""));
    assert_eq!(run(&data, exports.import()).code, Some(0));
    for (at, failpoint) in WORDS.into_iter().enumerate() {
        let word = format!("上菜慢{at}");
        crash(&data, ["words", "add", &word], failpoint, 1);
        check_sound(&data, failpoint);
        let kept = run(&data, ["words", "list"]).lines.remove(0);
        let is_kept = kept["words"].as_array().unwrap().iter().any(|kept| *kept == *word);
        assert_eq!(is_kept, failpoint != "store.words.before_commit", "{failpoint}");
        check_completes(&data, &exports, failpoint);
        assert_eq!(run(&data, ["words", "add", &word]).code, Some(0));
        assert_eq!(run(&data, ["words", "list"]).lines[0]["in_effect"], true, "{failpoint}");
        check_sound(&data, failpoint);
    }
}

/// A correction ends in between: it is there as a whole, counted, or not at all.
#[test]
fn a_correction_ends_anywhere() {
    for failpoint in CORRECTION {
        let server = Server::start();
        server.client.import("small.csv", SMALL_CSV.as_bytes(), "shop");
        let server = Server::start_armed(server.interrupt(), Some(failpoint));
        let correction = json!({"bucket": "very_positive", "flags": ["abuse"]});
        assert!(server.client.try_patch("/api/v1/reviews/shop:1", &correction).is_err(), "{failpoint}");
        let dir = server.crashed();
        check_sound(&dir.path().join("data"), failpoint);
        let server = Server::start_in(dir);
        let kept = u32::from(failpoint != "store.correct.before_commit");
        let filter = json!({"filter": {"sentiment": ["very_positive"], "flag": ["abuse"]}});
        assert_eq!(server.client.search(&filter).ok()["total"], kept, "{failpoint}");
    }
}

/// A key is made as a whole or not at all, and one that nobody was shown can be revoked by its name.
#[test]
fn a_key_ends_anywhere() {
    for failpoint in KEYS {
        let dir = TempDir::new().unwrap();
        let data = dir.path().join("data");
        crash(&data, ["keys", "add", "--name", "报表", "--role", "reader"], failpoint, 1);
        let revoked = run(&data, ["keys", "revoke", "报表"]);
        let was_made = failpoint != "store.keys.before_commit";
        assert_eq!(revoked.code == Some(0), was_made, "{failpoint}: {revoked:?}");
        check_sound(&data, failpoint);
    }
}
