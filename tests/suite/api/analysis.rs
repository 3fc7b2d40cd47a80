//! `/analyze`, the analysis of hits, and corrections by operators.

use serde_json::{Value, json};

use crate::support::{
    reviews::SMALL_CSV,
    server::{Server, small},
};

fn under(text: &str, range: &Value) -> String {
    let at = |index: usize| usize::try_from(range[index].as_u64().unwrap()).unwrap();
    text.chars().skip(at(0)).take(at(1) - at(0)).collect()
}

#[test]
fn a_text_is_analysed_and_not_stored() {
    let server = small();
    let before = server.client.get("/api/v1/reviews/shop:1").ok();
    let texts = ["菜很好吃，但是上菜太慢了，服務員態度也差！", "", "OK 👍"];
    let answer = server.client.post("/api/v1/analyze", &json!({"texts": texts, "pack": "restaurant"})).ok();
    assert_eq!((&answer["pack"], answer["texts"].as_array().unwrap().len()), (&json!("restaurant"), 3));
    let first = &answer["texts"][0];
    let aspects: Vec<(&str, &str)> = first["aspects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|aspect| (aspect["aspect"].as_str().unwrap(), aspect["polarity"].as_str().unwrap()))
        .collect();
    for expected in
        [("dish_taste", "positive"), ("service_serving_speed", "negative"), ("service_waiters_attitude", "negative")]
    {
        assert!(aspects.contains(&expected), "{expected:?} in {aspects:?}");
    }
    let clauses: Vec<String> =
        first["clauses"].as_array().unwrap().iter().map(|clause| under(texts[0], &clause["range"])).collect();
    assert_eq!(clauses, ["菜很好吃", "但是上菜太慢了", "服務員態度也差"]);
    for opinion in first["opinions"].as_array().unwrap() {
        assert_eq!(opinion["opinion"], under(texts[0], &opinion["opinion_range"]), "{opinion}");
        if !opinion["term"].is_null() {
            assert_eq!(opinion["term"], under(texts[0], &opinion["term_range"]), "{opinion}");
        }
    }
    assert!(first["words"].as_array().unwrap().contains(&json!("服务员")), "{first}");
    assert_eq!(answer["texts"][1]["clauses"], json!([]));
    assert_eq!(server.client.get("/api/v1/reviews/shop:1").ok(), before);
}

#[test]
fn bad_requests_for_an_analysis_are_refused() {
    let client = &small().client;
    let many = json!({"texts": vec!["好"; 101]});
    assert_eq!(client.post("/api/v1/analyze", &many).problem(400, "limit_exceeded")["faults"][0]["field"], "/texts");
    let unknown = client.post("/api/v1/analyze", &json!({"texts": [], "pack": "x"})).problem(400, "invalid_value");
    assert_eq!(unknown["faults"][0]["field"], "/pack");
    client.post("/api/v1/analyze", &json!({"text": "好"})).problem(400, "unknown_field");
    client.post("/api/v1/analyze", &json!({"texts": [1]})).problem(400, "invalid_value");
    let long = "上菜慢13800138000".repeat(20_000);
    assert_eq!(client.post("/api/v1/analyze", &json!({"texts": [long]})).status, 200);
    let huge = "慢".repeat(3_000_000);
    client.post("/api/v1/analyze", &json!({"texts": [huge]})).problem(413, "payload_too_large");
}

fn corrected() -> Server {
    let server = Server::start();
    server.client.import("small.csv", SMALL_CSV.as_bytes(), "shop");
    server
}

fn total(server: &Server, filter: &Value) -> Value {
    server.client.search(&json!({"filter": filter})).ok()["total"].clone()
}

#[test]
fn a_correction_overrides_the_analysis_everywhere_until_it_is_taken_back() {
    let server = corrected();
    let id = "/api/v1/reviews/shop:1";
    let original = server.client.get(id).ok();
    assert_eq!(original["correction"], Value::Null);
    let wanted = json!({
        "bucket": "very_positive", "flags": ["privacy"],
        "aspects": [{"aspect": "dish_taste", "polarity": "positive"}],
    });
    let answer = server.client.patch(id, &wanted).ok();
    assert_eq!(answer["sentiment"]["bucket"], "very_positive");
    assert_eq!(answer["sentiment"]["score"], original["sentiment"]["score"], "the score is the text's own");
    assert_eq!(answer["aspects"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&answer["aspects"][0]["aspect"], &answer["flags"][0]["flag"]),
        (&json!("dish_taste"), &json!("privacy"))
    );
    assert_eq!(answer["flags"][0]["reason"], "operator");
    let found =
        json!({"sentiment": ["very_positive"], "aspect_sentiment": ["dish_taste:positive"], "flag": ["privacy"]});
    assert_eq!(total(&server, &found), 1);
    // What is left out stays; null gives back.
    let answer = server.client.patch(id, &json!({"bucket": null})).ok();
    assert_eq!(answer["sentiment"], original["sentiment"]);
    assert_eq!(answer["correction"]["flags_added"], json!(["privacy"]));
    assert_eq!(total(&server, &found), 0);
    let answer = server.client.patch(id, &json!({"aspects": null, "flags": null})).ok();
    assert_eq!((&answer["aspects"], &answer["flags"]), (&original["aspects"], &original["flags"]));
    assert_eq!(answer["correction"], Value::Null);
    let verified = server.client.post("/api/v1/verify", &json!({})).ok();
    assert_eq!(verified["ok"], true, "{verified}");
}

#[test]
fn corrections_survive_a_rebuild_and_a_restart() {
    let server = corrected();
    server.client.patch("/api/v1/reviews/shop:1", &json!({"flags": ["advertising"], "bucket": "neutral"})).ok();
    let task = server.client.wait(&server.client.post("/api/v1/reindex", &json!({})).ok());
    assert_eq!(task["state"], "done", "{task}");
    let filter = json!({"flag": ["advertising"], "sentiment": ["neutral"]});
    assert_eq!(total(&server, &filter), 1);
    let server = Server::start_in(server.interrupt());
    assert_eq!(total(&server, &filter), 1);
}

#[test]
fn a_page_that_was_shown_before_shows_corrections_and_edits_at_once() {
    let server = Server::start();
    let import = |text: &str| {
        let csv = format!("id,text,rating,category\n1,{text},1,美食\n2,味道很好,5,美食\n");
        server.client.import("a.csv", csv.as_bytes(), "a")
    };
    let hit = || {
        let answer = server.client.search(&json!({"q": "味道"})).ok();
        answer["hits"].as_array().unwrap().iter().find(|hit| hit["id"] == "a:1").unwrap().clone()
    };
    import("味道很差");
    let first = hit();
    assert_eq!(
        (&first["sentiment"]["bucket"], &first),
        (&server.client.get("/api/v1/reviews/a:1").ok()["sentiment"]["bucket"], &hit())
    );
    server.client.patch("/api/v1/reviews/a:1", &json!({"bucket": "neutral", "flags": ["privacy"]})).ok();
    let corrected = hit();
    assert_eq!(
        (&corrected["sentiment"]["bucket"], &corrected["flags"][0]["flag"]),
        (&json!("neutral"), &json!("privacy"))
    );
    server.client.patch("/api/v1/reviews/a:1", &json!({"bucket": null, "flags": null})).ok();
    assert_eq!((&hit()["sentiment"], &hit()["flags"]), (&first["sentiment"], &first["flags"]));
    assert_eq!(import("味道非常好，环境也不错")["updated"], 1);
    let edited = server.client.get("/api/v1/reviews/a:1").ok();
    assert!(edited["sentiment"]["score"].as_f64() > first["sentiment"]["score"].as_f64(), "{edited}");
    assert_eq!(edited["clauses"].as_array().map(Vec::len), Some(2));
}

#[test]
fn bad_corrections_change_nothing() {
    let server = corrected();
    let patch = |id: &str, body: Value| server.client.patch(&format!("/api/v1/reviews/{id}"), &body);
    patch("shop:404", json!({})).problem(404, "review_not_found");
    patch("shop", json!({})).problem(400, "invalid_value");
    patch("shop:1", json!({"bucket": "good"})).problem(400, "invalid_value");
    patch("shop:1", json!({"stars": 5})).problem(400, "unknown_field");
    let several = json!({
        "flags": ["rude"], "bucket": 3,
        "aspects": [{"aspect": "dish_taste", "polarity": "good"}, {"aspect": "soul", "polarity": "positive"}],
    });
    let faults = patch("shop:1", several).problem(400, "invalid_value")["faults"].clone();
    let fields: Vec<&str> = faults.as_array().unwrap().iter().map(|fault| fault["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["/bucket", "/aspects/0/polarity", "/aspects/1/aspect", "/flags/0"]);
    assert_eq!(server.client.get("/api/v1/reviews/shop:1").ok()["correction"], Value::Null);
}
