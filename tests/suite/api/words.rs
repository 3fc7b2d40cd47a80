//! `/words`.

use std::fs;

use serde_json::{Value, json};

use super::ids;
use crate::support::{
    command::{crash, run},
    reviews::SMALL_CSV,
    server::{Server, small},
};

fn change(server: &Server, body: &Value) -> Value {
    let accepted = server.client.post("/api/v1/words", body);
    assert_eq!(accepted.status, 202, "{}", accepted.text());
    let accepted = accepted.json();
    let task = server.client.wait(&accepted["task"]);
    assert_eq!((&task["state"], &task["kind"]), (&json!("done"), &json!("resegment")), "{task}");
    accepted
}

#[test]
fn words_are_added_listed_and_removed() {
    let server = Server::start();
    server.client.import("small.csv", SMALL_CSV.as_bytes(), "shop");
    let before = server.client.search(&json!({"q": "上菜慢"})).ok();
    let changed = change(&server, &json!({"add": ["上菜慢", "ＷｉＦｉ很快", "上菜慢"]}));
    assert_eq!((&changed["added"], &changed["removed"], &changed["total"]), (&json!(2), &json!(0), &json!(2)));
    let list = server.client.get("/api/v1/words").ok();
    assert_eq!(list, json!({"words": ["wifi很快", "上菜慢"], "total": 2, "in_effect": true, "task": null}));
    let after = server.client.search(&json!({"q": "上菜慢"})).ok();
    assert_eq!((&after["total"], &after["understood"]), (&before["total"], &before["understood"]));
    assert_eq!(ids(&after).len(), ids(&before).len());
    assert_ne!(after["generation"], before["generation"]);
    let changed = change(&server, &json!({"remove": ["上菜慢", "没有"], "add": ["再也不来"]}));
    assert_eq!((&changed["added"], &changed["removed"], &changed["total"]), (&json!(1), &json!(1), &json!(2)));
    assert_eq!(server.client.post("/api/v1/verify", &json!({})).ok()["ok"], true);
}

/// Users of jieba complain that an added word is silently without effect: every word shows its cut before it is kept.
#[test]
fn a_preview_shows_the_cut_before_and_after() {
    let client = &small().client;
    let body = json!({"words": ["刘海屏", "汤姆·克鲁斯"], "texts": ["这手机刘海屏不错", "我爱汤姆·克鲁斯"]});
    let cuts = client.post("/api/v1/words/preview", &body).ok()["cuts"].clone();
    let has = |at: usize, side: &str, word: &str| cuts[at][side].as_array().unwrap().contains(&json!(word));
    for (at, word) in [(0, "刘海屏"), (1, "汤姆·克鲁斯"), (2, "刘海屏"), (3, "汤姆·克鲁斯")] {
        assert!(!has(at, "before", word) && has(at, "after", word), "{cuts}");
    }
    assert_eq!(client.get("/api/v1/words").ok()["total"], 0);
}

#[test]
fn every_word_that_cannot_be_added_is_named_and_nothing_is_kept() {
    let client = &small().client;
    let body = json!({"add": ["好词", "", "——", "长".repeat(31)], "remove": ["。"]});
    let problem = client.post("/api/v1/words", &body).problem(400, "invalid_word");
    let fields: Vec<&str> =
        problem["faults"].as_array().unwrap().iter().map(|f| f["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["/add/1", "/add/2", "/add/3", "/remove/0"]);
    client.post("/api/v1/words", &json!({"words": ["好词"]})).problem(400, "unknown_field");
    client.post("/api/v1/words/preview", &json!({"texts": vec![""; 101]})).problem(400, "invalid_value");
    let many: Vec<String> = (0..50_001).map(|number| format!("词{number}")).collect();
    client.post("/api/v1/words", &json!({"add": many})).problem(400, "limit_exceeded");
    assert_eq!(client.get("/api/v1/words").ok()["total"], 0);
}

#[test]
fn the_command_works_on_the_directory_or_through_its_server() {
    let server = Server::start();
    server.client.import("small.csv", SMALL_CSV.as_bytes(), "shop");
    let list = server.folder().join("words.txt");
    fs::write(&list, "# 我们的词\n刘海屏 100 n\n\n上菜慢\n").unwrap();
    let added = run(&server.data(), ["words", "add", "T恤", "--file", list.to_str().unwrap()]);
    assert_eq!(added.code, Some(0), "{added:?}");
    assert_eq!((&added.lines[0]["added"], &added.lines[0]["cuts"][0]["text"]), (&json!(3), &json!("t恤")));
    assert_eq!(added.lines[0]["cuts"][0]["after"][0], "t恤");
    assert_eq!(server.client.get("/api/v1/words").ok()["in_effect"], true);
    let data = server.interrupt();
    let data_dir = data.path().join("data");
    assert_eq!(run(&data_dir, ["words", "list"]).lines[0]["words"], json!(["t恤", "上菜慢", "刘海屏"]));
    let removed = run(&data_dir, ["words", "remove", "上菜慢"]);
    assert_eq!((&removed.lines[0]["removed"], &removed.lines[0]["total"]), (&json!(1), &json!(2)), "{removed:?}");
    assert_eq!(run(&data_dir, ["words", "list"]).lines[0]["in_effect"], true);
    assert_eq!(run(&data_dir, ["words", "add", "。。"]).error(), "invalid_word");
    assert_eq!(run(&data_dir, ["words", "add", "--file", "/nowhere"]).error(), "unreadable_file");
    assert_eq!(run(&data_dir, ["words", "add"]).code, Some(2));
}

/// Words that were kept but not cut by when the process ended: the next server answers at once and catches up beside.
#[test]
fn a_server_completes_what_an_earlier_one_began() {
    let server = Server::start();
    server.client.import("small.csv", SMALL_CSV.as_bytes(), "shop");
    let dir = server.interrupt();
    let data = dir.path().join("data");
    crash(&data, ["words", "add", "上菜慢"], "store.words.after_commit", 1);
    assert_eq!(run(&data, ["words", "list"]).lines[0]["in_effect"], false);
    let server = Server::start_in(dir);
    let expected = json!(1);
    loop {
        assert_eq!(server.client.search(&json!({"q": "\"上菜慢\""})).ok()["total"], expected);
        let words = server.client.get("/api/v1/words").ok();
        assert_eq!(words["words"], json!(["上菜慢"]));
        if words["in_effect"] == true {
            break;
        }
    }
}
