//! `/tasks`: one queue, watched by events, ended, remembered.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::text;
use crate::support::server::Server;

const ROWS: &[u8] = "id,text,rating\n1,上菜慢,1\n2,好吃,5\n".as_bytes();

fn held() -> Server {
    Server::start_armed(TempDir::new().unwrap(), Some("import.batch:1=hold"))
}

fn upload(server: &Server, name: &str) -> Value {
    server.client.upload(name, ROWS, &[("source", name.trim_end_matches(".csv"))]).ok()
}

fn state(server: &Server, task: &Value) -> String {
    text(&server.client.task(task), "/state").to_owned()
}

/// The events of a stream that was read to its end: names and tasks.
fn events(stream: &str) -> Vec<(String, Value)> {
    let parts = stream.split("\n\n").filter(|part| part.starts_with("event: "));
    let event = |part: &str| {
        let (name, data) = part.trim_start_matches("event: ").split_once("\ndata: ").unwrap();
        (name.to_owned(), serde_json::from_str(data).unwrap())
    };
    parts.map(event).collect()
}

#[test]
fn events_tell_how_a_task_moves_and_end_with_its_end() {
    let server = held();
    let task = upload(&server, "a.csv");
    server.until("running", |server| state(server, &task) == "running");
    let watcher = std::thread::scope(|scope| {
        let watcher = scope.spawn(|| server.client.get(&format!("/api/v1/tasks/{}/events", task["id"])));
        std::thread::sleep(Duration::from_millis(300));
        server.release();
        watcher.join().unwrap()
    });
    assert_eq!(watcher.header("content-type"), "text/event-stream");
    assert_eq!(watcher.header("cache-control"), "no-store");
    let events = events(&watcher.text());
    assert!(events.len() >= 2, "{events:?}");
    let (last, earlier) = events.split_last().unwrap();
    assert!(earlier.iter().all(|(name, task)| name == "progress" && task["state"] == "running"), "{earlier:?}");
    assert_eq!((last.0.as_str(), text(&last.1, "/state")), ("end", "done"));
    assert_eq!(last.1, server.client.task(&task));
    assert_eq!((&last.1["import"], &last.1["result"]["inserted"]), (&json!(1), &json!(2)));
    let again = server.client.get(&format!("/api/v1/tasks/{}/events", task["id"])).text();
    assert_eq!(again.matches("event: ").count(), 1, "one that has ended is told at once: {again}");
    server.client.get("/api/v1/tasks/99/events").problem(404, "task_not_found");
}

#[test]
fn tasks_are_done_in_the_order_in_which_they_came() {
    let server = held();
    let first = upload(&server, "a.csv");
    server.until("running", |server| state(server, &first) == "running");
    let rebuild = server.client.post("/api/v1/reindex", &json!({})).ok();
    let second = upload(&server, "b.csv");
    let unwanted = upload(&server, "c.csv");
    let ahead = |task| server.client.task(task)["ahead"].clone();
    assert_eq!([&first, &rebuild, &second, &unwanted].map(ahead), [json!(null), json!(1), json!(2), json!(3)]);
    let listed: Vec<Value> = server.client.tasks().iter().map(|task| task["id"].clone()).collect();
    assert_eq!(listed, [&unwanted, &second, &rebuild, &first].map(|task| task["id"].clone()));
    // One that waits ends at once, and its file goes.
    let cancelled = server.client.post(&format!("/api/v1/tasks/{}/cancel", unwanted["id"]), &json!({})).ok();
    assert_eq!(text(&cancelled, "/state"), "cancelled");
    assert_eq!(std::fs::read_dir(server.data().join("uploads")).unwrap().count(), 2);
    server.release();
    let generation = server.client.wait(&rebuild)["result"]["generation"].clone();
    assert_eq!(state(&server, &first), "done", "the rebuild waited for the import before it");
    let second = server.client.wait(&second);
    assert_eq!((text(&second, "/state"), &second["result"]["inserted"]), ("done", &json!(2)));
    let found = server.client.search(&json!({})).ok();
    assert_eq!((&found["total"], &found["generation"]), (&json!(4), &generation));
    assert_eq!(server.client.get("/api/v1/imports").ok()["imports"].as_array().unwrap().len(), 2);
}

