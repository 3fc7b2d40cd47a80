//! More requests than the service can take: it sheds the rest, keeps its promises to those it took, and recovers at once.

use std::{
    collections::BTreeMap,
    io::Write,
    net::TcpStream,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::support::{client::Answer, random::Random, reviews, server::Server};

/// A server with little capacity, and enough reviews that a search takes milliseconds.
fn narrow(threads: usize) -> Server {
    let config = format!("search_threads = {threads}\nsearch_queue = 2\nheavy_queue = 2\nsearch_deadline_ms = 4000\n");
    let (server, mut random) = (Server::configured(&config), Random::new("load"));
    let rows: String = (0..4_000).map(|id| format!("{}\n", reviews::row(id, &mut random))).collect();
    assert_eq!(server.client.import("load.jsonl", rows.as_bytes(), "load")["inserted"], 4_000);
    server
}

/// A request that no other shares, so that neither cache nor single flight answers it.
fn unique() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

fn search() -> Value {
    json!({
        "q": format!("好 或 不 或 的 或 了 或 \"唯一{}\"", unique()), "sort": "relevance", "limit": 200,
        "facets": ["rating", "sentiment", "item", "city", "brand"], "timeline": {"interval": "day", "split": "sentiment"}
    })
}

/// Answers by status, after checking that only successes and refusals came, each in time.
fn count(answers: &[(Answer, Duration)]) -> BTreeMap<u16, usize> {
    let mut counts = BTreeMap::new();
    for (answer, took) in answers {
        match answer.status {
            200 => assert!(*took < Duration::from_secs(5), "an accepted request took {took:?}"),
            503 => {
                answer.problem(503, "busy");
                let retry_after_s: u32 = answer.header("retry-after").parse().unwrap();
                assert!((1..=60).contains(&retry_after_s));
            }
            other => panic!("{other} {}", answer.text()),
        }
        *counts.entry(answer.status).or_insert(0) += 1;
    }
    counts
}

#[test]
fn a_flood_is_shed_and_the_service_recovers_at_once() {
    let server = narrow(1);
    let answers = Mutex::new(Vec::new());
    thread::scope(|scope| {
        // One runs and two wait: twelve at a time are four times what fits.
        for _ in 0..12 {
            scope.spawn(|| {
                for _ in 0..25 {
                    let begun = Instant::now();
                    let answer = server.client.search(&search());
                    answers.lock().unwrap().push((answer, begun.elapsed()));
                }
            });
        }
    });
    let counts = count(&answers.into_inner().unwrap());
    assert!(counts[&200] > 0 && counts[&503] > 0, "{counts:?}");
    assert_eq!(server.metric("pinglan_jobs_shed_total{lane=\"light\"}"), counts[&503] as u64);
    assert_eq!(server.metric("pinglan_jobs_waiting{lane=\"light\"}"), 0);
    server.client.search(&search()).ok();
}

/// Cross-tables and exports leave a thread to the searches.
#[test]
fn heavy_work_does_not_starve_searches() {
    let server = narrow(2);
    let ended = AtomicUsize::new(0);
    let answers = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..15 {
                    let body = json!({"q": format!("-\"唯一{}\"", unique()), "dimensions": ["day", "item", "rating"]});
                    let begun = Instant::now();
                    let answer = server.client.post("/api/v1/pivot", &body);
                    answers.lock().unwrap().push((answer, begun.elapsed()));
                }
                ended.fetch_add(1, Ordering::Relaxed);
            });
        }
        let mut searches = 0;
        while ended.load(Ordering::Relaxed) < 8 {
            // One after another: heavy work may never make one of them wait in vain.
            server.client.search(&search()).ok();
            searches += 1;
        }
        assert!(searches > 0);
    });
    let counts = count(&answers.into_inner().unwrap());
    assert!(counts[&200] > 0 && counts[&503] > 0, "{counts:?}");
    assert_eq!(server.metric("pinglan_jobs_shed_total{lane=\"light\"}"), 0);
    assert_eq!(server.metric("pinglan_jobs_shed_total{lane=\"heavy\"}"), counts[&503] as u64);
}

/// A client that closes its connection ends its job, whether it waits or runs.
#[test]
fn a_client_that_leaves_cancels_its_job() {
    let server = narrow(1);
    server.until("cancelled", |server| {
        let streams: Vec<TcpStream> = (0..3)
            .map(|_| {
                let (mut stream, body) = (TcpStream::connect(server.client.address).unwrap(), search().to_string());
                write!(
                    stream,
                    "POST /api/v1/search HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
                    body.len()
                )
                .unwrap();
                stream
            })
            .collect();
        thread::sleep(Duration::from_millis(2));
        drop(streams);
        server.metric("pinglan_jobs_cancelled_total{lane=\"light\"}") > 0
    });
    server.until("idle", |server| server.metric("pinglan_jobs_running{lane=\"light\"}") == 0);
    server.client.search(&search()).ok();
}

/// Identical requests at one time are computed once.
#[test]
fn identical_requests_share_one_computation() {
    let server = narrow(1);
    server.until("shared", |server| {
        let body = search();
        thread::scope(|scope| {
            let asked: Vec<_> = (0..12).map(|_| scope.spawn(|| server.client.search(&body).ok())).collect();
            let answers: Vec<Value> = asked.into_iter().map(|answer| answer.join().unwrap()).collect();
            assert!(answers.iter().all(|answer| answer == &answers[0]));
        });
        server.metric("pinglan_answers_shared_total") > 0
    });
    assert_eq!(server.metric("pinglan_jobs_shed_total{lane=\"light\"}"), 0);
}

/// After an import, what was asked before is answered from the cache again, with the new counts.
#[test]
fn a_new_snapshot_is_warmed_up() {
    let server = narrow(1);
    let (pivot, body) = (json!({"dimensions": ["source"]}), json!({"q": "好", "facets": ["item"]}));
    let total = server.client.search(&body).ok()["total"].as_u64().unwrap();
    server.client.post("/api/v1/pivot", &pivot).ok();
    server.client.post("/api/v1/facets/city/values", &json!({"contains": "海"})).ok();
    let before = server.metric("pinglan_warm_ups_total");
    server.client.import("more.jsonl", b"{\"id\":\"x\",\"text\":\"\xe5\xa5\xbd\"}\n", "more");
    server.until("warm", |server| server.metric("pinglan_warm_ups_total") >= before + 3);
    let hits = server.metric("pinglan_cache_hits_total");
    assert_eq!(server.client.search(&body).ok()["total"], json!(total + 1));
    assert_eq!(server.client.post("/api/v1/pivot", &pivot).ok()["total"], 4_001);
    assert_eq!(server.metric("pinglan_cache_hits_total"), hits + 2);
}
