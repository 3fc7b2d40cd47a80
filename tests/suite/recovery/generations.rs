//! Building, gating, switching and going back: whatever fails, the generation that answers goes on answering.

use std::sync::LazyLock;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{check_sound, copy_of};
use crate::support::{
    command::{crash, run},
    reviews::SMALL_CSV,
    server::Server,
};

/// Points that a generation passes on its way back, in order.
pub(super) const ACTIVATE: [&str; 7] = [
    "index.reopened",
    "index.commit.before",
    "index.commit.after",
    "index.caught_up",
    "index.gate",
    "index.switch.before",
    "index.switch.after",
];
/// Places that fail for want of room.
pub(super) const FULL: [&str; 4] = ["space.free", "index.begin", "index.commit.write", "index.switch.write"];

const LATER: &str = "评价ID,评价内容,评分\n90,后来的评价，上菜慢,2\n";

fn generations(server: &Server) -> Vec<(String, String)> {
    let list = server.client.get("/api/v1/generations").ok();
    let named = |generation: &Value| {
        let text = |name: &str| generation[name].as_str().unwrap().to_owned();
        (text("id"), text("state"))
    };
    list["generations"].as_array().unwrap().iter().map(named).collect()
}

fn named(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(id, state)| ((*id).to_owned(), (*state).to_owned())).collect()
}

static PREPARED: LazyLock<TempDir> = LazyLock::new(prepare);

/// A directory with two generations, the earlier of which lacks a review.
fn prepared() -> TempDir {
    copy_of(&PREPARED)
}

fn prepare() -> TempDir {
    let server = Server::start();
    server.client.import("small.csv", SMALL_CSV.as_bytes(), "shop");
    let task = server.client.wait(&server.client.post("/api/v1/reindex", &json!({})).ok());
    assert_eq!(task["state"], "done", "{task}");
    server.client.import("later.csv", LATER.as_bytes(), "shop");
    assert_eq!(generations(&server), named(&[("g2", "serving"), ("g1", "previous")]));
    server.interrupt()
}

fn total(server: &Server) -> (Value, Value) {
    let found = server.client.search(&json!({})).ok();
    (found["total"].clone(), found["generation"].clone())
}

#[test]
fn an_earlier_generation_takes_in_what_it_lacks_and_answers() {
    let server = Server::start_in(prepared());
    let list = server.client.get("/api/v1/generations").ok();
    assert!(list["generations"][1]["behind"].as_u64().unwrap() > 0, "{list}");
    let task = server.client.wait(&server.client.post("/api/v1/generations/g1/activate", &json!({})).ok());
    assert_eq!((&task["state"], &task["kind"]), (&json!("done"), &json!("activate")), "{task}");
    assert_eq!(total(&server), (json!(6), json!("g1")));
    assert_eq!(generations(&server), named(&[("g2", "previous"), ("g1", "serving")]));
    assert_eq!(server.client.post("/api/v1/verify", &json!({})).ok()["ok"], true);
    // And back, with answers kept from before that must not come again.
    server.client.import("more.csv", "评价ID,评价内容\n91,再来一条\n".as_bytes(), "shop");
    let back = server.client.wait(&server.client.post("/api/v1/generations/g2/activate", &json!({})).ok());
    assert_eq!(back["state"], "done", "{back}");
    assert_eq!(total(&server), (json!(7), json!("g2")));
    server.client.post("/api/v1/generations/g9/activate", &json!({})).problem(404, "generation_not_found");
    server.client.wait(&server.client.post("/api/v1/reindex", &json!({})).ok());
    assert_eq!(generations(&server), named(&[("g3", "serving"), ("g2", "previous")]), "two are kept");
    check_sound(&server.interrupt().path().join("data"), "going back and forth");
}

#[test]
fn going_back_ends_anywhere() {
    for failpoint in ACTIVATE {
        let server = Server::start_armed(prepared(), Some(failpoint));
        let task = server.client.post("/api/v1/generations/g1/activate", &json!({})).ok();
        assert_eq!(task["kind"], "activate");
        let server = Server::start_in(server.crashed());
        let (found, generation) = total(&server);
        assert_eq!(found, 6, "{failpoint}");
        let expected = if failpoint == "index.switch.after" { "g1" } else { "g2" };
        assert_eq!(generation, expected, "{failpoint}");
        assert_eq!(server.client.task(&task)["state"], "interrupted", "{failpoint}");
        check_sound(&server.interrupt().path().join("data"), failpoint);
    }
}

