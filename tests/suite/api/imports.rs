//! `/imports`: uploads, the ledger, rejected rows; `/tasks` and `/reindex` beside it.

use serde_json::json;

use super::text;
use crate::support::server::{Server, small};

#[test]
fn an_upload_becomes_a_task_and_an_entry_of_the_ledger() {
    let server = Server::start();
    let upload = server.client.upload(
        "评价.csv",
        "评价ID,评价内容,评分\n1,好吃,5\n2,不好吃,1\n".as_bytes(),
        &[("source", "shop")],
    );
    assert_eq!(upload.status, 202);
    let task = upload.json();
    assert_eq!(task["kind"], "import");
    let task = server.client.wait(&task);
    assert_eq!(task["state"], "done", "{task}");
    let counts = json!({"rows_read": 2, "records": 2, "inserted": 2, "updated": 0, "unchanged": 0, "rejected": 0});
    let import = server.client.get("/api/v1/imports/1").ok();
    for (name, count) in counts.as_object().unwrap() {
        assert_eq!((&task["result"][name], &import[name]), (count, count), "{name}");
    }
    assert_eq!(
        (text(&import, "/file"), text(&import, "/source"), text(&import, "/state")),
        ("评价.csv", "shop", "done")
    );
    assert!(import["ended_at"].is_string());
    assert_eq!(server.client.get("/api/v1/imports").ok()["imports"], json!([import]));
    assert_eq!(server.client.search(&json!({"q": "不好吃"})).ok()["total"], 1);
    let left: Vec<_> = std::fs::read_dir(server.data().join("uploads")).unwrap().collect();
    assert!(left.is_empty(), "an upload is removed when it is imported: {left:?}");
}

#[test]
fn only_the_name_of_an_uploaded_file_is_kept() {
    let server = Server::start();
    let task = server.client.upload("../../etc/passwd.csv", b"id,text\n1,x\n", &[]).ok();
    assert_eq!(server.client.wait(&task)["result"]["file"], "passwd.csv");
}

#[test]
fn rejected_rows_can_be_downloaded() {
    let server = Server::start();
    let rows = "id,text,rating,time\n1,好,5,2021-01-01\n2,好,9,2021-01-01\n3,,,2021-01-01\n4,=1+1,5,2021-02-30\n";
    let report = server.client.import("a.csv", rows.as_bytes(), "a");
    assert_eq!((&report["rows_read"], &report["inserted"], &report["rejected"]), (&json!(4), &json!(1), &json!(3)));
    let answer = server.client.get("/api/v1/imports/1/rejects");
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    assert!(answer.header("content-disposition").contains("attachment"));
    let csv = answer.text();
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{FEFF}').as_bytes());
    let rejects: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let reasons: Vec<(&str, &str)> = rejects.iter().map(|reject| (&reject[0], &reject[1])).collect();
    assert_eq!(reasons, [("2", "invalid_rating"), ("3", "empty_row"), ("4", "invalid_time")]);
    assert_eq!(reader.headers().unwrap().iter().skip(7).collect::<Vec<_>>(), ["id", "text", "rating", "time"]);
    assert_eq!(&rejects[2][8], "'=1+1");
    let chinese = server.client.get_with("/api/v1/imports/1/rejects", &[("accept-language", "zh")]).text();
    assert!(chinese.contains("分制") && csv.contains("choose the scale"), "{chinese}");
    for cell in rejects.iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell} would run in a spreadsheet");
    }
}

#[test]
fn an_import_without_rejects_has_an_empty_download() {
    let csv = small().client.get("/api/v1/imports/1/rejects").text();
    assert_eq!(csv.trim_start_matches('\u{FEFF}').lines().count(), 1);
}

#[test]
fn uploads_with_faults_are_refused() {
    let server = Server::start();
    server.client.upload("a.csv", b"id,text\n1,x\n", &[("colour", "red")]).problem(400, "unknown_field");
    let form = [("content-type", "multipart/form-data; boundary=x")];
    server.client.post_with("/api/v1/imports", &form, b"--x--\r\n").problem(400, "invalid_request");
    server.client.post_with("/api/v1/imports", &form, b"nonsense").problem(400, "invalid_request");
    let part = b"--x\r\ncontent-disposition: form-data; name=\"source\"\r\n\r\na\r\n--x--\r\n";
    server.client.post_with("/api/v1/imports", &form, part).problem(400, "invalid_request");
    let answer = server.client.post_with("/api/v1/imports", &[("content-type", "application/json")], b"{}");
    assert!((400..500).contains(&answer.status), "{}", answer.text());
    assert!(answer.json()["code"].is_string());
    let left: Vec<_> = std::fs::read_dir(server.data().join("uploads")).into_iter().flatten().collect();
    assert!(left.is_empty(), "a refused upload leaves nothing behind: {left:?}");
}

#[test]
fn a_failed_import_names_its_problem() {
    let server = Server::start();
    for (content, fields, code) in [
        (&b"a,b\n1,2\n"[..], &[][..], "missing_text_column"),
        (b"", &[], "empty_file"),
        (b"id,text\n1,x\n", &[("preset", "nobody")], "unknown_preset"),
        (b"id,text\n1,x\n", &[("source", "Not A Source")], "invalid_source"),
    ] {
        let task = server.client.wait(&server.client.upload("a.csv", content, fields).ok());
        assert_eq!((text(&task, "/state"), text(&task, "/problem/code")), ("failed", code), "{task}");
        assert!(task["problem"]["detail_zh"].is_string() && task["problem"]["detail_en"].is_string());
    }
    assert_eq!(server.client.search(&json!({})).ok()["total"], 0);
}

#[test]
fn a_rebuild_is_a_task_that_switches_the_generation() {
    let server = Server::start();
    server.client.import("a.csv", "id,text\n1,好吃\n".as_bytes(), "a");
    let before = server.client.search(&json!({})).ok();
    let task = server.client.post("/api/v1/reindex", &json!({}));
    assert_eq!(task.status, 202);
    let task = server.client.wait(&task.json());
    assert_eq!((text(&task, "/state"), text(&task, "/kind")), ("done", "reindex"));
    let after = server.client.search(&json!({})).ok();
    assert_eq!(after["generation"], task["result"]["generation"]);
    assert_ne!(before["generation"], after["generation"]);
    assert_eq!(before["hits"], after["hits"]);
}

#[test]
fn what_is_not_there_is_not_found() {
    let server = small();
    server.client.get("/api/v1/imports/99").problem(404, "import_not_found");
    server.client.get("/api/v1/imports/99/rejects").problem(404, "import_not_found");
    server.client.get("/api/v1/tasks/99").problem(404, "task_not_found");
    server.client.post("/api/v1/tasks/99/cancel", &json!({})).problem(404, "task_not_found");
    for path in ["/api/v1/imports/x", "/api/v1/imports/-1", "/api/v1/tasks/99999999999999999999999"] {
        server.client.get(path).problem(404, "not_found");
    }
}
