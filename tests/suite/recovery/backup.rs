//! Backups are whole or are none, restoring brings everything back, and neither writes over data.

use std::{fs, sync::LazyLock};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Exports, SMALL, check_sound, copy_of};
use crate::support::{
    command::{Ran, crash, pinglan, run},
    server::Server,
};

/// Points of a backup and of restoring one.
pub(super) const POINTS: [&str; 5] =
    ["store.copy", "backup.copied", "backup.whole", "restore.copied", "restore.settle"];

struct Prepared {
    dir: TempDir,
    exports: Exports,
}

static PREPARED: LazyLock<TempDir> = LazyLock::new(|| {
    let dir = TempDir::new().unwrap();
    let exports = Exports::write(dir.path(), SMALL, "");
    assert_eq!(run(&dir.path().join("data"), exports.import()).code, Some(0));
    dir
});

impl Prepared {
    fn new() -> Self {
        let dir = copy_of(&PREPARED);
        let exports = Exports::write(dir.path(), SMALL, "");
        Self { dir, exports }
    }

    fn path(&self, name: &str) -> String {
        self.dir.path().join(name).to_str().unwrap().to_owned()
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        run(&self.dir.path().join("data"), arguments)
    }

    fn restore(&self, into: &str) -> Ran {
        run(&self.dir.path().join(into), ["restore", &self.path("copy")])
    }

    /// What was restored is what there was.
    fn check(&self, into: &str) {
        let data = self.dir.path().join(into);
        check_sound(&data, into);
        assert_eq!(run(&data, ["search", "上菜慢", "--limit", "1"]).lines[0]["total"], self.exports.total());
        let again = run(&data, self.exports.import());
        let unchanged: u64 = again.lines.iter().map(|report| report["unchanged"].as_u64().unwrap()).sum();
        assert_eq!(unchanged, self.exports.total() as u64);
    }
}

#[test]
fn a_backup_is_restored_with_and_without_the_index() {
    let prepared = Prepared::new();
    assert_eq!(prepared.run(&["words", "add", "刘海屏"]).code, Some(0));
    for index in [false, true] {
        let mut arguments = vec!["backup".to_owned(), prepared.path("copy")];
        arguments.extend(index.then(|| "--index".to_owned()));
        let made = run(&prepared.dir.path().join("data"), &arguments);
        assert_eq!((made.code, &made.lines[0]["reviews"]), (Some(0), &json!(prepared.exports.total())), "{made:?}");
        assert_eq!(made.lines[0]["generation"].is_string(), index);
        let into = format!("restored-{index}");
        let restored = prepared.restore(&into);
        assert_eq!(restored.code, Some(0), "{restored:?}");
        for sum in ["reviews", "imports", "sequence", "words", "inserted"] {
            assert_eq!(restored.lines[0][sum], made.lines[0][sum], "{sum}");
        }
        let data = prepared.dir.path().join(&into);
        assert_eq!(run(&data, ["words", "list"]).lines[0]["words"], json!(["刘海屏"]));
        prepared.check(&into);
        fs::remove_dir_all(prepared.path("copy")).unwrap();
    }
}

#[test]
fn a_running_server_makes_the_backup_and_goes_on() {
    let prepared = Prepared::new();
    let copy = prepared.path("copy");
    let Prepared { dir, exports } = prepared;
    let server = Server::start_in(dir);
    let made = run(&server.data(), ["backup", &copy]);
    assert_eq!((made.code, &made.lines[0]["reviews"]), (Some(0), &json!(exports.total())), "{made:?}");
    let task = server.client.tasks().remove(0);
    assert_eq!((&task["kind"], &task["state"]), (&json!("backup"), &json!("done")));
    let restoring = run(&server.data(), ["restore", &copy]);
    assert_eq!((restoring.code, restoring.error().as_str()), (Some(1), "data_dir_locked"));
    server.client.post("/api/v1/backup", &json!({"path": "relative"})).problem(400, "invalid_value");
    let occupied = server.client.wait(&server.client.post("/api/v1/backup", &json!({"path": copy})).ok());
    assert_eq!(occupied["problem"]["code"], "target_not_empty");
    let prepared = Prepared { dir: server.interrupt(), exports };
    assert_eq!(prepared.restore("restored").code, Some(0));
    prepared.check("restored");
    // The task that made the copy had not ended in it.
    let restored = TempDir::new_in(prepared.dir.path()).unwrap();
    fs::rename(prepared.path("restored"), restored.path().join("data")).unwrap();
    let tasks = Server::start_in(restored).client.tasks();
    assert_eq!((&tasks[0]["kind"], &tasks[0]["state"]), (&json!("backup"), &json!("interrupted")));
}

