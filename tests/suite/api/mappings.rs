//! `/mappings` and `/imports/preview`: what columns are, chosen by people and kept by name.

use serde_json::{Value, json};
use tempfile::TempDir;

use super::text;
use crate::support::{
    command::run,
    server::{Server, small},
};

const CSV: &str = "序,甲,乙,丙\n1,好吃,9,武汉\n2,难吃,2,\n3,,11,\n";

fn mapping() -> Value {
    json!({"source": "mine", "item": "一号店", "scale": "10",
        "columns": {"序": "external_id", "甲": "text", "乙": "rating", "丙": "city"}, "header": ["序", "甲", "乙", "丙"]})
}

#[test]
fn a_mapping_is_kept_and_used_by_name_or_unasked() {
    let server = Server::start();
    let client = &server.client;
    let plain = client.wait(&client.upload("a.csv", CSV.as_bytes(), &[]).ok());
    assert_eq!(text(&plain, "/problem/code"), "missing_text_column");
    let given = client
        .wait(&client.upload("a.csv", CSV.as_bytes(), &[("mapping", &mapping().to_string()), ("source", "x")]).ok());
    assert_eq!((&given["result"]["inserted"], &given["result"]["rejected"]), (&json!(2), &json!(1)), "{given}");
    let path = "/api/v1/mappings/%E9%97%A8%E5%BA%97%20A";
    let kept = client.put(path, &mapping()).ok();
    assert_eq!((text(&kept, "/name"), &kept["mapping"]["columns"]["甲"]), ("门店 A", &json!("text")));
    let list = client.get("/api/v1/mappings").ok();
    assert_eq!(list["mappings"], json!([kept]));
    assert!(list["presets"].as_array().unwrap().iter().any(|preset| preset["name"] == "jd"));
    for fields in [&[("mapping", "门店 A")][..], &[]] {
        let task = client.wait(&client.upload("a.csv", CSV.as_bytes(), fields).ok());
        assert_eq!((text(&task, "/result/source"), &task["result"]["rejected"]), ("mine", &json!(1)), "{task}");
    }
    let review = client.get("/api/v1/reviews/mine%3A1").ok();
    assert_eq!((&review["rating"], text(&review, "/item_name")), (&json!(4.5), "一号店"));
    assert_eq!(client.delete(path).ok(), json!({"name": "门店 A"}));
    client.delete(path).problem(404, "unknown_mapping");
    client.upload("a.csv", CSV.as_bytes(), &[("mapping", "门店 A")]).problem(404, "unknown_mapping");
}

#[test]
fn mappings_with_faults_are_refused() {
    let client = &small().client;
    client.put("/api/v1/mappings/a", &json!({"columns": {"x": "nothing"}})).problem(400, "invalid_mapping");
    client.put("/api/v1/mappings/a", &json!({"zone": "Mars/Base"})).problem(400, "invalid_mapping");
    client.put("/api/v1/mappings/jd", &json!({})).problem(400, "invalid_mapping");
    client.put("/api/v1/mappings/%20", &json!({})).problem(400, "invalid_mapping");
    client.put("/api/v1/mappings/a", &json!({"colour": 1})).problem(400, "unknown_field");
    client.preview("a.csv", CSV.as_bytes(), &[("mapping", "{\"x\":1}")]).problem(400, "invalid_mapping");
    client.preview("a.csv", CSV.as_bytes(), &[("mapping", "nobody")]).problem(404, "unknown_mapping");
    client.preview("a.csv", CSV.as_bytes(), &[("preset", "nobody")]).problem(400, "unknown_preset");
    client.preview("a.csv", CSV.as_bytes(), &[("colour", "x")]).problem(400, "unknown_field");
    client.preview("a.json", b"{\"a\":[{\"text\":1}]}", &[("path", "b")]).problem(400, "unknown_path");
    assert_eq!(client.get("/api/v1/mappings").ok()["mappings"], json!([]));
}

#[test]
fn a_preview_stores_nothing_and_leads_to_the_import_that_it_shows() {
    let server = Server::start();
    let client = &server.client;
    let preview = client.preview("a.csv", CSV.as_bytes(), &[]).ok();
    assert_eq!((text(&preview, "/problem/code"), text(&preview, "/encoding")), ("missing_text_column", "utf-8"));
    assert_eq!(preview["columns"][1], json!({"name": "甲", "field": null, "samples": ["好吃", "难吃"]}));
    assert!(text(&preview, "/problem/hint").contains("映射"));
    let fixed = client.preview("a.csv", CSV.as_bytes(), &[("mapping", &mapping().to_string())]).ok();
    assert_eq!((&fixed["problem"], &fixed["rows_rejected"]), (&Value::Null, &json!(1)));
    let first = &fixed["rows"][0]["reviews"][0];
    assert_eq!(
        (text(first, "/id"), &first["rating"], text(first, "/attributes/city")),
        ("mine:1", &json!(4.5), "武汉")
    );
    let fault = &fixed["faults"][0];
    assert_eq!((&fault["row"], text(fault, "/code"), text(fault, "/column")), (&json!(3), "invalid_rating", "乙"));
    assert!(text(fault, "/hint").contains("分制"));
    assert_eq!(client.get("/api/v1/imports").ok()["imports"], json!([]));
    assert_eq!(client.search(&json!({})).ok()["total"], 0);
    // What it assumes, given back, reads the same.
    let again = client.preview("a.csv", CSV.as_bytes(), &[("mapping", &fixed["mapping"].to_string())]).ok();
    assert_eq!((&again["rows"], &again["columns"]), (&fixed["rows"], &fixed["columns"]));
    let nested = client.preview("a.json", "{\"d\":{\"l\":[{\"text\":\"好\"}]}}".as_bytes(), &[]).ok();
    assert_eq!((text(&nested, "/format"), text(&nested, "/path")), ("json", "d.l"));
}

#[test]
fn the_command_line_previews_and_keeps_mappings() {
    let dir = TempDir::new().unwrap();
    let (data, file, json) = (dir.path().join("data"), dir.path().join("a.csv"), dir.path().join("m.json"));
    std::fs::write(&file, CSV).unwrap();
    std::fs::write(&json, mapping().to_string()).unwrap();
    let file = file.to_str().unwrap();
    let preview = run(&data, ["import", "--preview", file]);
    assert_eq!((preview.code, text(&preview.lines[0], "/problem/code")), (Some(0), "missing_text_column"));
    let at = format!("@{}", json.display());
    assert_eq!(run(&data, ["import", "--keep-mapping", "月报", "--mapping", &at]).code, Some(0));
    let shown = run(&data, ["import", "--preview", file, "--mapping", "月报"]);
    assert_eq!((&shown.lines[0]["problem"], &shown.lines[0]["rows_rejected"]), (&Value::Null, &json!(1)), "{shown:?}");
    let imported = run(&data, ["import", file, "--mapping", "月报", "--item", "二号店"]);
    assert_eq!((imported.code, text(&imported.lines[0], "/source")), (Some(3), "mine"));
    assert_eq!(run(&data, ["search", "item:二号店"]).lines[0]["total"], 2);
    let unknown = run(&data, ["import", file, "--mapping", "没有"]);
    assert_eq!((unknown.code, unknown.error().as_str()), (Some(1), "unknown_mapping"));
    let missing = run(&data, ["import", "--preview", "no-such-file.csv"]);
    assert_eq!((missing.code, missing.error().as_str()), (Some(1), "unreadable_file"));
}
