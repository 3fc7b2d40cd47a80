//! What a query is understood as: canonical form, synonyms on request, approximate search on request.

use serde_json::json;

use super::{encoded, ids};
use crate::support::server::small;

#[test]
fn the_answer_shows_how_the_query_was_read() {
    let answer = small().client.search(&json!({"q": "评分≤２ （上菜慢　或 near(服务员 差, 5)） 标题：差评"})).ok();
    assert_eq!(answer["parsed"], "rating:0.5..2 (上菜慢 OR near(\"服务员\" \"差\", 5)) title:差评");
    assert_eq!(ids(&answer), ["shop:1"]);
    assert_eq!(answer["hits"][0]["title_highlights"], json!([[0, 2]]));
    assert_eq!(answer["understood"], json!([["上菜", "慢"], ["服务员", "差"], ["差", "评"]]));
    let reply = small().client.search(&json!({"q": "回复:抱歉"})).ok();
    assert_eq!(reply["hits"][0]["reply_highlights"], json!([[0, 2]]));
    assert_eq!(reply["hits"][0]["highlights"], json!([]));
}

#[test]
fn synonyms_are_named_and_applied_only_when_asked_for() {
    let client = &small().client;
    let typed = client.search(&json!({"q": "店员态度"})).ok();
    assert_eq!((&typed["total"], &typed["mode"]), (&json!(0), &json!("exact")));
    let available = typed["synonyms"].as_array().unwrap();
    let piece = available.iter().find(|entry| entry["piece"] == "店员").unwrap();
    assert!(piece["words"].as_array().unwrap().contains(&json!("服务员")) && piece["applied"] == false, "{piece}");
    for answer in [
        client.search(&json!({"q": "店员态度", "synonyms": true})).ok(),
        client.get(&format!("/api/v1/search?q={}&synonyms=true", encoded("店员态度"))).ok(),
    ] {
        assert_eq!(ids(&answer), ["shop:1"]);
        assert_eq!((&answer["mode"], &answer["parsed"]), (&json!("exact"), &json!("店员态度")));
        assert!(answer["synonyms"].as_array().unwrap().iter().all(|entry| entry["applied"] == true));
        assert!(answer["understood"][0][0].as_str().unwrap().starts_with("店员|服务员"), "{}", answer["understood"]);
        assert!(!answer["hits"][0]["highlights"].as_array().unwrap().is_empty());
    }
    // A negation excludes exactly what was typed.
    let negated = client.search(&json!({"q": "慢 -店员", "synonyms": true})).ok();
    assert_eq!(negated["total"], client.search(&json!({"q": "慢"})).ok()["total"]);
}

#[test]
fn an_approximate_search_is_offered_and_labelled() {
    let client = &small().client;
    let q = "\"上菜慢\" 包厢 评分<=2";
    let exact = client.search(&json!({"q": q})).ok();
    assert_eq!((&exact["total"], &exact["approximate_available"]), (&json!(0), &json!(true)));
    let wide = client.search(&json!({"q": q, "approximate": true})).ok();
    assert_eq!((&wide["mode"], wide.get("approximate_available")), (&json!("approximate"), None));
    assert!(wide["total"].as_u64().unwrap() >= 2);
    assert!(wide["hits"].as_array().unwrap().iter().all(|hit| hit["rating"].as_f64().unwrap() <= 2.0));
    for nothing in ["龘龘龘", "item:没有的店", "\"上菜慢\" 评分<=2 item:没有的店"] {
        let answer = client.search(&json!({"q": nothing})).ok();
        assert_eq!((&answer["total"], &answer["approximate_available"]), (&json!(0), &json!(false)), "{nothing}");
    }
    let found = client.search(&json!({"q": "慢"})).ok();
    assert_eq!(found.get("approximate_available"), None);
}
