//! One answer against the oracle, number by number.

use serde_json::{Value, json};

use crate::support::{
    aspects::is_parent,
    corpus::Corpus,
    fold,
    oracle::{Doc, Model},
    random::Random,
    slice::Slice,
};

pub(super) const SORTS: [&str; 6] = ["relevance", "newest", "oldest", "rating_asc", "rating_desc", "likes"];
const FACETS: [&str; 12] = [
    "rating",
    "sentiment",
    "item",
    "city",
    "brand",
    "source",
    "category",
    "channel",
    "aspect",
    "aspect_sentiment",
    "opinion",
    "flag",
];
const INTERVALS: [&str; 6] = ["auto", "day", "week", "month", "quarter", "year"];

/// Everything else that a search may ask, at random.
pub(super) fn random_request(slice: &Slice, random: &mut Random) -> Value {
    let mut facets = random.some(&FACETS, 6);
    facets.sort_unstable();
    facets.dedup();
    let mut request = slice.json();
    request["sort"] = json!(random.pick(&SORTS));
    request["limit"] = json!(random.within(0..30));
    request["facets"] = json!(facets);
    request["facet_limit"] = json!(random.within(1..8));
    request["timeline"] = json!({"interval": random.pick(&INTERVALS), "split": "sentiment"});
    request["summary"] = json!(true);
    request
}

/// Compares the whole answer to `request`, which asks for `slice`.
pub(super) fn check(corpus: &Corpus, model: &Model, slice: &Slice, request: &Value) {
    let answer = corpus.search(request);
    let expected = model.ordered(slice, request["sort"].as_str().unwrap_or("relevance"));
    assert_eq!(answer["total"], json!(expected.len()), "total of {request}");
    assert_eq!(answer["mode"], "exact");
    assert_eq!(answer["understood"], json!(slice.q.understood()), "pieces of {request}");
    check_hits(&answer, &expected, slice, request);
    for name in request["facets"].as_array().into_iter().flatten() {
        check_facet(&answer, model, slice, name.as_str().unwrap(), request);
    }
    if request["timeline"].is_object() {
        let interval = answer["timeline"]["interval"].as_str().unwrap();
        assert_alike(&answer["timeline"], &model.timeline(slice, interval), &format!("timeline of {request}"));
    }
    if request["summary"] == json!(true) {
        assert_alike(&answer["summary"], &model.summary(slice), &format!("summary of {request}"));
    }
}

fn check_hits(answer: &Value, expected: &[&Doc], slice: &Slice, request: &Value) {
    let hits = answer["hits"].as_array().unwrap();
    let limit = usize::try_from(request["limit"].as_u64().unwrap_or(20)).unwrap();
    assert_eq!(hits.len(), expected.len().min(limit), "hits of {request}");
    assert_eq!(answer["next_cursor"].is_string(), limit > 0 && expected.len() > limit, "cursor of {request}");
    let by_score = request["sort"].as_str().unwrap_or("relevance") == "relevance" && !slice.q.understood().is_empty();
    for (place, hit) in hits.iter().enumerate() {
        let doc = if by_score {
            expected.iter().find(|doc| hit["id"] == json!(doc.id)).unwrap_or_else(|| panic!("{hit} for {request}"))
        } else {
            &expected[place]
        };
        check_hit(hit, doc, slice, request);
    }
}

/// Compares one hit with its review, highlights included.
pub(super) fn check_hit(hit: &Value, doc: &Doc, slice: &Slice, request: &Value) {
    let content = &doc.review.content;
    let ranges =
        |part: &str, text: Option<&str>| text.map_or_else(Vec::new, |text| fold::ranges(text, &slice.q.needles(part)));
    let expected = json!({
        "id": doc.id, "text": content.text, "title": content.title, "append": content.append, "reply": content.reply,
        "item_name": content.item, "rating": doc.rating.map(|half| f64::from(half) / 2.0), "likes": content.likes,
        "highlights": ranges("text", Some(&content.text)),
        "title_highlights": ranges("title", content.title.as_deref()),
        "append_highlights": ranges("append", content.append.as_deref()),
        "reply_highlights": ranges("reply", content.reply.as_deref()),
        "sentiment": {"score": doc.sentiment as f64 / 1000.0, "bucket": doc.bucket()},
    });
    for (name, expected) in expected.as_object().unwrap() {
        assert_eq!(&hit[name], expected, "{name} of {} for {request}", doc.id);
    }
    let at = hit["created_at"].as_str().map(|at| at.parse::<jiff::Timestamp>().unwrap().as_second());
    assert_eq!(at, doc.created, "created_at of {} for {request}", doc.id);
}