#[test]
fn nothing_is_written_over_and_damage_is_refused() {
    let prepared = Prepared::new();
    let copy = prepared.path("copy");
    assert_eq!(prepared.run(&["backup", &copy]).code, Some(0));
    assert_eq!(prepared.run(&["backup", &copy]).error(), "target_not_empty");
    assert_eq!(prepared.restore("data").error(), "target_not_empty");
    let store = prepared.dir.path().join("copy/store.sqlite");
    let whole = fs::read(&store).unwrap();
    let mut damaged = whole.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    fs::write(&store, damaged).unwrap();
    assert_eq!(prepared.restore("a").error(), "broken_backup");
    fs::write(&store, &whole[..middle]).unwrap();
    assert_eq!(prepared.restore("b").error(), "broken_backup");
    fs::write(&store, whole).unwrap();
    let card = prepared.dir.path().join("copy/backup.json");
    let kept: Value = serde_json::from_slice(&fs::read(&card).unwrap()).unwrap();
    let mut other = kept.clone();
    other["sums"]["reviews"] = json!(1);
    fs::write(&card, other.to_string()).unwrap();
    assert_eq!(prepared.restore("c").error(), "broken_backup");
    fs::remove_file(&card).unwrap();
    assert_eq!(prepared.restore("d").error(), "broken_backup");
    fs::write(&card, kept.to_string()).unwrap();
    for into in ["a", "b", "c", "d"] {
        assert!(!prepared.dir.path().join(into).join("store.sqlite").exists(), "{into}");
        assert_eq!(prepared.restore(into).code, Some(0), "{into}");
    }
    prepared.check("d");
}

#[test]
fn a_backup_ends_anywhere() {
    let prepared = Prepared::new();
    let (data, copy) = (prepared.dir.path().join("data"), prepared.path("copy"));
    for failpoint in &POINTS[..3] {
        crash(&data, ["backup", &copy], failpoint, 1);
        assert!(!prepared.dir.path().join("copy").exists(), "{failpoint}");
        check_sound(&data, failpoint);
    }
    let full = pinglan(&data, ["backup", &copy]).env("PINGLAN_FAIL_AT", "backup.copied:1=full").output().unwrap();
    assert_eq!(full.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&full.stderr).contains("disk_full"));
    assert!(!prepared.dir.path().join("copy").exists(), "what failed leaves nothing");
    assert_eq!(prepared.run(&["backup", &copy]).code, Some(0));
    for failpoint in &POINTS[3..] {
        let target = prepared.dir.path().join("restored");
        crash(&target, ["restore", &copy], failpoint, 1);
        assert!(!target.join("store.sqlite").exists(), "{failpoint}: half of it must not look like data");
        assert_eq!(prepared.restore("restored").code, Some(0), "{failpoint}");
        prepared.check("restored");
        fs::remove_dir_all(target).unwrap();
    }
}

#[test]
fn exports_become_a_fresh_directory_in_one_command() {
    let prepared = Prepared::new();
    let into = prepared.path("fresh");
    let mut arguments = vec!["reindex".to_owned(), "--into".to_owned(), into.clone(), "--from".to_owned()];
    arguments.extend(prepared.exports.files.iter().map(|file| file.to_str().unwrap().to_owned()));
    let made = run(&prepared.dir.path().join("data"), &arguments);
    assert_eq!((made.code, made.lines.len()), (Some(0), SMALL.len()), "{made:?}");
    prepared.check("fresh");
    assert_eq!(run(&prepared.dir.path().join("data"), &arguments).error(), "target_not_empty");
}