#[test]
fn a_task_that_does_not_move_is_seen_and_can_be_ended() {
    let dir = TempDir::new().unwrap();
    std::fs::write(dir.path().join("pinglan.toml"), "task_stall_s = 1").unwrap();
    let server = Server::start_armed(dir, Some("import.batch:1=hold"));
    let stuck = upload(&server, "a.csv");
    server.until("stalled", |server| server.client.task(&stuck)["stalled_s"].is_number());
    let waiting = server.client.post("/api/v1/reindex", &json!({})).ok();
    let ended = server.client.post(&format!("/api/v1/tasks/{}/cancel", stuck["id"]), &json!({})).ok();
    assert_eq!(text(&ended, "/state"), "cancelled");
    assert_eq!(text(&server.client.wait(&waiting), "/state"), "done", "the queue goes on without it");
    server.release();
    server.until("ended in the ledger", |server| server.client.get("/api/v1/imports/1").ok()["state"] == "failed");
    assert_eq!(state(&server, &stuck), "cancelled");
    assert_eq!(server.client.post("/api/v1/verify", &json!({})).ok()["ok"], true);
}

#[test]
fn a_running_task_ends_at_its_next_safe_point() {
    let server = held();
    let task = upload(&server, "a.csv");
    // From here on the first batch is stored before anyone looks whether to stop.
    server.until("in the ledger", |server| server.client.task(&task)["import"].is_number());
    let asked = server.client.post(&format!("/api/v1/tasks/{}/cancel", task["id"]), &json!({})).ok();
    assert_eq!((text(&asked, "/state"), &asked["cancelling"]), ("running", &json!(true)));
    server.release();
    let ended = server.client.wait(&task);
    assert_eq!((text(&ended, "/state"), &ended["problem"]), ("cancelled", &json!(null)));
    // What was stored stays, is found, and is in the ledger.
    assert_eq!(server.client.search(&json!({})).ok()["total"], 2);
    assert_eq!(server.client.get("/api/v1/imports/1").ok()["inserted"], 2);
}

/// Clients that watch and never read, and ones that leave.
#[test]
fn watchers_are_bounded_and_leaving_gives_their_place_back() {
    let server = held();
    let task = upload(&server, "a.csv");
    server.until("running", |server| state(server, &task) == "running");
    let path = format!("/api/v1/tasks/{}/events", task["id"]);
    let watch = || {
        let mut stream = TcpStream::connect(server.client.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
        let mut head = [0; 12];
        stream.read_exact(&mut head).unwrap();
        (stream, head[9..].to_vec())
    };
    let watchers: Vec<_> = (0..64).map(|_| watch()).collect();
    assert!(watchers.iter().all(|(_, status)| status == b"200"));
    let refused = server.client.get(&path);
    refused.problem(503, "busy");
    assert!(!refused.header("retry-after").is_empty());
    let begun = Instant::now();
    server.client.search(&json!({})).ok();
    assert!(begun.elapsed() < Duration::from_secs(2), "watchers hold nobody up");
    drop(watchers);
    server.until("free again", |_| watch().1 == b"200");
    server.release();
    assert_eq!(text(&server.client.wait(&task), "/state"), "done");
}

#[test]
fn ended_tasks_are_remembered_after_a_restart() {
    let server = Server::start();
    let done = server.client.wait(&upload(&server, "a.csv"));
    let failed = server.client.wait(&server.client.upload("b.csv", b"", &[]).ok());
    assert_eq!((text(&failed, "/state"), text(&failed, "/problem/code")), ("failed", "empty_file"));
    let server = Server::start_in(server.interrupt());
    for task in [&done, &failed] {
        let kept = server.client.task(task);
        for part in ["state", "kind", "subject", "result", "problem", "created_at", "ended_at", "attempts"] {
            assert_eq!(kept[part], task[part], "{part}");
        }
    }
    let next = server.client.wait(&upload(&server, "c.csv"));
    assert!(next["id"].as_u64() > failed["id"].as_u64(), "numbers are not given twice");
}
