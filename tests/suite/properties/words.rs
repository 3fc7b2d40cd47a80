//! Words of users: they change what `word:` finds and the order, never the hits; the index with them equals one built with them.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use pinglan::{
    compute::Job,
    domain::{page::Sort, query::Query, slice::Slice as DomainSlice},
    service::{Progress, SearchRequest, Service},
    text::parse_word,
};
use serde_json::{Value, json};

use super::compare::random_request;
use crate::support::{
    cases,
    corpus::Corpus,
    oracle::Model,
    query::{Q, is_bare, quoted, substring},
    random::Random,
    slice::Slice,
};

fn search(service: &Service, query: Query, sort: Sort) -> (u64, Vec<u64>) {
    let job = Job { deadline: Instant::now() + Duration::from_secs(60), cancelled: Arc::new(AtomicBool::new(false)) };
    let slice = DomainSlice { query, ..DomainSlice::default() };
    let request = SearchRequest { slice, limit: 200, sort, ..SearchRequest::default() };
    let page = service.search(&request, &job).unwrap();
    (page.total, page.hits.iter().map(|hit| hit.review.number.0).collect())
}

fn word(service: &Service, word: &str) -> (u64, Vec<u64>) {
    search(service, Query::Word(word.to_owned()), Sort::Newest)
}

fn add(service: &Service, words: &[&str]) {
    let words: Vec<String> = words.iter().map(|word| parse_word(word).unwrap()).collect();
    service.change_words(&words, &[]).unwrap();
}

const WORDS: [&str; 8] =
    ["上菜慢", "服务员态度", "KFR-72LW 很省电", "wifi信号", "闪退", "再也不来了", "電視機壞", "👍🏻"];

/// Answers without what names the run.
fn plain(mut answer: Value) -> Value {
    for name in ["took_ms", "generation", "next_cursor"] {
        answer.as_object_mut().unwrap().remove(name);
    }
    answer
}

#[test]
fn a_new_word_is_found_as_a_word_and_searches_go_on_meanwhile() {
    let corpus = Corpus::made_up(cases(1_500, 6_000));
    let model = corpus.model();
    let mut random = Random::new("words meanwhile");
    let texts: Vec<String> = (0..12).map(|_| substring(&model.texts, 4, &mut random)).collect();
    let queries: Vec<Value> =
        texts.iter().map(|text| json!({"q": quoted(text), "limit": 200, "sort": "newest"})).collect();
    let before: Vec<Value> = queries.iter().map(|query| plain(corpus.search(query))).collect();
    assert_eq!(word(&corpus.service, "上菜慢").0, 0);
    let (done, answered) = (AtomicBool::new(false), AtomicBool::new(false));
    let progress = Progress::default();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                for (query, expected) in queries.iter().zip(&before) {
                    assert_eq!(&plain(corpus.search(query)), expected, "{query}");
                }
                // A word is found by the whole generation or not at all.
                let found = word(&corpus.service, "上菜慢").0;
                assert!(found == 0 || found == contains(&model, "上菜慢"), "{found}");
                answered.store(true, Ordering::Relaxed);
            }
        });
        add(&corpus.service, &WORDS);
        while !answered.load(Ordering::Relaxed) {
            std::thread::yield_now();
        }
        assert!(corpus.service.resegment(&progress).unwrap());
        done.store(true, Ordering::Relaxed);
    });
    assert_eq!(progress.phase(), "gating");
    for added in WORDS {
        let folded = crate::support::fold::fold(added);
        assert_eq!(word(&corpus.service, added).0, contains(&model, &folded), "{added}");
    }
    assert!(!corpus.service.resegment(&progress).unwrap(), "nothing is left to do");
    corpus.service.change_words(&[], &[parse_word("上菜慢").unwrap()]).unwrap();
    corpus.service.resegment(&progress).unwrap();
    assert_eq!(word(&corpus.service, "上菜慢").0, 0);
}

/// Reviews that contain a word, not begun inside a longer code.
fn contains(model: &Model, folded: &str) -> u64 {
    let is_code = |c: char| c.is_alphanumeric() && u32::from(c) < 0x1100;
    let begins_code = folded.starts_with(is_code);
    let stands = |text: &String| {
        let mut places = text.match_indices(folded);
        places.any(|(at, _)| !(begins_code && text[..at].ends_with(is_code)))
    };
    model.docs.iter().filter(|doc| doc.folded.iter().any(stands)).count() as u64
}

/// Users of Elasticsearch complain that a change of the dictionary changes or loses results until all is imported anew.
#[test]
fn hits_never_depend_on_added_words() {
    let corpus = Corpus::made_up(cases(1_000, 6_000));
    let model = corpus.model();
    let mut random = Random::new("words hits");
    let mut queries: Vec<String> = Vec::new();
    for _ in 0..cases(300, 3_000) {
        let text = substring(&model.texts, 6, &mut random);
        queries.push(if is_bare(&text) { text } else { Q::phrase(&text).text() });
    }
    queries.extend(WORDS.map(str::to_owned));
    let ask = |q: &String| plain(corpus.search(&json!({"q": q, "sort": "newest", "limit": 200, "facets": ["city"]})));
    let before: Vec<Value> = queries.iter().map(ask).collect();
    // Words that cross every border of the built-in cut, too.
    let mut added: BTreeSet<String> = BTreeSet::new();
    for _ in 0..500 {
        added.extend(parse_word(&substring(&model.texts, 5, &mut random)));
    }
    let added: Vec<String> = added.into_iter().collect();
    corpus.service.change_words(&added, &[]).unwrap();
    corpus.service.resegment(&Progress::default()).unwrap();
    for (query, before) in queries.iter().zip(&before) {
        assert_eq!(&ask(query), before, "{query}");
    }
}

/// A corpus that got its words late answers as one that was rebuilt with them, in every number and in every order.
#[test]
fn words_added_late_equal_a_clean_rebuild() {
    let (late, clean) = (Corpus::made_up(800), Corpus::made_up(800));
    add(&late.service, &WORDS);
    late.service.resegment(&Progress::default()).unwrap();
    // The same words in another order, known before the index is made.
    let reversed: Vec<&str> = WORDS.into_iter().rev().collect();
    add(&clean.service, &reversed);
    clean.service.rebuild(&Progress::default()).unwrap();
    let model = late.model();
    let mut random = Random::new("words rebuild");
    for _ in 0..cases(150, 1_500) {
        let mut request = random_request(&Slice::random(&model, 1, &mut random), &mut random);
        request["sort"] = json!("relevance");
        assert_eq!(plain(late.search(&request)), plain(clean.search(&request)), "{request}");
    }
    let mut words: BTreeSet<String> = BTreeSet::new();
    let segmenter = late.service.engine.snapshot().segmenter().clone();
    for doc in &model.docs {
        doc.folded.iter().for_each(|text| segmenter.each_word(text, |word| words.extend([word.to_owned()])));
    }
    assert!(words.len() > 100);
    for found in &words {
        assert_eq!(word(&late.service, found), word(&clean.service, found), "{found}");
        assert!(word(&late.service, found).0 > 0, "{found}");
    }
    // What is imported after is cut by the same words.
    let row = json!({"id": "late", "text": "又闪退了", "time": "2023-01-01"});
    late.import_rows(std::slice::from_ref(&row), "a");
    assert!(word(&late.service, "闪退").0 > word(&clean.service, "闪退").0);
}
