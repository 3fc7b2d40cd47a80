//! Facets, timelines and disjunctive counts against a scan of one packed column, tantivy's `AggregationCollector`, and plain facets.

#[allow(dead_code, reason = "each bench uses its own part")]
mod support;

use std::{collections::HashMap, hint::black_box};

use anyhow::Result;
use pinglan::engine::Snapshot;
use support::{
    data::Prepared,
    measure::{duel, median},
    plain::{Analyser, Plain},
    ratios::{Bar, Ratios, ms},
    workload::{Find, Keep, Question, word_near},
};
use tantivy::aggregation::{AggContextParams, AggregationCollector, agg_req::Aggregations};

const ROUNDS: usize = 15;

fn main() -> Result<()> {
    if !support::is_bench_run() {
        return Ok(());
    }
    let prepared = Prepared::open()?;
    let snapshot = prepared.snapshot();
    let words = prepared.plain.words()?;
    let mut ratios = Ratios::new("facets");
    scan(&prepared, &snapshot, &mut ratios)?;
    aggregation(&prepared, &snapshot, &words, &mut ratios)?;
    disjunctive(&snapshot, &words, &mut ratios);
    absolute(&snapshot, &words);
    support::lists::measure(&mut ratios)?;
    ratios.print();
    Ok(())
}

/// The packed column of the yardstick: month, sentiment and rating in the low twelve bits, then item, category, city, source.
struct Packed(Vec<u64>);

/// What the scan fills: as many counters as the product's own plan needs for the same answer.
struct Histograms {
    cube: [u32; 1 << 12],
    item: [u32; 1 << 11],
    category: [u32; 1 << 4],
    city: [u32; 1 << 5],
    source: [u32; 1 << 3],
}

impl Packed {
    fn read(prepared: &Prepared) -> Result<Self> {
        let analyser = Analyser::new()?;
        let mut packed = Vec::new();
        let mut ordinals: [HashMap<String, u64>; 4] = Default::default();
        let first_month = 2024 * 12 + 1;
        prepared.each_review(|review| {
            let analysed = analyser.analyse(review);
            let mut ordinal = |at: usize, name: &str| {
                let next = ordinals[at].len() as u64;
                *ordinals[at].entry(analysed.keyword(name).to_owned()).or_insert(next)
            };
            let keywords = ordinal(0, "item")
                | ordinal(1, "category") << 11
                | ordinal(2, "city") << 15
                | ordinal(3, "source") << 20;
            let number = |name: &str| u64::try_from(analysed.number(name)).unwrap_or(0);
            let month = number("month").saturating_sub(first_month);
            packed.push(number("rating") | number("bucket") << 4 | month << 7 | keywords << 12);
        })?;
        Ok(Self(packed))
    }

    fn histograms(&self) -> Box<Histograms> {
        let mut counts = Box::new(Histograms {
            cube: [0; 1 << 12],
            item: [0; 1 << 11],
            category: [0; 1 << 4],
            city: [0; 1 << 5],
            source: [0; 1 << 3],
        });
        for word in &self.0 {
            counts.cube[bits::<12>(*word, 0)] += 1;
            counts.item[bits::<11>(*word, 12)] += 1;
            counts.category[bits::<4>(*word, 23)] += 1;
            counts.city[bits::<5>(*word, 27)] += 1;
            counts.source[bits::<3>(*word, 32)] += 1;
        }
        counts
    }
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "at most twelve bits remain")]
const fn bits<const BITS: u32>(word: u64, shift: u32) -> usize {
    ((word >> shift) & ((1 << BITS) - 1)) as usize
}

fn answer(snapshot: &Snapshot, question: &Question) {
    let _ = black_box(snapshot.search(&question.page(0), &support::unlimited()));
}

fn scan(prepared: &Prepared, snapshot: &Snapshot, ratios: &mut Ratios) -> Result<()> {
    let packed = Packed::read(prepared)?;
    let everything = Question::of(Find::All);
    let duel = duel(2 * ROUNDS, [&mut || answer(snapshot, &everything), &mut || drop(black_box(packed.histograms()))]);
    let what = "6 facets + timeline over all reviews / packed scan";
    ratios.line(what, ms(duel.ns(0)), ms(duel.ns(1)), duel.ratio(0, 1), Bar::AtMost(2.0, 1.3));
    Ok(())
}

