//! The query language case by case, and what holds for every text and every tree.

use std::{collections::BTreeSet, sync::LazyLock};

use expect_test::expect_file;
use proptest::prelude::*;

use super::*;
use crate::{
    domain::{
        analysis::{Flag, Polarity},
        aspect::{Aspect, Aspects},
        fields::{FieldTable, Label},
        query::{FieldClause, Near, TextPart},
        sentiment::SentimentBucket,
        slice::{Condition, Part},
    },
    error::Coded,
    text::fold,
};

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let table = include_str!("../../../index-schema/review.toml");
    let custom = "\n[[field]]\nname = \"table_no\"\nkind = \"keyword\"\nlabel = { zh = \"桌号\", en = \"Table\" }\nfacet = true\naliases = [\"桌\"]\n";
    let aspect = |id: &str, parent: Option<&str>, zh: &str, en: &str| Aspect {
        id: id.to_owned(),
        parent: parent.map(str::to_owned),
        label: Label { zh: zh.to_owned(), en: en.to_owned() },
    };
    let aspects = Aspects::new([
        aspect("service", None, "服务", "Service"),
        aspect("service_wait_time", Some("service"), "等位", "Waiting time"),
        aspect("price_level", None, "价格", "Price"),
        // Two packs may use one label.
        aspect("room_price", None, "价格", "Room price"),
    ]);
    Vocabulary::new(&FieldTable::parse(&format!("{table}{custom}")).unwrap()).with_aspects(&aspects)
});

fn read(text: &str) -> Result<Query, QueryError> {
    parse_query(text, &VOCABULARY, Day::parse("2024-05-15").unwrap())
}

/// What comes of a query: its canonical form, or its fault, the position from 1, the code and the repair.
fn outcome(text: &str) -> String {
    match read(text) {
        Ok(query) => print_query(&query),
        Err(error) => {
            let repair = error.repair.as_deref().unwrap_or("-");
            format!("✗ {} {} → {repair}", error.position + 1, error.code().name())
        }
    }
}

fn full_width(text: &str) -> String {
    let wide = |c: char| match c {
        ' ' => '\u{3000}',
        '"' => '“',
        '\\' => '\\',
        '!'..='~' => char::from_u32(c as u32 - '!' as u32 + '！' as u32).unwrap(),
        c => c,
    };
    text.chars().map(wide).collect()
}

const CASES: &str = include_str!("cases.txt");
const BECOMES: &str = "  ⇒  ";

/// The queries of the file of cases.
fn cases() -> impl Iterator<Item = &'static str> {
    CASES.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(BECOMES).next().unwrap())
}

#[test]
fn every_case_is_read_as_stated() {
    assert!(cases().count() >= 300, "{} cases", cases().count());
    let lines = CASES.lines().map(|line| match line.split(BECOMES).next() {
        Some(query) if !line.starts_with('#') => format!("{query}{BECOMES}{}\n", outcome(query)),
        _ => format!("{line}\n"),
    });
    expect_file!["cases.txt"].assert_eq(&lines.collect::<String>());
}

#[test]
fn every_case_is_the_same_in_full_width() {
    for text in cases() {
        let wide = full_width(text);
        match (read(text), read(&wide)) {
            (Ok(half), Ok(full)) => assert_eq!(fold(&print_query(&full)), fold(&print_query(&half)), "{wide}"),
            (Err(half), Err(full)) => {
                assert_eq!((full.position, full.code()), (half.position, half.code()), "{wide}");
            }
            (half, full) => panic!("{text}: {half:?}, but {wide}: {full:?}"),
        }
    }
}

#[test]
fn every_faulty_case_has_a_repair_that_parses() {
    for text in cases() {
        if let Err(error) = read(text) {
            let repair = error.repair.clone().unwrap_or_else(|| panic!("{text} has no repair"));
            assert!(read(&repair).is_ok(), "{text} → {repair}");
            assert!(error.position < text.chars().count(), "{text}: {error}");
            let detail = error.detail();
            assert!(detail.zh.contains(&format!("第 {} 个字符", error.position + 1)) && !detail.en.is_empty());
        }
    }
}

