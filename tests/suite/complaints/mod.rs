//! What users of other search engines have complained of for years, each as a test that bears the complaint's name.
//!
//! The texts are written for the tests. What people ask of spreadsheets, imports and the page stands with those; user words have tests
//! of their own.

mod counting;
mod highlights;
mod matching;
mod scripts;
mod time;

use serde_json::{Value, json};

use crate::support::corpus::Corpus;

/// Reviews with these texts, whose ids are their places in the list.
fn reviews_with(texts: &[&str]) -> Corpus {
    let rows = texts.iter().enumerate().map(|(id, text)| json!({"id": id.to_string(), "text": text}));
    let corpus = Corpus::empty();
    corpus.import_rows(&rows.collect::<Vec<_>>(), "shop");
    corpus
}

/// The places of the reviews that a query finds, ascending.
fn found(corpus: &Corpus, q: &str) -> Vec<usize> {
    let answer = corpus.search(&json!({"q": q, "limit": 200}));
    let mut found = places(&answer);
    assert_eq!(answer["total"], found.len(), "{q}");
    assert_eq!(answer["mode"], "exact", "{q}");
    found.sort_unstable();
    found
}

/// The places of the hits of an answer, in its order.
fn places(answer: &Value) -> Vec<usize> {
    let hits = answer["hits"].as_array().unwrap().iter();
    hits.map(|hit| hit["id"].as_str().unwrap().trim_start_matches("shop:").parse().unwrap()).collect()
}

/// As a phrase.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The characters from `start` to `end`.
fn characters(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}