/// Value, count and whether it is selected, in the order of a facet.
pub(super) fn buckets(facet: &Value) -> Vec<(String, u64, bool)> {
    let bucket = |bucket: &Value| {
        let value = bucket["value"].as_str().unwrap().to_owned();
        (value, bucket["count"].as_u64().unwrap(), bucket["selected"].as_bool().unwrap())
    };
    facet["buckets"].as_array().unwrap().iter().map(bucket).collect()
}

fn check_facet(answer: &Value, model: &Model, slice: &Slice, field: &str, request: &Value) {
    let facet = &answer["facets"][field];
    let (counts, missing) = model.facet(slice, field);
    assert_eq!(facet["missing"], json!(missing), "missing of {field} for {request}");
    assert_eq!(facet["distinct"], json!(counts.len()), "distinct of {field} for {request}");
    let got = buckets(facet);
    for (value, count, selected) in &got {
        assert_eq!(*count, counts.get(value).copied().unwrap_or(0), "{field}={value} for {request}");
        assert_eq!(*selected, slice.selects(field, value), "{field}={value} selected for {request}");
    }
    if ["rating", "sentiment"].contains(&field) {
        assert_eq!(got.len(), if field == "rating" { 10 } else { 5 }, "{field} for {request}");
        return;
    }
    let limit = usize::try_from(request["facet_limit"].as_u64().unwrap_or(20)).unwrap();
    let mut expected: Vec<(&String, u64)> = counts.iter().map(|(value, count)| (value, *count)).collect();
    expected.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let kept = expected.iter().enumerate().filter(|(place, (value, _))| *place < limit || slice.selects(field, value));
    let kept: Vec<(String, u64)> = kept.map(|(_, (value, count))| ((*value).clone(), *count)).collect();
    let counted: Vec<(String, u64)> =
        got.iter().filter(|(_, count, _)| *count > 0).map(|(value, count, _)| (value.clone(), *count)).collect();
    assert_eq!(counted, kept, "values of {field} for {request}");
    for (_, condition) in slice.fields.iter().filter(|(name, _)| name == field) {
        let crate::support::slice::Condition::Names(selected) = condition else { continue };
        // A parent among the aspects shows as its parts.
        for value in selected.iter().filter(|value| !is_parent(value)) {
            assert!(got.iter().any(|(listed, ..)| listed == value), "{field} lost the selected {value} for {request}");
        }
    }
}

/// Equal but for the last bits of averages.
pub(super) fn assert_alike(got: &Value, expected: &Value, what: &str) {
    match (got, expected) {
        (Value::Object(a), Value::Object(b)) => {
            let names = |map: &serde_json::Map<String, Value>| {
                map.keys().cloned().collect::<std::collections::BTreeSet<String>>()
            };
            assert_eq!(names(a), names(b), "{what}");
            for (name, value) in a {
                assert_alike(value, &b[name], &format!("{name} in {what}"));
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            assert_eq!(a.len(), b.len(), "{what}: {got} instead of {expected}");
            for (at, (a, b)) in a.iter().zip(b).enumerate() {
                assert_alike(a, b, &format!("{at} in {what}"));
            }
        }
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            assert!((a - b).abs() <= 1e-12 * b.abs().max(1.0), "{a} instead of {b}: {what}");
        }
        _ => assert_eq!(got, expected, "{what}"),
    }
}