fn aggregations() -> Result<Aggregations> {
    let terms = |field: &str, size: u32| serde_json::json!({"terms": {"field": field, "size": size}});
    Ok(serde_json::from_value(serde_json::json!({
        "rating": terms("rating", 20), "sentiment": terms("bucket", 10), "source": terms("source", 20),
        "category": terms("category", 20), "item": terms("item", 2_000), "city": terms("city", 50),
        "month": terms("month", 100),
    }))?)
}

fn aggregation(prepared: &Prepared, snapshot: &Snapshot, words: &[(String, u64)], ratios: &mut Ratios) -> Result<()> {
    let reviews = snapshot.review_count();
    let near = |share| word_near(words, reviews, share);
    let cases = [
        ("single term, about 10 % of reviews", vec![word(near(0.1)), word(near(0.08))], Bar::AtLeast(5.0, 8.0)),
        ("single term, above 50 %", vec![character("的"), character("，")], Bar::AtLeast(4.0, 6.0)),
        (
            "OR of frequent terms",
            vec![
                Question::of(Find::Any(vec![near(0.4), near(0.3)])),
                Question::of(Find::Any(vec![near(0.25), near(0.2), near(0.15)])),
            ],
            Bar::AtLeast(2.0, 3.0),
        ),
    ];
    for (name, questions, bar) in cases {
        let (mut ours, mut theirs, mut ratio) = (Vec::new(), Vec::new(), Vec::new());
        for question in &questions {
            let query = question.plain(&prepared.plain, prepared.service.engine.segmenter())?;
            let duel = duel(
                ROUNDS,
                [&mut || answer(snapshot, question), &mut || {
                    let _ = black_box(aggregate(&prepared.plain, &*query));
                }],
            );
            ours.push(duel.ns(0));
            theirs.push(duel.ns(1));
            ratio.push(duel.ratio(1, 0));
        }
        let what = format!("6 facets + timeline / AggregationCollector: {name}");
        ratios.line(&what, ms(median(ours)), ms(median(theirs)), median(ratio), bar);
    }
    Ok(())
}

fn aggregate(plain: &Plain, query: &dyn tantivy::query::Query) -> Result<()> {
    let collector = AggregationCollector::from_aggs(aggregations()?, AggContextParams::default());
    black_box(plain.searcher.search(query, &collector)?);
    Ok(())
}

fn word(word: String) -> Question {
    Question::of(Find::Words(vec![word]))
}

fn character(character: &str) -> Question {
    Question::of(Find::Exactly(character.to_owned()))
}

fn disjunctive(snapshot: &Snapshot, words: &[(String, u64)], ratios: &mut Ratios) {
    let near = |share| word_near(words, snapshot.review_count(), share);
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let filters = vec![
        Keep::Rating(8, 10),
        Keep::Values("category", names(&["火锅", "空调", "电影", "酒店", "衣服"])),
        Keep::Values("city", names(&["上海", "北京", "深圳", "武汉", "成都"])),
    ];
    let cases = [
        ("all reviews", Find::All),
        ("single term, about 10 %", Find::Words(vec![near(0.1)])),
        ("OR of frequent terms", Find::Any(vec![near(0.4), near(0.3)])),
    ];
    for (name, find) in cases {
        let free = Question::of(find.clone());
        let filtered = Question { find, keep: filters.clone() };
        let duel = duel(ROUNDS, [&mut || answer(snapshot, &filtered), &mut || answer(snapshot, &free)]);
        let what = format!("disjunctive counts, 3 filters / plain facets of the same hits: {name}");
        ratios.line(&what, ms(duel.ns(0)), ms(duel.ns(1)), duel.ratio(0, 1), Bar::AtMost(2.5, 1.5));
    }
}

fn absolute(snapshot: &Snapshot, words: &[(String, u64)]) {
    let mut criterion = support::criterion();
    let near = word_near(words, snapshot.review_count(), 0.1);
    for (name, question) in [("all", Question::of(Find::All)), ("term_10_percent", word(near))] {
        criterion.bench_function(&format!("facets/{name}"), |bencher| {
            bencher.iter(|| answer(snapshot, &question));
        });
    }
}
