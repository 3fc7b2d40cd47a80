//! `pinglan bench`: the recorded queries are all answered, computed or from the cache as it says, and it leaves nothing running.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{
    command::{Ran, run},
    server::{Server, small},
};

fn the_report(ran: &Ran) -> &Value {
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(ran.lines.len(), 1, "{ran:?}");
    &ran.lines[0]
}

fn number(report: &Value, pointer: &str) -> f64 {
    report.pointer(pointer).and_then(Value::as_f64).unwrap_or_else(|| panic!("no number at {pointer} in {report}"))
}

#[test]
fn the_builtin_workload_is_answered_over_the_demo_reviews() {
    let dir = TempDir::new().unwrap();
    assert_eq!(run(dir.path(), ["demo", "--import", "--reviews", "2000"]).code, Some(0));
    let ran = run(dir.path(), ["bench", "--rounds", "1"]);
    let report = the_report(&ran);
    assert_eq!((&report["queries"], &report["reviews"], &report["rounds"]), (&json!(200), &json!(2_000), &json!(1)));
    assert_eq!(report["server"]["started_for_the_bench"], true);
    let thirds = ["below_1k", "from_1k_to_100k", "above_100k"];
    let counts = thirds.map(|third| number(report, &format!("/queries_by_hits/{third}")));
    assert!(counts.iter().all(|count| *count >= 20.0) && counts.iter().sum::<f64>() == 200.0, "{counts:?}");
    let places = ["/latency_ms", "/cached/latency_ms"].into_iter().flat_map(|kind| {
        thirds.iter().map(move |third| format!("{kind}/by_hits/{third}")).chain([format!("{kind}/all")])
    });
    for place in places {
        let [p50, p95, p99] = ["p50", "p95", "p99"].map(|name| number(report, &format!("{place}/{name}")));
        assert!(0.0 < p50 && p50 <= p95 && p95 <= p99, "{place} in {report}");
    }
    // Neither kind of figure is mixed with the other.
    assert_eq!((&report["answered_by_cache"], &report["cached"]["answered_by_cache"]), (&json!(0.0), &json!(1.0)));
    for (at, connections) in [1, 4, 16].into_iter().enumerate() {
        let throughput = &report["throughput"][at];
        assert_eq!((&throughput["connections"], &throughput["requests"]), (&json!(connections), &json!(200)));
        assert_eq!((&throughput["errors"], &throughput["busy"]), (&json!(0), &json!(0)), "{throughput}");
        assert!(number(throughput, "/requests_per_second") > 1.0, "{throughput}");
    }
    assert!(number(report, "/cpu_ms_per_request") > 0.0);
    let [anon, rss] = ["anon_", ""].map(|kind| number(report, &format!("/memory/rss_{kind}bytes")));
    assert!(1e6 < anon && anon <= rss, "{report}");
    assert!(["store", "index"].iter().all(|part| number(report, &format!("/disk/{part}_bytes")) > 1e5), "{report}");
    // Its server has ended: a command has the directory for itself again.
    assert_eq!(run(dir.path(), ["verify"]).code, Some(0));
    let again = run(dir.path(), ["bench", "--rounds", "1", "--reindex"]);
    let report = the_report(&again);
    assert_eq!(report["queries_by_hits"], ran.lines[0]["queries_by_hits"]);
    let during = &report["during_rebuild"];
    assert_eq!(during["errors"], 0, "{during}");
    assert!(number(during, "/requests") > 0.0 && number(during, "/p95_ratio") > 0.0, "{during}");
    assert_eq!(ran.lines[0]["during_rebuild"], Value::Null);
}

#[test]
fn a_running_server_is_measured_and_left_running() {
    let server = Server::start();
    server.client.import("a.jsonl", r#"{"id":"1","text":"味道好","time":"2024-05-01"}"#.as_bytes(), "a");
    let ran = run(&server.data(), ["bench", "--rounds", "2"]);
    let report = the_report(&ran);
    assert_eq!((&report["server"]["started_for_the_bench"], &report["reviews"]), (&json!(false), &json!(1)));
    assert_eq!(report["server"]["address"], server.client.address.to_string());
    assert_eq!(server.client.get("/readyz").status, 200);
}

#[test]
fn a_workload_of_ones_own_is_resolved_for_the_reviews_at_hand() {
    let server = small();
    let file = server.folder().join("own.jsonl");
    // Two reviews of the most frequent item (by name, where two are level), one of the second half of the time.
    let lines = [r#"{"filter":{"item":[1]}}"#, r#"{"q":"好吃","filter":{"created":{"to":0.5}}}"#];
    fs::write(&file, lines.join("\n")).unwrap();
    let ran = run(&server.data(), ["bench", "--rounds", "1", "--workload", file.to_str().unwrap()]);
    let report = the_report(&ran);
    assert_eq!(report["queries"], 2);
    // Two of five and one of five are far above a tenth.
    assert_eq!(report["queries_by_hits"], json!({"below_1k": 0, "from_1k_to_100k": 0, "above_100k": 2}));
}

#[test]
fn what_keeps_it_from_running_is_said() {
    let server = small();
    let file = server.folder().join("faulty.jsonl");
    let cases = [
        ("{\"q\":\"好\"}\n{\"query\":\"好\"}", "invalid_request"),
        ("{\"filter\":{\"item\":[0]}}", "invalid_request"),
        ("", "empty_file"),
        ("{\"q\":\"(好\"}", "invalid_query"),
        ("{\"filter\":{\"colour\":[\"红\"]}}", "unknown_field"),
    ];
    for (text, code) in cases {
        fs::write(&file, text).unwrap();
        let ran = run(&server.data(), ["bench", "--workload", file.to_str().unwrap()]);
        assert_eq!((ran.code, ran.error().as_str()), (Some(1), code), "{text}");
    }
    let ran = run(&server.data(), ["bench", "--workload", "/nowhere/workload.jsonl"]);
    assert_eq!((ran.code, ran.error().as_str()), (Some(1), "unreadable_file"));
    assert_eq!(run(&server.data(), ["bench", "--rounds", "0"]).code, Some(2));
    let empty = TempDir::new().unwrap();
    let ran = run(empty.path(), ["bench"]);
    assert_eq!((ran.code, ran.error().as_str()), (Some(1), "invalid_request"), "there are no reviews");
    let config = empty.path().join("pinglan.toml");
    fs::write(&config, "schema_dir = '/nowhere'").unwrap();
    let ran = run(empty.path(), ["bench", "--config", config.to_str().unwrap()]);
    assert_eq!(ran.code, Some(1));
    assert_ne!(ran.error(), "internal", "the started server's own error is passed on: {ran:?}");
}
