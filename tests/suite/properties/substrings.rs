//! Exact search: a quoted stretch of a real text finds every review that contains it, and no other.

use std::collections::BTreeSet;

use serde_json::json;

use crate::support::{
    cases,
    corpus::{Corpus, shared},
    oracle::Model,
    query::{Q, is_bare, pieces, substring},
    random::Random,
    slice::Slice,
};

/// The ids that match, read page by page of 200.
pub(super) fn found(corpus: &Corpus, q: &str) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    let mut request = json!({"q": q, "limit": 200, "sort": "newest", "summary": false});
    loop {
        let answer = corpus.search(&request);
        for hit in answer["hits"].as_array().unwrap() {
            assert!(ids.insert(hit["id"].as_str().unwrap().to_owned()), "{hit} twice for {q}");
        }
        if answer["next_cursor"].is_null() {
            assert_eq!(answer["total"], json!(ids.len()), "total of {q}");
            return ids;
        }
        request["cursor"] = answer["next_cursor"].clone();
    }
}

fn expected(model: &Model, q: &Q) -> BTreeSet<String> {
    model.ordered(&Slice::of(q.clone()), "newest").into_iter().map(|doc| doc.id.clone()).collect()
}

/// Hits that are read page by page to the last; of more, the total and the first 200 are compared.
const PAGED_AT_MOST: usize = 1_000;

/// The hits of `count` random quoted stretches of 1 to 8 characters equal those of the oracle.
pub(super) fn check_substrings(corpus: &Corpus, model: &Model, count: usize, random: &mut Random) {
    for _ in 0..count {
        let q = Q::Phrase(substring(&model.texts, 8, random));
        let expected = model.ordered(&Slice::of(q.clone()), "newest");
        assert!(!expected.is_empty(), "{q:?} was cut from a text");
        if expected.len() <= PAGED_AT_MOST {
            assert_eq!(found(corpus, &q.text()), expected.iter().map(|doc| doc.id.clone()).collect(), "{q:?}");
            continue;
        }
        let answer = corpus.search(&json!({"q": q.text(), "limit": 200, "sort": "newest"}));
        assert_eq!(answer["total"], json!(expected.len()), "{q:?}");
        let page: Vec<&str> =
            answer["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap()).collect();
        assert_eq!(page, expected.iter().take(200).map(|doc| doc.id.as_str()).collect::<Vec<_>>(), "{q:?}");
    }
}

#[test]
fn quoted_substrings_are_found_exactly() {
    let shared = shared();
    check_substrings(&shared.corpus, &shared.model, cases(500, 10_000), &mut Random::new("substrings"));
}

#[test]
fn every_single_character_is_found_exactly() {
    let shared = shared();
    let characters: BTreeSet<char> = shared.model.texts.iter().flat_map(|text| text.chars()).collect();
    for c in characters {
        let q = Q::Phrase(c.to_string());
        match shared.corpus.try_search(json!({"q": q.text(), "limit": 0})) {
            Ok(answer) => assert_eq!(answer["total"], json!(expected(&shared.model, &q).len()), "{c:?}"),
            Err(code) => assert_eq!((code, crate::support::fold::fold(&c.to_string()).as_str()), ("empty_phrase", "")),
        }
    }
}

#[test]
fn bare_terms_are_found_by_their_pieces() {
    let (shared, mut random) = (shared(), Random::new("bare"));
    let mut checked = 0;
    while checked < cases(300, 3_000) {
        let text = substring(&shared.model.texts, 8, &mut random);
        if is_bare(&text) {
            let q = Q::Bare(text);
            assert_eq!(found(&shared.corpus, &q.text()), expected(&shared.model, &q), "{q:?}");
            checked += 1;
        }
    }
}

/// A dictionary word that occurs as characters is found, whatever the cut of the text around it.
#[test]
fn words_of_texts_are_always_found() {
    let (shared, mut random) = (shared(), Random::new("words"));
    for _ in 0..cases(200, 2_000) {
        let text = crate::support::fold::fold(random.pick::<String>(&shared.model.texts));
        let words = pieces(&text);
        let word = random.pick(&words);
        if is_bare(word) && pieces(word) == [word.clone()] {
            let containing = expected(&shared.model, &Q::phrase(word));
            assert_eq!(found(&shared.corpus, word), containing, "{word}");
        }
    }
}

#[test]
fn a_query_and_its_negation_share_out_all_reviews() {
    let (shared, mut random) = (shared(), Random::new("negation"));
    let total = |q: &Q| shared.corpus.search(&json!({"q": q.text(), "limit": 0}))["total"].as_u64().unwrap();
    for _ in 0..cases(150, 2_000) {
        let q = crate::support::query::random_query(&shared.model.texts, 2, &mut random);
        let with_negation = total(&q) + total(&q.clone().negated());
        assert_eq!(with_negation, shared.model.docs.len() as u64, "{}", q.text());
    }
}

#[test]
fn the_order_of_terms_changes_nothing() {
    let (shared, mut random) = (shared(), Random::new("permutation"));
    for _ in 0..cases(60, 500) {
        let term = |random: &mut Random| Q::Phrase(substring(&shared.model.texts, 2, random));
        let mut terms = vec![term(&mut random), term(&mut random), term(&mut random).negated()];
        let base = found(&shared.corpus, &Q::And(terms.clone()).text());
        for _ in 0..3 {
            terms = random.shuffled(terms);
            assert_eq!(found(&shared.corpus, &Q::And(terms.clone()).text()), base, "{terms:?}");
        }
    }
}

#[test]
fn full_width_equals_half_width() {
    let (shared, mut random) = (shared(), Random::new("width"));
    let wide = |c: char| match c {
        ' ' => '\u{3000}',
        '!'..='~' if c != '\\' => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
        c => c,
    };
    for _ in 0..cases(150, 1_000) {
        let q = crate::support::query::random_query(&shared.model.texts, 1, &mut random);
        let text = q.text();
        // Words that are operators only in half width stay apart.
        if text.contains(" OR ") || text.contains("NOT ") || text.contains('\\') {
            continue;
        }
        let widened: String = text.chars().map(wide).collect();
        assert_eq!(found(&shared.corpus, &widened), found(&shared.corpus, &text), "{text} as {widened}");
    }
}

#[test]
fn traditional_and_simplified_are_one() {
    let shared = shared();
    for (traditional, simplified) in [("電視機壞了", "电视机坏了"), ("質量", "质量"), ("環境", "环境"), ("５星", "5星")]
    {
        let phrase = |text: &str| found(&shared.corpus, &Q::phrase(text).text());
        assert_eq!(phrase(traditional), phrase(simplified));
    }
    assert!(!found(&shared.corpus, "\"质量\"").is_empty());
}
