//! Complaints about what is marked in a hit.

use serde_json::{Value, json};

use super::{characters, quoted, reviews_with};
use crate::support::corpus::Corpus;

/// The characters under each highlighted range of the only hit's text.
fn marked(corpus: &Corpus, q: &str) -> Vec<String> {
    let answer = corpus.search(&json!({"q": q}));
    assert_eq!(answer["total"], 1, "{q}");
    under(&answer["hits"][0], "text", "highlights")
}

fn under(hit: &Value, part: &str, ranges: &str) -> Vec<String> {
    let text = hit[part].as_str().unwrap();
    let place = |place: &Value| usize::try_from(place.as_u64().unwrap()).unwrap();
    let mut end = 0;
    let mut marked = Vec::new();
    for range in hit[ranges].as_array().unwrap() {
        let (from, to) = (place(&range[0]), place(&range[1]));
        assert!(end <= from && from < to && to <= text.chars().count(), "{range} of {text:?}");
        end = to;
        marked.push(characters(text, from, to));
    }
    marked
}

/// After a line break, a run of spaces or an odd character all marks stand some places too far to the left.
#[test]
fn marks_do_not_drift() {
    let starts = [
        "",
        "\n\n",
        "   ",
        "\u{3000}",
        "😀😀",
        "\u{FEFF}",
        "ﬁne ",
        "…",
        "㎡㎡",
        "é ",
        "e\u{301} ",
        "\r\n\t",
        "𠮷",
        "👨‍👩‍👧",
    ];
    for start in starts {
        let corpus = reviews_with(&[&format!("{start}上菜慢 {start}服务差")]);
        assert_eq!(marked(&corpus, "\"上菜慢\""), ["上菜慢"], "after {start:?}");
        assert_eq!(marked(&corpus, "服务"), ["服务"], "after {start:?}");
        assert_eq!(marked(&corpus, "差"), ["差"], "after {start:?}");
    }
}

/// Ranges count bytes, which no page can cut at.
#[test]
fn ranges_count_characters() {
    let corpus = reviews_with(&["味道好，就是慢"]);
    let answer = corpus.search(&json!({"q": "慢"}));
    assert_eq!(answer["hits"][0]["highlights"], json!([[6, 7]]));
}

/// Only the first place is marked, or only a part of what was asked.
#[test]
fn every_place_is_marked_and_the_whole_of_it() {
    let corpus = reviews_with(&["排队久，排队两个小时，再排队就不来了"]);
    assert_eq!(marked(&corpus, "排队"), ["排队", "排队", "排队"]);
    assert_eq!(marked(&corpus, "\"排队就不来\""), ["排队就不来"]);
    assert_eq!(marked(&corpus, "小时 -外卖"), ["小时"]);
    let corpus = Corpus::empty();
    corpus.import_rows(&[json!({"id": "0", "title": "慢", "text": "慢得很", "append": "还是慢"})], "shop");
    let answer = corpus.search(&json!({"q": "慢"}));
    for (part, ranges) in [("title", "title_highlights"), ("text", "highlights"), ("append", "append_highlights")] {
        assert_eq!(under(&answer["hits"][0], part, ranges), ["慢"], "{part}");
    }
}

/// What matched in another spelling is marked at the wrong place, or not at all.
#[test]
fn what_matched_in_another_spelling_is_marked_as_it_stands() {
    let corpus = reviews_with(&["電視機的ＷＩＦＩ壞了…"]);
    assert_eq!(marked(&corpus, "电视机"), ["電視機"]);
    assert_eq!(marked(&corpus, "wifi"), ["ＷＩＦＩ"]);
    // One character that stands for three is marked whole.
    assert_eq!(marked(&corpus, "\"坏了.\""), ["壞了…"]);
}

/// Marks come as tags inside unescaped text, so a review can run a script in the page of whoever reads it.
#[test]
fn a_hostile_text_comes_back_as_it_was_written() {
    let bodies = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "</em><em>",
        "&lt;b&gt; &amp; &#x3C;",
        "\"><svg onload=alert(1)>",
        "{{7*7}} ${7*7}",
        "javascript:alert('x')",
        "'; DROP TABLE reviews; --",
        "\u{202E}反过来\u{202C}",
        "<!--<em>-->",
    ];
    let texts: Vec<String> =
        (0..1_000).map(|n| format!("差评{n}{}慢{}", bodies[n % 10], bodies[n / 10 % 10])).collect();
    let corpus = reviews_with(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let mut request = json!({"q": "差评 慢", "limit": 200});
    let mut seen = 0;
    loop {
        let answer = corpus.search(&request);
        for hit in answer["hits"].as_array().unwrap() {
            let place: usize = hit["id"].as_str().unwrap().trim_start_matches("shop:").parse().unwrap();
            assert_eq!(hit["text"], texts[place]);
            assert_eq!(under(hit, "text", "highlights"), ["差评", "慢"], "{}", texts[place]);
            seen += 1;
        }
        if answer["next_cursor"].is_null() {
            break;
        }
        request["cursor"] = answer["next_cursor"].clone();
    }
    assert_eq!(seen, texts.len());
    for body in bodies {
        let body = quoted(body);
        assert!(corpus.search(&json!({"q": body, "limit": 0}))["total"].as_u64().unwrap() >= 100, "{body}");
    }
}