#[test]
fn limits_have_their_own_faults() {
    let check = |text: String, position: usize, fault: QueryFault| {
        let error = read(&text).unwrap_err();
        assert_eq!((error.position, error.fault, error.repair), (position, fault, None));
    };
    check("(".repeat(40), 16, QueryFault::TooDeep);
    check("-".repeat(40) + "慢", 16, QueryFault::TooDeep);
    check("慢 ".repeat(65), 128, QueryFault::TooManyTerms);
    check(format!("item:({}", "a|".repeat(64)) + "a)", 0, QueryFault::TooManyTerms);
    check("慢".repeat(1001), 1000, QueryFault::TooLong);
    assert!(read(&"慢 ".repeat(64)).is_ok());
}

#[test]
fn relative_times_become_days() {
    let days = |text: &str| match read(text).unwrap() {
        Query::Field(FieldClause { condition: Condition::Days { from, to }, .. }) => {
            format!("{} {}", from.unwrap(), to.unwrap())
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(days("时间:近30天"), "2024-04-16 2024-05-15");
    assert_eq!(days("time:last_week"), "2024-05-06 2024-05-12");
    assert_eq!(days("日期：上月..本月"), "2024-04-01 2024-05-31");
    assert_eq!(days("时间：去年同期"), "2023-05-01 2023-05-15");
}

#[test]
fn a_custom_field_is_known_by_all_its_names() {
    let expected = read("table_no:7").unwrap();
    for text in ["桌号:7", "Table：７", "桌:\"7\"", "TABLE_NO:7"] {
        assert_eq!(read(text).unwrap(), expected, "{text}");
    }
}

/// A bare word as the lexer cuts it: nothing in it ends it or means something else.
fn bare() -> impl Strategy<Value = String> {
    "[上菜慢不好aBＡ９0.…！,:+]{1,6}|-|--|12:30|http://a.b|非常好|near|近|KFR-72LW"
        .prop_filter("one bare term", |text| matches!(read(text), Ok(Query::Bare(word)) if word == *text))
}

fn phrase() -> impl Strategy<Value = String> {
    "[ 上菜\"“\\\\()|a-]{1,8}|.{1,6}".prop_filter("not empty", |text: &String| !fold(text).is_empty())
}

fn near() -> impl Strategy<Value = Near> {
    (prop::collection::vec(phrase(), 2..=8), 0..=100usize).prop_map(|(terms, within)| Near { terms, within })
}

fn ids(known: &[&'static str]) -> impl Strategy<Value = BTreeSet<String>> + use<> {
    let some = prop::sample::subsequence(known.to_vec(), 1..3);
    some.prop_map(|ids| ids.into_iter().map(str::to_owned).collect())
}

fn clause() -> impl Strategy<Value = FieldClause> {
    let values = |set: Vec<String>| set.iter().map(|value| fold(value).trim().to_owned()).collect::<BTreeSet<_>>();
    let name = |name: &str, condition| FieldClause { field: name.to_owned(), condition };
    let range = |limit: u32| {
        (prop::option::of(0..limit), prop::option::of(0..limit)).prop_filter_map("a range", |ends| match ends {
            (None, None) => None,
            (Some(a), Some(b)) => Some((Some(a.min(b)), Some(a.max(b)))),
            ends => Some(ends),
        })
    };
    let day = |end: Option<u32>| end.map(|day| Day(i32::try_from(day).unwrap() - 20_000));
    prop_oneof![
        prop::collection::vec(phrase(), 1..4)
            .prop_map(values)
            .prop_filter("no empty value", |set| !set.contains(""))
            .prop_map(move |set| name("item", Condition::Folded(set))),
        prop::collection::btree_set(1..=10u8, 1..6).prop_map(move |set| name("rating", Condition::Ratings(set))),
        prop::sample::subsequence(SentimentBucket::ALL.to_vec(), 1..4)
            .prop_map(move |set| name("sentiment", Condition::Sentiments(set.into_iter().collect()))),
        prop::sample::subsequence(Part::ALL.to_vec(), 1..3)
            .prop_map(move |set| name("has", Condition::Parts(set.into_iter().collect()))),
        prop::collection::btree_set(phrase().prop_map(|text| fold(&text).trim().to_owned()), 1..3)
            .prop_filter("no empty value", |set| !set.contains(""))
            .prop_map(move |set| name("opinion", Condition::Folded(set))),
        ids(&["service", "service_wait_time", "price_level", "room_price"])
            .prop_map(move |set| name("aspect", Condition::Values(set))),
        (ids(&["service", "service_wait_time", "room_price"]), prop::sample::select(Polarity::ALL.to_vec())).prop_map(
            move |(ids, polarity)| {
                let pairs = ids.iter().map(|id| format!("{id}:{}", polarity.name())).collect();
                name("aspect_sentiment", Condition::Values(pairs))
            }
        ),
        ids(&Flag::ALL.map(Flag::name)).prop_map(move |set| name("flag", Condition::Values(set))),
        prop::sample::subsequence(vec!["rating", "created", "item", "table_no", "aspect", "opinion", "flag"], 1..4)
            .prop_map(move |set| name("missing", Condition::Missing(set.into_iter().map(str::to_owned).collect()))),
        range(40_000).prop_map(move |(from, to)| name("created", Condition::Days { from: day(from), to: day(to) })),
        range(1_000).prop_map(move |(from, to)| name("likes", Condition::Counts { from, to })),
    ]
}

/// Every tree that the parser can produce.
fn tree() -> impl Strategy<Value = Query> {
    let text =
        prop_oneof![bare().prop_map(Query::Bare), phrase().prop_map(Query::Phrase), near().prop_map(Query::Near),];
    let confined = (prop::sample::select(TextPart::ALL.to_vec()), text.clone())
        .prop_map(|(part, text)| Query::In(part, Box::new(text)));
    let leaf = prop_oneof![text, confined, clause().prop_map(Query::Field), phrase().prop_map(Query::Word)];
    leaf.prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Query::And),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Query::Or),
            inner.prop_map(|part| Query::Not(Box::new(part))),
        ]
    })
}

