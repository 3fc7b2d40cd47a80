//! Generated input without end: query texts, cursors and exports. Each runs for `FUZZ_SECONDS` (3 unless told).

use std::{
    sync::LazyLock,
    time::{Duration, Instant},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use pinglan::{
    domain::{calendar::Day, fields::FieldTable, query::Query},
    text::{QueryError, Vocabulary, parse_query, print_query},
};
use serde_json::json;

use crate::support::{corpus::shared, random::Random};

static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::new(&FieldTable::parse(include_str!("../../index-schema/review.toml")).unwrap()));

/// The queries of the parser's own cases.
static VALID: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    let lines = include_str!("../../src/text/query/cases.txt").lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split("  ⇒  ").next().unwrap().chars().collect()).collect()
});

const TOKENS: [&str; 46] = [
    "慢",
    "上菜",
    "\"",
    "“",
    "”",
    "\\",
    "(",
    ")",
    "（",
    "）",
    "|",
    "-",
    "－",
    " ",
    "\u{3000}",
    "且",
    "或",
    "非",
    "AND",
    "OR",
    "NOT",
    "item:",
    "评分",
    "<=",
    "≥",
    "=",
    ":",
    "：",
    "..",
    "2021",
    "-03",
    "时间:",
    "近7天",
    "去年同期",
    "near(",
    "近（",
    ",",
    "5",
    "text:",
    "回复：",
    "word:",
    "有:",
    "缺:",
    "情感:负面",
    "foo:",
    "\u{200B}",
];

fn run(name: &str, mut one: impl FnMut(&mut Random)) {
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(3);
    let (mut random, mut rounds) = (Random::new(name), 0u64);
    let end = Instant::now() + Duration::from_secs(seconds);
    while Instant::now() < end {
        one(&mut random);
        rounds += 1;
    }
    eprintln!("{name}: {rounds} inputs in {seconds} s");
    assert!(rounds > 0);
}

fn any_scalar(random: &mut Random) -> char {
    let most = *random.pick(&[0x7f, 0xff, 0x3100, 0xa000, 0x1_0000, 0x11_0000]);
    char::from_u32(u32::try_from(random.within(0..most)).unwrap()).unwrap_or('\0')
}

fn query_text(random: &mut Random) -> String {
    match random.within(0..4) {
        0 => (0..random.within(0..60)).map(|_| any_scalar(random)).collect(),
        1 => (0..random.within(0..30)).map(|_| *random.pick(&TOKENS)).collect(),
        2 => (0..random.within(200..1_100)).map(|_| *random.pick(&TOKENS)).collect(),
        _ => {
            let mut text = random.pick(&VALID).clone();
            for _ in 0..random.within(1..5) {
                let at = random.within(0..text.len() + 1);
                match random.within(0..4) {
                    0 if at < text.len() => drop(text.remove(at)),
                    1 => text.insert(at, any_scalar(random)),
                    2 => drop(text.splice(at..at, random.pick(&TOKENS).chars())),
                    _ => drop(text.splice(at..at, random.pick(&VALID).iter().copied())),
                }
            }
            text.into_iter().collect()
        }
    }
}

fn read(text: &str, today: Day) -> Result<Query, QueryError> {
    parse_query(text, &VOCABULARY, today)
}

#[test]
fn query_texts() {
    run("query texts", |random| {
        let text = query_text(random);
        let today = Day(i32::try_from(random.within(0..60_000)).unwrap());
        match read(&text, today) {
            Ok(query) => {
                let printed = print_query(&query);
                if printed.chars().count() <= 1_000 {
                    assert_eq!(read(&printed, today).as_ref(), Ok(&query), "{text:?} → {printed:?}");
                }
            }
            Err(error) => {
                assert!(error.position < text.chars().count(), "{text:?}: {error}");
                if let Some(repair) = error.repair {
                    assert!(read(&repair, today).is_ok(), "{text:?} → {repair:?}");
                }
            }
        }
    });
}

#[test]
fn cursors() {
    let shared = shared();
    let request = json!({"q": "好", "limit": 3, "sort": "newest"});
    let cursor = shared.corpus.search(&request)["next_cursor"].as_str().unwrap().to_owned();
    let other = json!({"q": "慢", "limit": 3, "sort": "newest"});
    let foreign = shared.corpus.search(&other)["next_cursor"].as_str().unwrap().to_owned();
    let token = URL_SAFE_NO_PAD.decode(&cursor).unwrap();
    run("cursors", |random| {
        let made: String = match random.within(0..6) {
            0 => (0..random.within(0..200)).map(|_| any_scalar(random)).collect(),
            1 => {
                let bytes: Vec<u8> = (0..random.within(0..200)).map(|_| random.next().to_le_bytes()[0]).collect();
                URL_SAFE_NO_PAD.encode(bytes)
            }
            2 => cursor[..random.within(0..cursor.len())].to_owned(),
            3 => foreign.clone(),
            4 => {
                let mut bytes = token.clone();
                for _ in 0..random.within(1..4) {
                    let at = random.within(0..bytes.len());
                    bytes[at] ^= 1 << random.within(0..8);
                }
                URL_SAFE_NO_PAD.encode(bytes)
            }
            _ => {
                let mut bytes = token.clone();
                let digits: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
                for _ in 0..random.within(1..12) {
                    bytes[*random.pick(&digits)] = b'0' + random.next().to_le_bytes()[0] % 10;
                }
                URL_SAFE_NO_PAD.encode(bytes)
            }
        };
        if made == cursor {
            return;
        }
        let mut request = request.clone();
        request["cursor"] = json!(made);
        let code = shared.corpus.try_search(request).expect_err(&made);
        assert!(["invalid_cursor", "cursor_expired"].contains(&code), "{code}: {made}");
    });
}
