//! The sentiment model: praise against complaint in reviews, sentences and a few words.
//!
//! Each source brings as much praise as complaint, however it is mixed, and the listed words take part as the shortest texts. What it
//! reaches is measured on a tenth of the texts that is left out, and on sets that it never sees.

use std::{
    collections::{BTreeSet, HashSet},
    path::Path,
};

use super::{Card, Data, Figure, TrainError, Trained};
use crate::{
    ingest::Schema,
    insight::{
        linear::{self, Linear, Options, Sample},
        sentiment::{Sentiment, opinion_words},
    },
    lab::{
        evaluate::{Row, RowKind, sentiment as evaluate},
        labelled::{Labelled, Set},
    },
};

const OPTIONS: Options = Options { weights: 20_000, min_samples: 3, cost: 2.0, balanced: false, rounds: 12, seed: 1 };
/// What a listed word of weight 2 counts against a review.
const WORD_WEIGHT: f64 = 3.0;
/// What a text or an opinion that is neither praise nor complaint counts on each side: such words shall sway nothing.
const OF_TWO_MINDS: &str = " of two minds";
const TWO_MINDS_WEIGHT: f64 = 2.0;
/// One text in so many is left out to measure with.
const HELD_OUT: u64 = 10;

/// The one whose licence is in doubt, so that the figures without it are given too.
const DISPUTED: &str = "polarity-shop";
/// Files that are learned from, and what they are.
const SOURCES: [(&str, &str); 4] = [
    ("exports/jd-heater.jsonl.gz", "water heaters with stars: 1 and 2 against 5; MIT or Apache-2.0"),
    ("gold/opinions-restaurant.train.jsonl.gz", "restaurant sentences and their opinion words; MIT or Apache-2.0"),
    ("gold/opinions-shampoo.jsonl.gz", "statements about shampoo; MIT or Apache-2.0"),
    (
        "gold/polarity-shop.jsonl.gz",
        "mixed e-commerce, good and bad; its repository states MIT, half of its texts also circulate without a licence",
    ),
];
/// Sets that are only measured on: files in the format of `gold/`, and exports.
const FOREIGN_GOLD: [&str; 5] =
    ["aspects-dianping", "opinions-food", "clauses-laptop", "opinions-car", "opinions-restaurant.dev"];
const FOREIGN_EXPORTS: [&str; 6] = [
    "waimai-binary.csv",
    "online-shopping.csv.gz",
    "jd-aircon.gb18030.csv",
    "maoyan-films.bom.csv",
    "mafengwo-sights.json",
    "meituan-hotpot.xlsx",
];

/// A text to learn from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Own {
    source: String,
    text: String,
    praise: bool,
}

/// Every text that a model learns from these sets: whole texts and the words of their opinions. What is measured must not be among them.
#[must_use]
pub fn texts(sets: &[&Set]) -> HashSet<String> {
    let whole = sets.iter().flat_map(|set| set.texts.iter().map(|text| text.text.clone()));
    whole.chain(sets.iter().flat_map(|set| samples(set)).map(|sample| sample.text)).collect()
}

/// Learns the model from the files below `from` and measures it.
///
/// # Errors
/// When a file that is learned from is missing or broken; sets that are only measured on may be missing.
pub fn train(from: &Path) -> Result<Trained, TrainError> {
    let sets = SOURCES.map(|(path, _)| Set::read(&from.join(path))).into_iter().collect::<Result<Vec<_>, _>>()?;
    let seen = texts(&sets.iter().collect::<Vec<_>>());
    let mut own: Vec<Own> = sets.iter().flat_map(samples).collect::<BTreeSet<_>>().into_iter().collect();
    own.extend(opinion_words().map(|(word, weight)| Own {
        source: WORDS.to_owned(),
        text: word.to_owned(),
        praise: weight > 0.0,
    }));
    let shipped = learn(&own, |_| true);
    let without = learn(&own, |sample| !sample.source.starts_with(DISPUTED));
    let mut figures = held_out(&own);
    let foreign = foreign_sets(from)?;
    for (model, note) in [(&shipped, ""), (&without, WITHOUT)] {
        let rows =
            foreign.iter().flat_map(|set| evaluate::rows_with(set, &seen, || Sentiment::with_model(model.clone())));
        let rows: Vec<Row> = rows
            .filter(|row| row.kind == RowKind::Figure && (note.is_empty() || row.metric == "polarity_auc"))
            .collect();
        let rows = rows.iter().cloned().chain(evaluate::mean_polarity(&rows));
        figures
            .extend(rows.map(|row| if note.is_empty() { row } else { row.noted(note) }).map(|row| Figure::from(&row)));
    }
    let bytes = shipped.write();
    Ok(Trained { card: card(&own, &shipped, bytes.len(), figures), bytes })
}

const WORDS: &str = "listed-words";
const WITHOUT: &str = "learned without polarity-shop";

fn card(own: &[Own], model: &Linear, bytes: usize, figures: Vec<Figure>) -> Card {
    let sources: BTreeSet<&str> = own.iter().map(|sample| sample.source.as_str()).collect();
    let data = sources.into_iter().map(|source| {
        let count = |praise| own.iter().filter(|s| s.source == source && s.praise == praise).count();
        let about = SOURCES.iter().find(|(path, _)| path.contains(source.split(' ').next().unwrap_or(source)));
        let about = about.map_or("index-schema/dictionary/sentiment-words.txt", |(_, about)| about).to_owned();
        Data { set: source.to_owned(), about, positive: count(true), negative: count(false) }
    });
    Card {
        model: "sentiment".to_owned(),
        purpose: "Praise (margin above 0) or complaint, blended with words and rules".to_owned(),
        licence: "weights: as this project; data: see each set".to_owned(),
        notes: vec![
            "Half of the texts of polarity-shop also circulate without a licence: the figures without it stand beside the others.".to_owned(),
            "Figures on sets that were not learned from are of model, words and rules together; texts that occur in the training data are left out.".to_owned(),
            "A held-out tenth is judged by a model that learned from the other nine.".to_owned(),
        ],
        seed: OPTIONS.seed,
        weights: model.weights(),
        bytes,
        data: data.collect(),
        figures,
    }
}

