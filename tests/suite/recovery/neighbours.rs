//! Two processes and one data directory: one holds it, commands hand over to a server, stale announcements are recognised.

use std::{fs, os::unix::fs::PermissionsExt};

use pinglan::{config::Config, service::Service};
use serde_json::json;
use tempfile::TempDir;

use super::{Exports, SMALL, check_sound};
use crate::support::{command::run, server::Server};

#[test]
fn a_second_process_is_refused() {
    let dir = TempDir::new().unwrap();
    let data = dir.path().join("data");
    let _held = Service::open(&data, Config::load(None).unwrap()).unwrap();
    let exports = Exports::write(dir.path(), SMALL, "");
    for command in [exports.import(), vec!["reindex".into()], vec!["verify".into()], vec!["search".into(), "好".into()]]
    {
        let refused = run(&data, &command);
        assert_eq!((refused.code, refused.error().as_str()), (Some(1), "data_dir_locked"), "{command:?}");
        assert!(refused.lines.is_empty());
    }
    let refused = run(&data, ["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!((refused.code, refused.error().as_str()), (Some(1), "data_dir_locked"));
}

#[test]
fn commands_hand_over_to_a_running_server() {
    let server = Server::start();
    let (data, exports) = (server.data(), Exports::write(server.folder(), SMALL, ""));
    let mode = fs::metadata(data.join("server.json")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    let imported = run(&data, exports.import());
    assert_eq!(imported.code, Some(0), "{imported:?}");
    let inserted: Vec<_> = imported.lines.iter().map(|report| report["inserted"].clone()).collect();
    assert_eq!(json!(inserted), json!(SMALL));
    assert_eq!(imported.lines[0]["file"], "0.jsonl");

    let found = run(&data, ["search", "上菜慢", "--limit", "3"]);
    let total = exports.total();
    assert_eq!((found.code, &found.lines[0]["total"]), (Some(0), &json!(total)));
    assert_eq!(server.client.search(&json!({"q": "上菜慢"})).ok()["total"], total);

    let before = server.client.search(&json!({})).ok()["generation"].clone();
    let rebuilt = run(&data, ["reindex"]);
    assert_eq!(rebuilt.code, Some(0), "{rebuilt:?}");
    let after = server.client.search(&json!({})).ok()["generation"].clone();
    assert_eq!(rebuilt.lines[0]["generation"], after);
    assert_ne!(before, after);

    let verified = run(&data, ["verify"]);
    assert_eq!((verified.code, &verified.lines[0]["reviews"]), (Some(0), &json!(total)));
    let refused = run(&data, ["search", "\"没有结尾"]);
    assert_eq!((refused.code, refused.error().as_str()), (Some(1), "invalid_query"));
    let missing = run(&data, ["import", "no-such-file.csv"]);
    assert_eq!((missing.code, missing.error().as_str()), (Some(1), "unreadable_file"));
}

#[test]
fn a_stale_announcement_is_recognised() {
    let dir = Server::start().kill();
    let data = dir.path().join("data");
    assert!(data.join("server.json").exists(), "a killed server cannot take its announcement back");
    let exports = Exports::write(dir.path(), SMALL, "");
    assert_eq!(run(&data, exports.import()).code, Some(0));
    check_sound(&data, "a killed server");
    let dir = Server::start_in(dir).interrupt();
    assert!(!dir.path().join("data/server.json").exists());
}
