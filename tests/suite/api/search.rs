//! `POST /search` and `GET /search`.

use std::io::Read;

use serde_json::{Value, json};

use super::{encoded, ids};
use crate::support::server::{Server, small};

#[test]
fn a_page_shows_hits_figures_and_one_snapshot() {
    let server = small();
    let body = json!({
        "q": "上菜慢", "facets": ["rating", "city", "sentiment"], "timeline": {"interval": "month", "split": "sentiment"}
    });
    let answer = server.client.search(&body).ok();
    assert_eq!((&answer["total"], &answer["mode"]), (&json!(2), &json!("exact")));
    assert_eq!(answer["understood"], json!([["上菜", "慢"]]));
    assert!(answer["took_ms"].as_f64().unwrap() >= 0.0);
    assert_eq!(answer["next_cursor"], Value::Null);
    // The literal string ranks before the pieces apart.
    assert_eq!(ids(&answer), ["shop:1", "shop:5"]);
    let hit = &answer["hits"][0];
    let expected = json!({
        "id": "shop:1", "item_name": "甲店", "rating": 1.0, "created_at": "2021-03-01T00:00:00+08:00", "created_precision": "second",
        "title": "差评", "text": "上菜慢，服务员态度很差。", "append": null, "reply": "抱歉", "likes": 3,
        "highlights": [[0, 3]], "title_highlights": [], "append_highlights": [], "flags": [],
        "case": {"status": "new", "tags": []},
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&hit[name], value, "{name}");
    }
    assert!(hit["sentiment"]["score"].as_f64().unwrap() < 0.0, "{hit}");
    assert_eq!(answer["hits"][1]["highlights"], json!([[0, 2], [4, 5]]));
    let rating = &answer["facets"]["rating"];
    assert_eq!((&rating["distinct"], &rating["missing"]), (&json!(2), &json!(0)));
    assert_eq!(rating["buckets"][1], json!({"value": "1", "count": 1, "selected": false}));
    assert_eq!(answer["facets"]["city"]["missing"], 1);
    assert_eq!(answer["timeline"]["zone"], "Asia/Shanghai");
    assert_eq!(answer["timeline"]["missing"], 1);
    assert_eq!(answer["timeline"]["buckets"][0]["start"], "2021-03-01");
    assert_eq!(answer["timeline"]["buckets"][0]["avg_rating"], 1.0);
    assert_eq!(answer["timeline"]["buckets"][0]["split"].as_object().unwrap().len(), 5);
    assert_eq!((&answer["summary"]["count"], &answer["summary"]["avg_rating"]), (&json!(2), &json!(1.5)));
}

#[test]
fn queries_mean_what_the_manual_says() {
    let server = small();
    let cases: [(&str, &[&str]); 20] = [
        ("", &["1", "2", "3", "4", "5"]),
        (" \u{3000} ", &["1", "2", "3", "4", "5"]),
        ("上菜慢", &["1", "5"]),
        ("\"上菜慢\"", &["1"]),
        ("“上菜慢”", &["1"]),
        ("慢 -服务员", &["5"]),
        ("慢 NOT 服务员", &["5"]),
        ("慢 非 服务员", &["5"]),
        ("好吃 OR 排队", &["2", "4"]),
        ("好吃 或 排队", &["2", "4"]),
        ("好吃|排队", &["2", "4"]),
        ("(好吃 | 排队) -小时", &["2"]),
        ("（好吃｜排队）－小时", &["2"]),
        ("-慢", &["2", "3", "4"]),
        ("环境", &["2"]),
        ("ｗｉｆｉ", &["3"]),
        ("\"时...\"", &["4"]),
        ("😀", &["2"]),
        ("差评", &["1"]),
        ("抱歉", &[]),
    ];
    for (q, expected) in cases {
        let answer = server.client.search(&json!({"q": q, "sort": "newest"})).ok();
        let mut found: Vec<&str> = ids(&answer).iter().map(|id| id.trim_start_matches("shop:")).collect();
        found.sort_unstable();
        assert_eq!(found, expected, "{q}");
        assert_eq!(answer["total"], expected.len(), "{q}");
    }
}

