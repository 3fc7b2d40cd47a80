//! What was accepted is done, once: an import that was cut off goes on where it stopped, in one entry of the ledger.

use std::{thread, time::Duration};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Exports, LARGE, SMALL, check_sound};
use crate::support::{
    cases,
    command::{crash, run},
    full,
    random::Random,
    server::Server,
};

/// Points of a task that imports, in the order in which it passes them, and whether the task is kept by then.
const TASK: [(&str, bool); 13] = [
    ("upload.sync", false),
    ("store.task.before_commit", false),
    ("store.task.after_commit", true),
    ("store.begin.before_commit", true),
    ("import.begun", true),
    ("store.apply.before_commit", true),
    ("store.apply.after_commit", true),
    ("import.batch:2", true),
    ("store.end.before_commit", true),
    ("store.end.after_commit", true),
    ("index.commit.before", true),
    ("index.commit.after", true),
    ("store.task.end", true),
];

pub(super) const POINTS: [&str; 6] = [
    "upload.sync",
    "store.task.before_commit",
    "store.task.after_commit",
    "store.task.end",
    "store.resume.before_commit",
    "store.resume.after_commit",
];

/// The ledger has one import of everything, whatever happened on the way, and all of it is found.
fn check_one_import(server: &Server, exports: &Exports, after: &str) {
    let imports = server.client.get("/api/v1/imports").ok()["imports"].as_array().unwrap().clone();
    assert_eq!(imports.len(), 1, "after {after}: {imports:?}");
    let total = json!(exports.total());
    assert_eq!(imports[0]["state"], "done", "after {after}");
    for sum in ["rows_read", "records", "inserted"] {
        assert_eq!(imports[0][sum], total, "after {after}: {sum}");
    }
    assert_eq!(server.client.search(&json!({"q": "上菜慢"})).ok()["total"], total, "after {after}");
    let verified = server.client.post("/api/v1/verify", &json!({})).ok();
    assert_eq!((&verified["ok"], &verified["findings"]), (&json!(true), &json!([])), "after {after}");
}

#[test]
fn an_accepted_upload_is_imported_once_wherever_the_server_ends() {
    for (at, (failpoint, kept)) in TASK.into_iter().enumerate() {
        // Quick: every other point.
        if !full() && at % 2 == 1 {
            continue;
        }
        let dir = TempDir::new().unwrap();
        let exports = Exports::write(dir.path(), LARGE, "");
        let content = std::fs::read(&exports.files[0]).unwrap();
        let server = Server::start_armed(dir, Some(failpoint));
        drop(server.client.try_upload("0.jsonl", &content, &[]));
        let server = Server::start_in(server.crashed());
        if kept {
            let task = server.client.tasks().remove(0);
            let task = server.client.wait(&task);
            assert_eq!(
                (&task["state"], &task["result"]["inserted"]),
                (&json!("done"), &json!(exports.total())),
                "{failpoint}: {task}"
            );
        } else {
            assert_eq!(server.client.tasks(), Vec::<Value>::new(), "{failpoint}");
            server.client.import("0.jsonl", &content, "import");
        }
        check_one_import(&server, &exports, failpoint);
        let uploads = std::fs::read_dir(server.data().join("uploads")).into_iter().flatten().count();
        assert_eq!(uploads, 0, "{failpoint}: an upload is removed when its task has ended, or was never entered");
        check_sound(&server.interrupt().path().join("data"), failpoint);
    }
}

#[test]
fn an_import_is_taken_up_again_though_taking_up_ends_too() {
    for failpoint in ["store.resume.before_commit", "store.resume.after_commit"] {
        let dir = TempDir::new().unwrap();
        let (data, exports) = (dir.path().join("data"), Exports::write(dir.path(), LARGE, ""));
        crash(&data, exports.import(), "import.batch", 1);
        crash(&data, exports.import(), failpoint, 1);
        check_sound(&data, failpoint);
        let resumed = run(&data, exports.import());
        assert_eq!((&resumed.lines[0]["import"], &resumed.lines[0]["inserted"]), (&json!(1), &json!(exports.total())));
        check_one_import(&Server::start_in(dir), &exports, failpoint);
    }
}

/// A command that is run again goes on; with other content, or after another import of the source, it begins anew.
#[test]
fn only_the_same_content_goes_on() {
    let dir = TempDir::new().unwrap();
    let (data, exports) = (dir.path().join("data"), Exports::write(dir.path(), LARGE, ""));
    crash(&data, exports.import(), "import.batch", 2);
    let verified = run(&data, ["verify"]);
    let found = verified.lines[0]["findings"].as_array().unwrap();
    assert_eq!(
        (found[0]["code"].as_str(), found[0]["severity"].as_str()),
        (Some("interrupted_import"), Some("notice"))
    );
    assert_eq!((verified.code, &verified.lines[0]["ok"]), (Some(0), &json!(true)));
    let other = Exports::write(dir.path(), LARGE, "，改过了");
    let begun = run(&data, other.import());
    assert_eq!(begun.lines[0]["import"], 2, "{begun:?}");
    let exports = Exports::write(dir.path(), LARGE, "");
    let again = run(&data, exports.import());
    assert_eq!(again.lines[0]["import"], 3, "its first rows were changed since: {again:?}");
    check_sound(&data, "three imports");
}

/// A server with work in its queue is killed again and again; in the end everything is there once.
#[test]
fn a_queue_survives_kills_at_random() {
    let mut random = Random::new("kill queue");
    let dir = TempDir::new().unwrap();
    let exports = Exports::write(dir.path(), SMALL, "");
    let mut server = Server::start_in(dir);
    for (at, file) in exports.files.iter().enumerate() {
        let content = std::fs::read(file).unwrap();
        let accepted = server.client.upload(&format!("{at}.jsonl"), &content, &[]);
        assert_eq!(accepted.status, 202, "{}", accepted.text());
        if at == 1 {
            server.client.post("/api/v1/reindex", &json!({})).ok();
        }
    }
    // At most twice: an import that is begun three times in vain is left alone.
    for _ in 0..cases(2, 2) {
        thread::sleep(Duration::from_millis(random.within(0..900) as u64));
        let dir = server.kill();
        check_sound(&dir.path().join("data"), "a killed queue");
        server = Server::start_in(dir);
    }
    for task in server.client.tasks() {
        let ended = server.client.wait(&task);
        let expected: &[&str] = if ended["kind"] == "import" { &["done"] } else { &["done", "interrupted"] };
        assert!(expected.contains(&ended["state"].as_str().unwrap()), "{ended}");
    }
    let imports = server.client.get("/api/v1/imports").ok()["imports"].as_array().unwrap().clone();
    let inserted: u64 = imports.iter().map(|import| import["inserted"].as_u64().unwrap()).sum();
    assert_eq!((imports.len(), inserted), (SMALL.len(), exports.total() as u64), "{imports:?}");
    assert_eq!(server.client.search(&json!({})).ok()["total"], exports.total());
    check_sound(&server.interrupt().path().join("data"), "a killed queue that was done");
}