/// What a set teaches: stars and labels of whole texts, sentences whose opinions agree, and the words of each opinion.
fn samples(set: &Set) -> Vec<Own> {
    let mut own = Vec::new();
    let mut add = |kind: &str, text: &str, praise: bool| {
        if !text.is_empty() {
            let source = format!("{}{kind}", set.name);
            own.push(Own { source, text: text.to_owned(), praise });
        }
    };
    for text in &set.texts {
        if let Some(praise) = verdict(text) {
            add("", &text.text, praise);
        }
        if text.rating == Some(3.0) {
            [true, false].into_iter().for_each(|praise| add(OF_TWO_MINDS, &text.text, praise));
        }
        for opinion in text.opinions.iter().flatten() {
            let aspect = opinion.aspect.as_deref().unwrap_or_default();
            if let (Some(words), Some(0)) = (opinion.opinion.as_deref(), opinion.polarity) {
                // Neither praise nor complaint: as much one as the other.
                [true, false].into_iter().for_each(|praise| add(OF_TWO_MINDS, words, praise));
            }
            let Some(praise) = opinion.polarity.filter(|sign| *sign != 0).map(|sign| sign > 0) else { continue };
            match opinion.opinion.as_deref() {
                Some(words) => {
                    add(" opinions", words, praise);
                    if !aspect.is_empty() {
                        add(" terms and opinions", &format!("{aspect}{words}"), praise);
                    }
                }
                None => add(" opinions", aspect, praise),
            }
        }
    }
    own
}

/// Whether a whole text is praise.
fn verdict(text: &Labelled) -> Option<bool> {
    match (text.rating, text.label.as_deref(), &text.opinions) {
        (Some(stars), ..) if stars >= 5.0 => Some(true),
        (Some(stars), ..) if stars <= 2.0 => Some(false),
        (None, Some("1"), _) => Some(true),
        (None, Some("0"), _) => Some(false),
        (None, None, Some(opinions)) if opinions.iter().all(|opinion| opinion.opinion.is_some()) => {
            let any = |sign: i8| opinions.iter().any(|opinion| opinion.polarity == Some(sign));
            (any(1) != any(-1)).then(|| any(1))
        }
        _ => None,
    }
}

fn learn(own: &[Own], keep: impl Fn(&Own) -> bool) -> Linear {
    let kept: Vec<&Own> = own.iter().filter(|sample| keep(sample)).collect();
    let sources: BTreeSet<&str> = kept.iter().map(|sample| sample.source.as_str()).collect();
    let mut samples = Vec::with_capacity(kept.len());
    for source in sources {
        let of = |praise| kept.iter().filter(move |sample| sample.source == source && sample.praise == praise);
        let count = |praise| f64::from(u32::try_from(of(praise).count()).unwrap_or(u32::MAX));
        let half = (count(true) + count(false)) / 2.0;
        for positive in [false, true] {
            let weight = half / count(positive).max(1.0) * weight_of(source);
            samples.extend(of(positive).map(|sample| Sample { text: &sample.text, positive, weight }));
        }
    }
    linear::train(&samples, &OPTIONS)
}

/// Whether a source holds texts that are praise or complaint.
fn is_verdict(source: &str) -> bool {
    source != WORDS && !source.ends_with(OF_TWO_MINDS)
}

fn weight_of(source: &str) -> f64 {
    match source {
        WORDS => WORD_WEIGHT,
        source if source.ends_with(OF_TWO_MINDS) => TWO_MINDS_WEIGHT,
        _ => 1.0,
    }
}

/// How well a model does on a tenth of each source that it did not see.
fn held_out(own: &[Own]) -> Vec<Figure> {
    let is_out = |sample: &Own| is_verdict(&sample.source) && linear::of_text(&sample.text).is_multiple_of(HELD_OUT);
    let model = learn(own, |sample| !is_out(sample));
    let sources: BTreeSet<&str> =
        own.iter().map(|sample| sample.source.as_str()).filter(|source| is_verdict(source)).collect();
    let figure = |source: &str| {
        let out = own.iter().filter(|sample| sample.source == source && is_out(sample));
        let scored: Vec<(f64, bool)> = out.map(|sample| (model.score(&sample.text), sample.praise)).collect();
        let row = Row::new("polarity_auc", source, scored.len(), evaluate::auc_of(&scored)?);
        Some(Figure::from(&row.noted("held out, the model alone")))
    };
    sources.into_iter().filter_map(figure).collect()
}

/// The sets below `from` that are only measured on, as far as they are there.
fn foreign_sets(from: &Path) -> Result<Vec<Set>, TrainError> {
    let mut sets = Vec::new();
    for name in FOREIGN_GOLD {
        let path = from.join(format!("gold/{name}.jsonl.gz"));
        if path.exists() {
            sets.push(Set::read(&path)?);
        }
    }
    let schema = Schema::builtin()?;
    for name in FOREIGN_EXPORTS {
        let path = from.join("exports").join(name);
        if path.exists() {
            sets.push(Set::of_export(&path, &schema)?);
        }
    }
    Ok(sets)
}