#[test]
fn filters_mean_what_the_manual_says() {
    let server = small();
    let cases: [(Value, &[&str]); 22] = [
        (json!({"rating": {"gte": 0.5, "lte": 2.5}}), &["1", "5"]),
        (json!({"rating": [1, 4.5]}), &["1", "2"]),
        (json!({"rating": {"gte": 5}}), &["3"]),
        (json!({"rating": {}}), &["1", "2", "3", "4", "5"]),
        (json!({"created": {"from": null, "to": null}}), &["1", "2", "3", "4", "5"]),
        (json!({"created": {"from": "2021-03-01", "to": "2021-03-01"}}), &["1"]),
        (json!({"created": {"to": "2021-02-28"}}), &["2"]),
        (json!({"created": {"from": "2021-06-30"}}), &["3", "4"]),
        (json!({"created": {"from": "2021-02-28T15:59:59Z", "to": "2021-02-28T16:00:00Z"}}), &["2"]),
        (json!({"created": {"from": "2021-03-01T00:00:00+08:00"}}), &["1", "3", "4"]),
        (json!({"item": ["甲店"]}), &["1", "2"]),
        (json!({"item": ["甲店", "乙店"], "city": ["上海"]}), &["3", "4"]),
        (json!({"item": []}), &["1", "2", "3", "4", "5"]),
        (json!({"item": ["没有"]}), &[]),
        (json!({"source": ["shop"]}), &["1", "2", "3", "4", "5"]),
        (json!({"has": ["reply"]}), &["1"]),
        (json!({"has": ["reply", "append"]}), &["1", "2"]),
        (json!({"missing": ["rating"]}), &["4"]),
        (json!({"missing": ["created", "item"]}), &["5"]),
        (json!({"not": {"item": ["甲店"]}}), &["3", "4", "5"]),
        (json!({"not": {"item": ["甲店"], "city": ["上海"]}}), &["5"]),
        (json!({"all": [{"q": "慢"}, {"filter": {"city": ["武汉"]}}], "none": [{"q": "好吃"}]}), &["1"]),
    ];
    for (filter, expected) in cases {
        let answer = server.client.search(&json!({"filter": filter, "sort": "oldest"})).ok();
        let mut found: Vec<&str> = ids(&answer).iter().map(|id| id.trim_start_matches("shop:")).collect();
        found.sort_unstable();
        assert_eq!(found, expected, "{filter}");
    }
}

#[test]
fn every_sort_is_total() {
    let server = small();
    let cases: [(&str, &[&str]); 6] = [
        ("relevance", &["4", "3", "1", "2", "5"]),
        ("newest", &["4", "3", "1", "2", "5"]),
        ("oldest", &["2", "1", "3", "4", "5"]),
        ("rating_asc", &["1", "5", "2", "3", "4"]),
        ("rating_desc", &["3", "2", "5", "1", "4"]),
        ("likes", &["3", "1", "5", "4", "2"]),
    ];
    for (sort, expected) in cases {
        let answer = server.client.search(&json!({"sort": sort})).ok();
        let found: Vec<&str> = ids(&answer).iter().map(|id| id.trim_start_matches("shop:")).collect();
        assert_eq!(found, expected, "{sort}");
    }
}

