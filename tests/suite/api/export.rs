//! `POST /export` and `pinglan export`.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use serde_json::{Value, json};

use crate::support::{
    client::Answer,
    command::run,
    random::Random,
    server::{Server, small},
};

fn ask(server: &Server, language: &str, body: &Value) -> Answer {
    let headers = [("content-type", "application/json"), ("accept-language", language)];
    server.client.post_with("/api/v1/export", &headers, body.to_string().as_bytes())
}

#[test]
fn a_file_says_what_it_is() {
    let server = small();
    let csv = ask(&server, "en", &json!({"q": "慢", "format": "csv", "sort": "oldest"}));
    assert_eq!((csv.status, csv.header("content-type")), (200, "text/csv; charset=utf-8"));
    assert_eq!(csv.header("x-total-count"), "2");
    let name = csv.header("content-disposition");
    assert!(name.starts_with("attachment; filename=\"pinglan-2") && name.ends_with("-2.csv\""), "{name}");
    let text = csv.text();
    let lines: Vec<&str> = text.trim_end().split("\r\n").collect();
    let head = "\u{FEFF}Review id,Source,Item,Rating,Time,Title,Text,";
    assert!(lines[0].starts_with(head), "{}", lines[0]);
    assert!(lines[1].starts_with("shop:1,shop,甲店,1,2021-03-01T00:00:00+08:00,差评,"), "{}", lines[1]);
    assert!(ask(&server, "zh-CN", &json!({"format": "csv"})).text().starts_with("\u{FEFF}评价编号,来源,"));
    let jsonl = ask(&server, "zh", &json!({"format": "jsonl", "filter": {"city": ["上海"]}}));
    assert_eq!((jsonl.header("content-type"), jsonl.header("x-total-count")), ("application/x-ndjson", "2"));
    let nothing = ask(&server, "zh", &json!({"q": "没有这样的话", "format": "csv"})).text();
    assert_eq!(nothing.matches("\r\n").count(), 1, "{nothing}");
    assert_eq!(ask(&server, "zh", &json!({"q": "没有这样的话", "format": "jsonl"})).text(), "");
}

#[test]
fn every_malformed_request_has_its_code() {
    let server = small();
    for (body, code, place) in [
        (json!({}), "invalid_value", "/format"),
        (json!({"format": "xlsx"}), "invalid_value", "/format"),
        (json!({"format": 5}), "invalid_value", "/format"),
        (json!({"format": "csv", "sort": "best"}), "invalid_value", "/sort"),
        (json!({"format": "csv", "limit": 5}), "unknown_field", "/limit"),
        (json!({"format": "csv", "filter": {"colour": ["red"]}}), "unknown_field", "/filter/colour"),
        (json!({"format": "csv", "filter": {"rating": {"gte": 4, "lte": 1}}}), "invalid_value", "/filter/rating"),
        (json!({"format": "csv", "q": "\"\""}), "empty_phrase", "/q"),
        (json!([]), "invalid_value", ""),
        (json!("csv"), "invalid_value", ""),
    ] {
        let problem = ask(&server, "en", &body).problem(400, code);
        assert!(place.is_empty() || problem["field"] == place, "{body} {problem}");
        assert_eq!(problem["faults"].as_array().unwrap().len(), 1, "{problem}");
    }
    server.client.get("/api/v1/export").problem(405, "method_not_allowed");
}

/// Some 20 MB that hardly compress: more than the buffers between server and client hold.
fn large() -> Server {
    let (server, mut random) = (Server::start(), Random::new("large export"));
    let mut character = || char::from_u32(0x4e00 + u32::try_from(random.within(0..20_000)).unwrap()).unwrap();
    let mut text = || (0..7_000).map(|_| character()).collect::<String>();
    let rows: String = (0..900).map(|id| format!("{}\n", json!({"id": id.to_string(), "text": text()}))).collect();
    assert_eq!(server.client.import("large.jsonl", rows.as_bytes(), "large")["inserted"], 900);
    server
}

/// The file comes while it is read, compressed or not, and a client that leaves ends the work.
#[test]
fn a_client_that_leaves_ends_its_export() {
    let server = large();
    let body = json!({"format": "jsonl", "sort": "newest"}).to_string();
    for (round, encoding) in ["identity", "gzip"].into_iter().enumerate() {
        let mut stream = TcpStream::connect(server.client.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        write!(
            stream,
            "POST /api/v1/export HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\naccept-encoding: {encoding}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut part = vec![0; 100_000];
        stream.read_exact(&mut part).unwrap();
        let head = String::from_utf8_lossy(&part[..600]).to_lowercase();
        assert!(head.starts_with("http/1.1 200"), "{head}");
        assert_eq!(head.contains("content-encoding: gzip"), encoding == "gzip", "{head}");
        assert_eq!(server.metric("pinglan_exports_running"), 1, "{encoding}: the file was made before it was taken");
        drop(stream);
        server.until("ended", |server| server.metric("pinglan_exports_running") == 0);
        assert_eq!(server.metric("pinglan_exports_abandoned_total"), round as u64 + 1, "{encoding}");
    }
    let whole = ask(&server, "zh", &json!({"format": "jsonl"})).text();
    assert_eq!(whole.lines().count(), 900);
    assert_eq!(server.metric("pinglan_exports_done_total"), 1);
}

/// The command line gives the same file with and without a running server.
#[test]
fn the_command_writes_the_same_file() {
    let server = Server::start();
    server.client.import("small.csv", crate::support::reviews::SMALL_CSV.as_bytes(), "shop");
    let path = |name: &str| server.folder().join(name).to_str().unwrap().to_owned();
    let data = server.data();
    let arguments = |file: &str| {
        let filter = r#"{"not":{"item":["乙店"]}}"#;
        ["export", "--format", "csv", "--language", "zh", "--q", "慢 或 好", "--filter", filter, "--output", file]
            .map(str::to_owned)
    };
    let (from_server, from_data) = (path("server.csv"), path("data.csv"));
    let ran = run(&data, arguments(&from_server));
    assert_eq!((ran.code, &ran.lines[0]["reviews"]), (Some(0), &json!(3)), "{ran:?}");
    assert_eq!(run(&data, ["export", "--format", "jsonl"]).lines.len(), 5);
    for (options, code) in [
        (&["--filter", "{"][..], "invalid_json"),
        (&["--filter", "{\"colour\":[\"red\"]}"], "unknown_field"),
        (&["--q", "\""], "invalid_query"),
        (&["--output", "/no/such/folder/x.csv"], "unwritable_file"),
    ] {
        let refused = run(&data, [&["export"], options].concat());
        assert_eq!((refused.code, refused.error().as_str()), (Some(1), code), "{options:?}");
    }
    assert_eq!(run(&data, ["export", "--format", "xlsx"]).code, Some(2));
    let dir = server.interrupt();
    let ran = run(&data, arguments(&from_data));
    assert_eq!((ran.code, &ran.lines[0]["reviews"]), (Some(0), &json!(3)), "{ran:?}");
    let read = |path: &str| std::fs::read_to_string(path).unwrap();
    assert_eq!(read(&from_server), read(&from_data));
    assert!(!std::path::Path::new(&format!("{from_data}.part")).exists());
    assert_eq!(run(&data, ["export", "--format", "jsonl"]).lines.len(), 5);
    drop(dir);
}