#[test]
fn a_full_disk_leaves_the_index_that_answers() {
    for failpoint in FULL {
        // The import of `prepared` is over, so the first pass is the rebuild's.
        let server = Server::start_armed(prepared(), Some(&format!("{failpoint}:1=full")));
        let answer = server.client.post("/api/v1/reindex", &json!({}));
        if failpoint == "space.free" {
            let problem = answer.problem(507, "disk_full");
            assert!(problem["detail"].as_str().unwrap().contains("bytes are needed"), "{problem}");
        } else {
            let task = server.client.wait(&answer.ok());
            assert_eq!(
                (&task["state"], &task["problem"]["code"]),
                (&json!("failed"), &json!("disk_full")),
                "{failpoint}: {task}"
            );
        }
        assert_eq!(total(&server), (json!(6), json!("g2")), "{failpoint}");
        assert_eq!(server.client.post("/api/v1/verify", &json!({})).ok()["ok"], true, "{failpoint}");
        let again = server.client.wait(&server.client.post("/api/v1/reindex", &json!({})).ok());
        assert_eq!(again["state"], "done", "{failpoint}: {again}");
        assert_eq!(total(&server).0, 6);
        check_sound(&server.interrupt().path().join("data"), failpoint);
    }
}

/// An index that other packs have made answers at once, says that it is older, and is replaced beside.
#[test]
fn an_older_index_answers_until_the_new_one_is_built() {
    let dir = prepared();
    let config = dir.path().join("pinglan.toml");
    std::fs::write(&config, "[packs]\ndefault = 'hotel'\n").unwrap();
    let server = Server::start_armed(dir, Some("index.batch:1=hold"));
    assert_eq!(total(&server), (json!(6), json!("g2")), "it answers while the new one is built");
    let ready = server.client.get("/readyz").text();
    assert!(ready.starts_with("ready\n") && ready.contains("pinglan reindex") && ready.contains("早于"), "{ready}");
    let list = server.client.get("/api/v1/generations").ok();
    let outdated = &list["generations"].as_array().unwrap().iter().find(|g| g["id"] == "g2").unwrap()["outdated"];
    assert_eq!(
        (&outdated["changed"], &outdated["command"]),
        (&json!(["insight"]), &json!("pinglan reindex")),
        "{list}"
    );
    let verified = server.client.post("/api/v1/verify", &json!({})).ok();
    assert_eq!((&verified["ok"], &verified["findings"][0]["code"]), (&json!(true), &json!("index_outdated")));
    server.until("being replaced", |server| server.client.tasks()[0]["kind"] == "reindex");
    server.release();
    let task = server.client.tasks().remove(0);
    assert_eq!((&server.client.wait(&task)["state"], &task["kind"]), (&json!("done"), &json!("reindex")));
    assert_eq!(total(&server), (json!(6), json!("g3")));
    assert_eq!(server.client.get("/readyz").text(), "ready");
    let refused = server.client.post("/api/v1/generations/g2/activate", &json!({}));
    refused.problem(409, "generation_outdated");
    let dir = server.interrupt();
    check_sound_with(&dir, &config);
    // With the packs of before, the index of before is the one: nothing is built.
    std::fs::remove_file(&config).unwrap();
    let server = Server::start_in(dir);
    assert_eq!(total(&server), (json!(6), json!("g2")));
    assert_eq!(server.client.get("/readyz").text(), "ready");
    assert_eq!(server.client.tasks().len(), 4, "nothing was to be done: {:?}", server.client.tasks());
}

fn check_sound_with(dir: &TempDir, config: &std::path::Path) {
    let verified = run(&dir.path().join("data"), ["verify", "--config", config.to_str().unwrap()]);
    assert_eq!((verified.code, &verified.lines[0]["findings"]), (Some(0), &json!([])), "{verified:?}");
}

/// A current generation that is damaged gives way to the one before, which takes in what it lacks.
#[test]
fn a_damaged_index_gives_way_to_the_one_before() {
    let dir = prepared();
    std::fs::write(dir.path().join("data/index/g2/meta.json"), "{").unwrap();
    let server = Server::start_in(dir);
    assert_eq!(total(&server), (json!(6), json!("g1")));
    assert!(server.client.get("/api/v1/generations").ok()["trouble"].as_str().unwrap().starts_with("g2"));
    check_sound(&server.interrupt().path().join("data"), "a damaged index");
}

/// `kill -9` while one generation takes over from another.
#[test]
fn a_rebuild_is_killed_in_the_middle_of_the_switch() {
    for failpoint in ["index.switch.before", "index.switch.after"] {
        let dir = prepared();
        let data = dir.path().join("data");
        crash(&data, ["reindex"], failpoint, 1);
        check_sound(&data, failpoint);
        let server = Server::start_in(dir);
        assert_eq!(total(&server).0, 6, "{failpoint}");
        let serving: Vec<_> = generations(&server).into_iter().filter(|(_, state)| state == "serving").collect();
        assert_eq!(serving.len(), 1, "{failpoint}");
    }
}