#[test]
fn times_keep_their_precision() {
    let server = small();
    let answer = server.client.search(&json!({"sort": "oldest"})).ok();
    let times: Vec<Value> = answer["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| json!([hit["created_at"], hit["created_precision"]]))
        .collect();
    assert_eq!(
        times,
        [
            json!(["2021-02-28T23:59:59+08:00", "second"]),
            json!(["2021-03-01T00:00:00+08:00", "second"]),
            json!(["2021-06-30T00:00:00+08:00", "day"]),
            json!(["2021-06-30T12:30:00+08:00", "minute"]),
            json!([null, null]),
        ]
    );
}

#[test]
fn the_address_of_the_page_is_the_same_request() {
    let server = small();
    let without_time = |mut answer: Value| {
        answer.as_object_mut().unwrap().remove("took_ms");
        answer
    };
    let cases = [
        ("", json!({})),
        (
            "q=%E6%85%A2&rating=1..2.5&sort=newest&limit=1&facets=rating,item&timeline=month",
            json!({"q": "慢", "filter": {"rating": {"gte": 1, "lte": 2.5}}, "sort": "newest", "limit": 1,
                "facets": ["rating", "item"], "timeline": {"interval": "month", "split": "sentiment"}}),
        ),
        (
            "created=2021-03-01..2021-06-30&item=%E7%94%B2%E5%BA%97&item=%E4%B9%99%E5%BA%97&-city=%E6%AD%A6%E6%B1%89",
            json!({"filter": {"created": {"from": "2021-03-01", "to": "2021-06-30"}, "item": ["甲店", "乙店"], "not": {"city": ["武汉"]}}}),
        ),
        (
            "rating=5&rating=1&missing=item&has=reply",
            json!({"filter": {"rating": [5, 1], "missing": ["item"], "has": ["reply"]}}),
        ),
    ];
    for (address, body) in cases {
        let (got, posted) = (server.client.get(&format!("/api/v1/search?{address}")), server.client.search(&body));
        assert_eq!(without_time(got.ok()), without_time(posted.ok()), "{address}");
    }
}

#[test]
fn a_cursor_leads_through_all_hits_of_one_snapshot() {
    let server = Server::start();
    let rows = |from: usize, to: usize| {
        (from..to).map(|id| format!("{{\"id\":\"{id}\",\"text\":\"好{id}\"}}\n")).collect::<String>()
    };
    server.client.import("a.jsonl", rows(0, 45).as_bytes(), "a");
    for sort in ["relevance", "newest", "oldest", "rating_asc", "rating_desc", "likes"] {
        let total = server.client.search(&json!({"q": "好"})).ok()["total"].as_u64().unwrap();
        let mut request = json!({"q": "好", "sort": sort, "limit": 20});
        let mut seen = Vec::new();
        for page in 0.. {
            let answer = server.client.search(&request).ok();
            assert_eq!(answer["total"], total, "{sort}");
            seen.extend(ids(&answer).iter().map(|id| (*id).to_owned()));
            if answer["next_cursor"].is_null() {
                break;
            }
            request["cursor"] = answer["next_cursor"].clone();
            if page == 0 {
                let next = usize::try_from(total).unwrap();
                server.client.import("b.jsonl", rows(next, next + 5).as_bytes(), "a");
                server.client.wait(&server.client.post("/api/v1/reindex", &json!({})).ok());
            }
        }
        let distinct: std::collections::BTreeSet<&String> = seen.iter().collect();
        assert_eq!((seen.len() as u64, distinct.len() as u64), (total, total), "{sort}");
    }
}

#[test]
fn a_repeated_request_gets_the_same_answer_until_something_changes() {
    let server = Server::start();
    server.client.import("a.jsonl", b"{\"id\":\"1\",\"text\":\"\xe5\xa5\xbd\"}\n", "a");
    let body = json!({"q": "好", "facets": ["rating"]});
    let (first, second) = (server.client.search(&body), server.client.search(&body));
    assert_eq!(first.text(), second.text());
    server.client.import("b.jsonl", b"{\"id\":\"2\",\"text\":\"\xe5\xa5\xbd\"}\n", "a");
    assert_eq!(server.client.search(&body).ok()["total"], 2);
}

#[test]
fn answers_are_compressed_when_asked() {
    let server = small();
    let headers = [("content-type", "application/json"), ("accept-encoding", "gzip")];
    let body = json!({"facets": ["rating", "item", "city"]}).to_string();
    let answer = server.client.post_with("/api/v1/search", &headers, body.as_bytes());
    assert_eq!(answer.header("content-encoding"), "gzip");
    let mut text = String::new();
    flate2::read::GzDecoder::new(answer.bytes.as_slice()).read_to_string(&mut text).unwrap();
    let answer: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(answer["total"], 5);
}

#[test]
fn an_unusual_value_can_be_filtered_by() {
    let server = small();
    for value in ["a:b", "a,b", "\"", "..", "%", "甲店&x=y", "\u{0}"] {
        let answer = server.client.get(&format!("/api/v1/search?item={}", encoded(value)));
        assert_eq!(answer.ok()["total"], 0, "{value:?}");
    }
}
