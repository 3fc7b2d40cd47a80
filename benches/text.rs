//! Folding, cutting into words and reading sentiment: throughput against a plain decode of the characters.

#[allow(dead_code, reason = "each bench uses its own part")]
mod support;

use std::hint::black_box;

use anyhow::Result;
use criterion::Throughput;
use pinglan::{
    config::Config,
    insight::{Parts, opinions::Extractor},
    service::Analyst,
    text::{Segmenter, fold, fold_with_origin},
};
use support::{
    corpus,
    measure::duel,
    ratios::{Bar, Ratios},
};

const TEXTS: usize = 5_000;
const ROUNDS: usize = 7;
/// Characters of the texts whose analysis is timed one by one.
const LENGTHS: [usize; 5] = [15, 50, 150, 500, 5_000];

fn main() -> Result<()> {
    if !support::is_bench_run() {
        return Ok(());
    }
    let clauses = corpus::clauses()?;
    let texts: Vec<String> = corpus::rows(&clauses, TEXTS).map(|row| row.text).collect();
    let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let scalars: usize = texts.iter().map(|text| text.chars().count()).sum();
    let segmenter = Segmenter::builtin();
    let analyst = Analyst::open(&Config::load(None)?)?;
    let duel = duel(
        ROUNDS,
        [
            &mut || decode(&texts),
            &mut || texts.iter().for_each(|text| drop(black_box(fold(text)))),
            &mut || texts.iter().for_each(|text| drop(black_box(fold_with_origin(text)))),
            &mut || words(&segmenter, &folded),
            &mut || folded.iter().for_each(|text| drop(black_box(segmenter.pieces(text)))),
            &mut || {
                for text in &folded {
                    black_box(analyst.insight().read(text, analyst.packs().default_pack()));
                }
            },
        ],
    );
    let mut ratios = Ratios::new("text");
    let speed = |contestant: usize| format!("{:.0} MB/s", bytes as f64 / duel.ns(contestant) * 1e3);
    for (contestant, what) in
        [(1, "fold"), (2, "fold with origins"), (3, "words for the index"), (4, "pieces for queries")]
    {
        let what = format!("{what} / decoding characters (times slower)");
        ratios.line(&what, speed(contestant), speed(0), duel.ratio(contestant, 0), Bar::None);
    }
    let micros = duel.ns(5) / 1e3 / scalars as f64 * 150.0;
    ratios.line(
        "analysis of one 150-character review (µs)",
        format!("{micros:.1} µs"),
        "absolute".to_owned(),
        micros,
        Bar::AtMost(60.0, 25.0),
    );
    support::say(&format!("{TEXTS} texts of {:.0} characters on average", scalars as f64 / TEXTS as f64));
    absolute(&texts, bytes, &segmenter);
    by_length(&folded, &analyst);
    ratios.print();
    Ok(())
}

/// The floor: looks at every character once.
fn decode(texts: &[String]) {
    for text in texts {
        black_box(text.chars().fold(0, |sum, scalar| sum ^ u32::from(scalar)));
    }
}

fn words(segmenter: &Segmenter, folded: &[String]) {
    for text in folded {
        let mut words = 0usize;
        segmenter.each_word(text, |word| words += word.len());
        black_box(words);
    }
}

fn absolute(texts: &[String], bytes: usize, segmenter: &Segmenter) {
    let mut criterion = support::criterion();
    let mut group = criterion.benchmark_group("text");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("fold", |bencher| bencher.iter(|| texts.iter().for_each(|text| drop(black_box(fold(text))))));
    let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
    group.bench_function("words", |bencher| bencher.iter(|| words(segmenter, &folded)));
    group.finish();
}

/// The analysis of one text, by its length in characters.
fn by_length(folded: &[String], analyst: &Analyst) {
    let joined: Vec<char> = folded.iter().take(100).flat_map(|text| text.chars()).collect();
    let mut criterion = support::criterion();
    let mut group = criterion.benchmark_group("analysis");
    for length in LENGTHS {
        let text: String = joined.iter().cycle().take(length).collect();
        let read = || analyst.insight().read(&text, analyst.packs().default_pack());
        group.bench_function(length.to_string(), |bencher| bencher.iter(read));
    }
    // The parts that can be asked for alone, at the length of the bar: what is left of the whole are clauses, sentiment and joining up.
    let text: String = joined.iter().cycle().take(150).collect();
    let (insight, pack) = (analyst.insight(), analyst.packs().default_pack());
    if let Ok(opinions) = Extractor::builtin() {
        group.bench_function("150/opinions", |bencher| bencher.iter(|| opinions.read(&text, |_| 0.0)));
    }
    group.bench_function("150/sentiment and aspects", |bencher| {
        bencher.iter(|| insight.aspects_by(Parts::ALL, &text, pack));
    });
    group.bench_function("150/flags", |bencher| bencher.iter(|| insight.flags(&text)));
    group.finish();
}