const SOUP: &str = "([上慢菜\"“()（| \\-－:：<=＜≥.,，、]|且|或|非|near\\(|近|item:|评分|时间：|属性:|服务=|2021-0|text:|有:|词:|AND |\\\\|3){0,24}|.{0,40}";

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn a_tree_is_printed_and_read_back(query in tree()) {
        let printed = print_query(&query);
        prop_assume!(printed.chars().count() <= limits::QUERY_CHARS);
        prop_assert_eq!(read(&printed), Ok(query), "{}", printed);
    }

    #[test]
    fn nothing_panics_and_every_repair_parses(text in SOUP) {
        match read(&text) {
            Ok(query) => prop_assert_eq!(read(&print_query(&query)), Ok(query)),
            Err(error) => {
                prop_assert!(error.position <= text.chars().count());
                if let Some(repair) = error.repair {
                    prop_assert!(read(&repair).is_ok(), "{}", repair);
                }
            }
        }
    }

    #[test]
    fn full_width_forms_equal_half_width_ones(text in "([上慢菜\"() |\\-ab:<=.,]|item:|评分|near\\(|OR ){0,24}") {
        let folded = |text: &str| read(text).map(|query| fold(&print_query(&query))).map_err(|e| (e.position, e.code()));
        prop_assert_eq!(folded(&full_width(&text)), folded(&text));
    }
}
