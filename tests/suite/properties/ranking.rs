//! The order of relevance: what is written best comes first, and skipping what cannot enter a page never changes the page.

use pinglan::{
    domain::{calendar::Day, page::Sort, query::Query, review::ReviewNumber, slice::Slice},
    engine::{Budget, Request},
};
use serde_json::{Value, json};
use std::{
    sync::atomic::AtomicBool,
    time::{Duration, Instant},
};

use crate::support::{
    cases,
    corpus::{Corpus, shared},
    random::Random,
};

fn ranked(texts: &[(&str, &str, u32)], q: &str) -> Vec<String> {
    let corpus = Corpus::empty();
    let row = |(id, (text, created, likes)): (usize, &(&str, &str, u32))| json!({"id": id.to_string(), "text": text, "time": created, "likes": likes});
    corpus.import_rows(&texts.iter().enumerate().map(row).collect::<Vec<_>>(), "s");
    let answer = corpus.search(&json!({"q": q}));
    let text = |hit: &Value| hit["text"].as_str().unwrap().to_owned();
    answer["hits"].as_array().unwrap().iter().map(text).collect()
}

const DAY: &str = "2024-05-01 12:00:00";

#[test]
fn the_literal_string_comes_first_then_close_pieces() {
    let texts = [
        ("上菜的时候先说说环境和装修再说说服务员，总之慢", DAY, 0),
        ("上菜特别慢，先说说环境和装修再说说服务员，总之", DAY, 0),
        ("上菜慢，先说说环境和装修特别再说说服务员，总之", DAY, 0),
    ];
    assert_eq!(ranked(&texts, "上菜慢"), [texts[2].0, texts[1].0, texts[0].0]);
}

#[test]
fn among_equals_the_newer_and_the_more_liked_come_first() {
    let by_age =
        [("味道不错一", "2023-05-01 12:00:00", 0), ("味道不错二", DAY, 0), ("味道不错三", "2024-04-01 12:00:00", 0)];
    assert_eq!(ranked(&by_age, "味道不错"), ["味道不错二", "味道不错三", "味道不错一"]);
    let by_likes = [("味道不错一", DAY, 0), ("味道不错二", DAY, 500), ("味道不错三", DAY, 20)];
    assert_eq!(ranked(&by_likes, "味道不错"), ["味道不错二", "味道不错三", "味道不错一"]);
}

#[test]
fn what_a_review_says_outweighs_its_age() {
    let texts = [
        ("空调噪音大，噪音真的大，噪音", "2020-01-01 00:00:00", 0),
        ("空调安装师傅很好，说到噪音倒是没有，其他也都满意，推荐购买", DAY, 0),
    ];
    assert_eq!(ranked(&texts, "噪音")[0], texts[0].0);
}

/// Every page of a query in the order of relevance, against sorting all hits by their scores taken apart.
#[test]
fn skipping_never_changes_the_order() {
    let shared = shared();
    let service = &shared.corpus.service;
    let snapshot = service.engine.snapshot();
    let today = Day(20_000);
    let never = AtomicBool::new(false);
    let budget = || Budget { deadline: Instant::now() + Duration::from_secs(60), cancelled: &never };
    let mut random = Random::new("ranking");
    for _ in 0..cases(12, 200) {
        let word = |random: &mut Random| {
            Query::Bare(
                (*random.pick(&["好", "上菜慢", "服务态度", "味道好吃", "物流", "空调噪音", "5星", "的", "哈哈哈"]))
                    .to_owned(),
            )
        };
        let query = match random.within(0..3) {
            0 => word(&mut random),
            1 => Query::and(vec![word(&mut random), word(&mut random)]),
            _ => Query::or(vec![word(&mut random), word(&mut random), Query::Phrase("不好吃".to_owned())]),
        };
        let slice = Slice { query, ..Slice::default() };
        let request = |limit, after| Request { after, ..Request::page(slice.clone(), Sort::Relevance, limit, today) };
        let search = |limit, after| snapshot.search(&request(limit, after), &budget()).unwrap();
        let everything = search(100_000, None);
        let total_score = |number: ReviewNumber| snapshot.explain_score(number, &slice, today).unwrap().unwrap().total;
        let mut expected: Vec<(f32, u64)> =
            everything.hits.iter().map(|hit| (total_score(hit.review()), hit.review().0)).collect();
        expected.sort_by(|a, b| b.partial_cmp(a).unwrap());
        let expected: Vec<u64> = expected.into_iter().map(|(_, number)| number).collect();
        let (mut paged, mut after) = (Vec::new(), None);
        loop {
            let page = search(7, after);
            assert_eq!(page.total, everything.total);
            paged.extend(page.hits.iter().map(|hit| hit.review().0));
            after = page.hits.last().copied();
            if !page.more {
                break;
            }
        }
        assert_eq!(paged, expected, "{slice:?}");
    }
}
