//! `GET /reviews/{id}`.

use serde_json::json;

use super::encoded;
use crate::support::server::{Server, small};

#[test]
fn a_review_is_shown_with_all_that_is_known() {
    let server = small();
    let review = server.client.get(&format!("/api/v1/reviews/{}?q={}", encoded("shop:1"), encoded("上菜慢"))).ok();
    let expected = json!({
        "id": "shop:1", "source": "shop", "external_id": "1", "text": "上菜慢，服务员态度很差。", "title": "差评", "reply": "抱歉",
        "rating": 1.0, "rating_raw": "1", "import": 1, "row": 1, "versions": [], "highlights": [[0, 3]],
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&review[name], value, "{name}");
    }
    assert_eq!(review["attributes"]["city"], "武汉");
    let marked = |rest: &str| {
        let address = format!("/api/v1/reviews/{}?q={}{rest}", encoded("shop:1"), encoded("店员"));
        server.client.get(&address).ok()["highlights"].clone()
    };
    assert_eq!((marked(""), marked("&synonyms=true")), (json!([]), json!([[4, 7]])));
    assert_eq!(marked("&approximate=true"), json!([[4, 7]]));
}

#[test]
fn what_was_replaced_is_kept_as_a_version() {
    let server = Server::start();
    server.client.import("a.csv", "id,text,rating,item\n1,旧的评价,2,甲\n".as_bytes(), "a");
    let report = server.client.import("b.csv", "id,text\n1,新的评价\n".as_bytes(), "a");
    assert_eq!(report["updated"], 1);
    let review = server.client.get("/api/v1/reviews/a%3A1").ok();
    // An absent column never erases.
    assert_eq!(
        (&review["text"], &review["rating"], &review["item_name"]),
        (&json!("新的评价"), &json!(2.0), &json!("甲"))
    );
    assert_eq!(review["versions"][0]["text"], "旧的评价");
    assert_eq!(review["versions"][0]["import"], 1);
    assert_eq!(server.client.search(&json!({"q": "旧的"})).ok()["total"], 0);
}

#[test]
fn an_id_may_hold_anything() {
    let server = Server::start();
    let odd = "a/b:c?d=1&e #%2F";
    let row = json!({"id": odd, "text": "好"}).to_string();
    server.client.import("a.jsonl", row.as_bytes(), "a");
    let id = format!("a:{odd}");
    assert_eq!(server.client.get(&format!("/api/v1/reviews/{}", encoded(&id))).ok()["id"], id);
}

#[test]
fn what_is_not_there_is_not_found() {
    let server = small();
    server.client.get("/api/v1/reviews/shop%3A99").problem(404, "review_not_found");
    server.client.get("/api/v1/reviews/other%3A1").problem(404, "review_not_found");
    for id in ["shop", "%3A1", "shop%3A", "Shop%3A1", "%E5%BA%97%3A1"] {
        server.client.get(&format!("/api/v1/reviews/{id}")).problem(400, "invalid_value");
    }
    server.client.get("/api/v1/reviews/shop%3A1?q=%22").problem(400, "invalid_query");
    let answer = server.client.get("/api/v1/reviews/shop%3A1?colour=red");
    assert_eq!(answer.status, 400, "{}", answer.text());
}

#[test]
fn other_reviews_with_nearly_the_same_text_are_listed() {
    let server = Server::start();
    let text = "这家店的红烧牛肉面汤头浓郁牛肉给得很足面条劲道下次还会带着家人一起来吃";
    let mut csv = String::from("id,text,created_at\n");
    for day in 1..=24 {
        csv.push_str(&format!("{day},{text}{},2024-03-{:02} 12:00:00\n", "。".repeat(day % 3), 25 - day));
    }
    csv.push_str("99,房间隔音太差隔壁说话听得一清二楚一晚上没睡好第二天退了房,2024-03-01 12:00:00\n");
    server.client.import("a.csv", csv.as_bytes(), "a");
    let review = server.client.get("/api/v1/reviews/a%3A24").ok();
    let others = review["duplicates"].as_array().unwrap();
    assert_eq!(others.len(), 20);
    assert!(others.iter().all(|other| other["id"] != "a:24" && other["text"].as_str().unwrap().starts_with(text)));
    let times: Vec<&str> = others.iter().map(|other| other["created_at"].as_str().unwrap()).collect();
    assert!(times.is_sorted(), "{times:?}");
    assert_eq!(server.client.get("/api/v1/reviews/a%3A99").ok()["duplicates"], json!([]));
}
