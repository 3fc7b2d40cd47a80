//! Exports: every review of the slice, in its order, as of one snapshot, and readable again.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::compare::SORTS;
use crate::support::{
    cases,
    corpus::{Corpus, shared},
    oracle::{Doc, Model},
    query::Q,
    random::Random,
    reviews,
    slice::Slice,
};

fn json_rows(file: &str) -> Vec<Value> {
    file.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The rows of a CSV file by column, in English names of the columns.
fn csv_rows(file: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(file.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn check_row(row: &Value, doc: &Doc, what: &str) {
    let content = &doc.review.content;
    let expected = json!({
        "id": doc.id, "source": doc.review.id.source, "item": content.item, "title": content.title, "text": content.text,
        "append": content.append, "reply": content.reply, "likes": content.likes, "sentiment": doc.bucket(),
        "rating": doc.rating.map(|half| f64::from(half) / 2.0), "sentiment_score": doc.sentiment as f64 / 1000.0,
        "city": content.attributes.get("city"), "brand": content.attributes.get("brand"),
        "aspects": doc.lists["aspect_sentiment"], "opinions": doc.lists["opinion"],
    });
    for (name, expected) in expected.as_object().unwrap() {
        assert_eq!(&row[name], expected, "{name} of {} in {what}", doc.id);
    }
    let flags: BTreeSet<&str> = row["flags"].as_array().unwrap().iter().map(|flag| flag.as_str().unwrap()).collect();
    assert!(flags.iter().copied().eq(doc.lists["flag"].iter()), "flags of {} in {what}", doc.id);
    let at = row["created_at"].as_str().map(|at| at.parse::<jiff::Timestamp>().unwrap().as_second());
    assert_eq!(at, doc.created, "created_at of {} in {what}", doc.id);
}

/// The rows are the reviews of `slice` as of `model`, in the order of `sort`.
fn check_rows(rows: &[Value], model: &Model, slice: &Slice, sort: &str, what: &str) {
    let expected = model.ordered(slice, sort);
    assert_eq!(rows.len(), expected.len(), "{what}");
    let by_score = sort == "relevance" && !slice.q.understood().is_empty();
    for (place, row) in rows.iter().enumerate() {
        let doc = if by_score {
            expected.iter().find(|doc| row["id"] == json!(doc.id)).unwrap_or_else(|| panic!("{row} in {what}"))
        } else {
            &expected[place]
        };
        check_row(row, doc, what);
    }
    let mut ids: Vec<&str> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), rows.len(), "{what}");
}

fn request(slice: &Slice, format: &str, sort: &str) -> Value {
    let mut request = slice.json();
    request["format"] = json!(format);
    request["sort"] = json!(sort);
    request
}

#[test]
fn exports_equal_a_scan() {
    let (shared, mut random) = (shared(), Random::new("exports"));
    for round in 0..cases(80, 1_000) {
        let slice = Slice::random(&shared.model, 1, &mut random);
        let sort = SORTS[round % SORTS.len()];
        let request = request(&slice, "jsonl", sort);
        let rows = json_rows(&shared.corpus.export(&request, |_| {}));
        check_rows(&rows, &shared.model, &slice, sort, &request.to_string());
        let found =
            shared.corpus.search(&json!({"q": request["q"], "filter": request["filter"], "sort": sort, "limit": 200}));
        let first: Vec<&Value> = rows.iter().take(200).map(|row| &row["id"]).collect();
        let page: Vec<&Value> = found["hits"].as_array().unwrap().iter().map(|hit| &hit["id"]).collect();
        assert_eq!(first, page, "the order of {request}");
        assert_eq!(found["total"], json!(rows.len()), "{request}");
    }
}

#[test]
fn an_export_shows_one_snapshot_while_reviews_change() {
    let corpus = Corpus::made_up(cases(600, 3_000));
    let mut random = Random::new("exports while importing");
    for sort in ["newest", "likes", "oldest"] {
        let (model, slice) = (corpus.model(), Slice::of(Q::All));
        let mut next_id = 2_000_000 + model.docs.len();
        let file = corpus.export(&request(&slice, "jsonl", sort), |part| match part {
            0 => corpus.update_some(&mut random),
            1 => {
                let rows: Vec<Value> = (next_id..next_id + 50).map(|id| reviews::row(id, &mut random)).collect();
                next_id += 50;
                corpus.import_rows(&rows, "b");
            }
            2 => corpus.service.rebuild(&Default::default()).unwrap(),
            _ => {}
        });
        check_rows(&json_rows(&file), &model, &slice, sort, sort);
        assert!(corpus.model().docs.len() > model.docs.len(), "nothing changed meanwhile");
    }
}

/// CSV says the same as JSON lines, and no cell of it begins like a formula.
#[test]
fn csv_says_the_same_and_runs_nowhere() {
    let corpus = Corpus::empty();
    let mut random = Random::new("csv");
    let texts = [
        "=1+1",
        "+86 很差",
        "-好",
        "@某人",
        "\t=1",
        "\r=2",
        "a\"b\"",
        "两\r\n行",
        "逗,号",
        "'引",
        "123456789012345",
        "007",
    ];
    let row = |(id, text): (usize, &str)| {
        let mut row = reviews::row(id, &mut random);
        row["text"] = json!(text);
        row["city"] = json!(text.trim());
        row
    };
    let rows: Vec<Value> = texts.into_iter().enumerate().map(row).collect();
    corpus.import_rows(&rows, "a");
    let slice = Slice::of(Q::All);
    let file = corpus.export(&request(&slice, "csv", "oldest"), |_| {});
    let lines = json_rows(&corpus.export(&request(&slice, "jsonl", "oldest"), |_| {}));
    assert!(file.starts_with("\u{FEFF}评价编号,来源,"), "{}", &file[..60]);
    assert!(file.ends_with("\r\n"));
    let cells = csv_rows(file.trim_start_matches('\u{FEFF}'));
    assert_eq!(cells.len(), lines.len() + 1);
    for (cells, line) in cells[1..].iter().zip(&lines) {
        let values: Vec<&Value> = line.as_object().unwrap().values().collect();
        assert_eq!(cells.len(), values.len());
        for (cell, value) in cells.iter().zip(values) {
            match value {
                Value::String(text) => {
                    assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
                    assert_eq!(cell.strip_prefix('\'').filter(|rest| rest == text).unwrap_or(cell), text);
                }
                Value::Null => assert_eq!(cell, ""),
                Value::Array(values) => assert_eq!(cell.is_empty(), values.is_empty()),
                number => assert_eq!(cell.parse::<f64>().unwrap(), number.as_f64().unwrap()),
            }
        }
    }
    for (text, cell) in [("=1+1", "'=1+1"), ("123456789012345", "'123456789012345"), ("007", "'007"), ("'引", "'引")]
    {
        let at = lines.iter().position(|line| line["text"] == text).unwrap();
        assert_eq!(cells[at + 1][6], cell);
    }
}

/// An export can be imported again: the same reviews in another source.
#[test]
fn an_export_can_be_imported_again() {
    let (shared, other) = (shared(), Corpus::empty());
    let slice = Slice::of(Q::All);
    let path = other.dir.path().join("again.jsonl");
    std::fs::write(&path, shared.corpus.export(&request(&slice, "jsonl", "oldest"), |_| {})).unwrap();
    let report = other.import(&path, Some("again"));
    assert_eq!((report.counts.inserted, report.counts.rejected), (shared.model.docs.len() as u64, 0));
    let texts = |model: &Model| {
        let mut texts: Vec<String> = model.docs.iter().map(|doc| doc.review.content.text.clone()).collect();
        texts.sort();
        texts
    };
    assert_eq!(texts(&other.model()), texts(&shared.model));
}
