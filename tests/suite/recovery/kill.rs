//! `kill -9` at moments that nobody chose.

use std::{thread, time::Duration};

use tempfile::TempDir;

use super::{Exports, LARGE, SMALL, check_completes, check_sound};
use crate::support::{
    cases,
    command::{run, start},
    random::Random,
    server::Server,
};

#[test]
fn an_import_is_killed_at_random() {
    let mut random = Random::new("kill import");
    for _ in 0..cases(3, 40) {
        let dir = TempDir::new().unwrap();
        let (data, exports) = (dir.path().join("data"), Exports::write(dir.path(), LARGE, ""));
        let delay_ms = random.within(0..1_500) as u64;
        let mut process = start(&data, exports.import());
        thread::sleep(Duration::from_millis(delay_ms));
        process.kill().unwrap();
        process.wait().unwrap();
        let after = format!("a kill after {delay_ms} ms");
        check_sound(&data, &after);
        check_completes(&data, &exports, &after);
    }
}

#[test]
fn a_rebuild_is_killed_at_random() {
    let mut random = Random::new("kill reindex");
    let dir = TempDir::new().unwrap();
    let (data, exports) = (dir.path().join("data"), Exports::write(dir.path(), SMALL, ""));
    assert_eq!(run(&data, exports.import()).code, Some(0));
    for _ in 0..cases(2, 30) {
        let mut process = start(&data, ["reindex"]);
        thread::sleep(Duration::from_millis(random.within(0..1_200) as u64));
        process.kill().unwrap();
        process.wait().unwrap();
        check_sound(&data, "a killed rebuild");
    }
    check_completes(&data, &exports, "killed rebuilds");
}

/// A server is killed while it imports and answers.
#[test]
fn a_server_is_killed_while_it_imports() {
    let mut random = Random::new("kill server");
    for _ in 0..cases(2, 20) {
        let server = Server::start();
        let exports = Exports::write(server.folder(), LARGE, "");
        let content = std::fs::read(&exports.files[0]).unwrap();
        let accepted = server.client.upload("0.jsonl", &content, &[]);
        assert_eq!(accepted.status, 202, "{}", accepted.text());
        thread::sleep(Duration::from_millis(random.within(0..1_200) as u64));
        let dir = server.kill();
        let data = dir.path().join("data");
        check_sound(&data, "a killed server");
        check_completes(&data, &exports, "a killed server");
    }
}

/// The index is only a projection: without it, or with a broken one, everything comes back from the store.
#[test]
fn a_lost_or_broken_index_is_rebuilt() {
    let dir = TempDir::new().unwrap();
    let (data, exports) = (dir.path().join("data"), Exports::write(dir.path(), SMALL, ""));
    assert_eq!(run(&data, exports.import()).code, Some(0));
    std::fs::remove_dir_all(data.join("index")).unwrap();
    check_sound(&data, "a lost index");
    let generation = std::fs::read_to_string(data.join("index/current")).unwrap();
    std::fs::write(data.join("index").join(generation.trim()).join("meta.json"), "{").unwrap();
    check_sound(&data, "a broken index");
    std::fs::write(data.join("index/current"), "g999").unwrap();
    check_completes(&data, &exports, "a wrong pointer");
}
