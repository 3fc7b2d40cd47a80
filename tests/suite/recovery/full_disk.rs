//! A disk that is really full, as a small file system of its own; only root may make one, elsewhere the test says so and passes.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::json;
use tempfile::TempDir;

use super::{Exports, LARGE, check_sound};
use crate::support::{reviews::SMALL_CSV, server::Server};

/// A mounted file system, unmounted when dropped.
struct Mounted(PathBuf);

impl Mounted {
    fn at(path: &Path) -> Option<Self> {
        fs::create_dir(path).unwrap();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"]).arg(path).output();
        if !mount.is_ok_and(|mount| mount.status.success()) {
            eprintln!("no file system can be mounted here: a full disk is left out");
            return None;
        }
        Some(Self(path.to_owned()))
    }

    /// Leaves about `bytes` free.
    fn fill_to(&self, bytes: u64) -> PathBuf {
        let filler = self.0.join("filler");
        let output = Command::new("df").args(["--output=avail", "-B1"]).arg(&self.0).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let free: u64 = text.lines().nth(1).unwrap().trim().parse().unwrap();
        fs::write(&filler, vec![1u8; usize::try_from(free.saturating_sub(bytes)).unwrap()]).unwrap();
        filler
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(&self.0).status());
    }
}

#[test]
fn a_full_disk_loses_nothing_and_the_index_goes_on_answering() {
    let dir = TempDir::new().unwrap();
    let Some(mounted) = Mounted::at(&dir.path().join("data")) else { return };
    let server = Server::start_in(dir);
    server.client.import("small.csv", SMALL_CSV.as_bytes(), "shop");
    let exports = Exports::write(server.folder(), LARGE, "");
    let content = fs::read(&exports.files[0]).unwrap();
    // Too little for the upload, for the rows, and for the index.
    for free in [100_000, 3_000_000, 6_000_000] {
        let filler = mounted.fill_to(free);
        // A server that refuses may close while the client is still sending.
        if let Ok(mut answer) = server.client.try_upload("0.jsonl", &content, &[]) {
            let text = answer.body_mut().read_to_string().unwrap();
            let answered: serde_json::Value = serde_json::from_str(&text).unwrap();
            if answer.status() == 202 {
                let task = server.client.wait(&answered);
                assert!(task["state"] == "done" || task["problem"]["code"] == "disk_full", "{free}: {task}");
            } else {
                assert_eq!((answer.status().as_u16(), &answered["code"]), (507, &json!("disk_full")), "{free}");
            }
        }
        assert_eq!(server.client.search(&json!({"filter": {"source": ["shop"]}})).ok()["total"], 5, "{free}");
        server.client.post("/api/v1/reindex", &json!({})).problem(507, "disk_full");
        fs::remove_file(filler).unwrap();
    }
    let task = server.client.wait(&server.client.upload("0.jsonl", &content, &[]).ok());
    assert_eq!(task["state"], "done", "{task}");
    assert_eq!(server.client.search(&json!({"q": "\"，上菜慢\""})).ok()["total"], exports.total());
    let dir = server.interrupt();
    check_sound(&dir.path().join("data"), "a full disk");
    drop(mounted);
}
