//! How well texts, opinions and turns of speech are judged.
//!
//! Whatever labels a set has are used: stars, good and bad, opinions with their polarity. Texts that the model was trained on, and
//! repeated texts, do not count.

use std::collections::HashSet;

use super::{
    Row, RowKind,
    metrics::{Confusion, auc},
};
use crate::{
    domain::sentiment::{SentimentScore, SentimentThresholds},
    insight::sentiment::{Part, Sentiment},
    lab::labelled::{Labelled, Set},
    text::fold,
};

/// What is measured: the analysis as it ships, or less of it.
struct Contestant {
    sentiment: Sentiment,
    kind: RowKind,
    note: &'static str,
}

fn contestants(sentiment: impl Fn() -> Sentiment) -> Vec<Contestant> {
    let figure = |note, kind, sentiment| Contestant { sentiment, kind, note };
    let plain = [Part::Model, Part::Negation, Part::Degree, Part::Contrast].into_iter();
    let plain = plain.fold(sentiment(), Sentiment::without);
    let mut all = vec![
        figure("", RowKind::Figure, sentiment()),
        figure("counting words of praise and complaint", RowKind::Baseline, plain),
    ];
    all.extend(Part::ALL.map(|part| figure(left_out(part), RowKind::Ablation, sentiment().without(part))));
    all
}

const fn left_out(part: Part) -> &'static str {
    match part {
        Part::Model => "without the linear model",
        Part::Words => "without words and rules",
        Part::Negation => "without negation",
        Part::Degree => "without degree",
        Part::Contrast => "without contrast and concession",
    }
}

/// The rows of one set.
#[must_use]
pub fn rows(set: &Set, trained_on: &HashSet<String>) -> Vec<Row> {
    rows_of(set, trained_on, &contestants(Sentiment::builtin))
}

/// The rows of one set for the words and rules that ship and another model.
pub(in crate::lab) fn rows_with(
    set: &Set,
    trained_on: &HashSet<String>,
    sentiment: impl Fn() -> Sentiment,
) -> Vec<Row> {
    rows_of(set, trained_on, &[Contestant { sentiment: sentiment(), kind: RowKind::Figure, note: "" }])
}

fn rows_of(set: &Set, trained_on: &HashSet<String>, contestants: &[Contestant]) -> Vec<Row> {
    let mut seen = HashSet::new();
    let texts: Vec<&Labelled> = set
        .texts
        .iter()
        .filter(|text| !text.text.is_empty() && !trained_on.contains(&text.text) && seen.insert(&text.text))
        .collect();
    let mut rows = Vec::new();
    for contestant in contestants {
        let scores: Vec<SentimentScore> =
            texts.iter().map(|text| contestant.sentiment.judge_text(&text.text)).collect();
        rows.extend(polarity(set, &texts, &scores, contestant));
        rows.extend(stars(set, &texts, &scores, contestant));
        rows.extend(opinions(set, trained_on, contestant));
    }
    rows
}

/// How often a text of the positive class scores above one of the other.
pub(in crate::lab) fn auc_of(scored: &[(f64, bool)]) -> Option<f64> {
    auc(scored)
}

/// The mean of the polarity rows of several sets, for each contestant.
#[must_use]
pub fn mean_polarity(rows: &[Row]) -> Vec<Row> {
    let aucs: Vec<&Row> = rows.iter().filter(|row| row.metric == "polarity_auc").collect();
    let mut notes: Vec<(RowKind, &str)> = Vec::new();
    for row in &aucs {
        if !notes.contains(&(row.kind, row.note.as_str())) {
            notes.push((row.kind, row.note.as_str()));
        }
    }
    let mean = |(kind, note): (RowKind, &str)| {
        let own: Vec<&&Row> = aucs.iter().filter(|row| (row.kind, row.note.as_str()) == (kind, note)).collect();
        let sets = u32::try_from(own.len()).unwrap_or(u32::MAX);
        let value = own.iter().map(|row| row.value).sum::<f64>() / f64::from(sets);
        let examples = own.iter().map(|row| row.examples).sum();
        let note = if note.is_empty() { format!("{sets} sets") } else { note.to_owned() };
        let row = Row::new("polarity_auc_mean", "all", examples, value).against(0.955, 0.970);
        let row = row.noted(note);
        if kind == RowKind::Figure { row } else { row.of_kind(kind) }
    };
    notes.into_iter().map(mean).collect()
}

/// Whether the text is praise or complaint by its labels; `None` for neither, which does not count.
fn is_praise(text: &Labelled, three_classes: bool) -> Option<bool> {
    match (text.label.as_deref(), text.rating, &text.aspects) {
        (Some("1"), ..) => Some(true),
        (Some("2"), ..) => Some(false),
        (Some("0"), ..) => (!three_classes).then_some(false),
        (_, Some(stars), _) if stars >= 4.0 => Some(true),
        (_, Some(stars), _) if stars <= 2.0 => Some(false),
        (None, None, Some(aspects)) if text.opinions.is_none() => {
            // Aspects of opinions are labelled where there is an opinion, those of a survey of the text for the whole of it.
            let count = |sign: i8| aspects.values().filter(|polarity| polarity.signum() == sign).count();
            match (count(1), count(-1)) {
                (1.., 0) => Some(true),
                (good, bad) if bad > good => Some(false),
                _ => None,
            }
        }
        _ => None,
    }
}

fn polarity(set: &Set, texts: &[&Labelled], scores: &[SentimentScore], contestant: &Contestant) -> Vec<Row> {
    let three_classes = texts.iter().any(|text| text.label.as_deref() == Some("2"));
    let judged = texts.iter().zip(scores);
    let scored: Vec<(f64, bool)> =
        judged.filter_map(|(text, score)| Some((score.value(), is_praise(text, three_classes)?))).collect();
    let Some(auc) = auc(&scored) else { return Vec::new() };
    let cases: Vec<(usize, usize)> =
        scored.iter().map(|(score, praise)| (usize::from(*praise), usize::from(*score > 0.0))).collect();
    let accuracy = Confusion::<2>::of(&cases).balanced().accuracy();
    let row = |metric, value| Row::new(metric, &set.name, scored.len(), value);
    let bars = if set.name.contains("shop") { (0.86, 0.90) } else { (0.85, 0.90) };
    let rows = [
        row("polarity_auc", auc),
        row("polarity_accuracy_balanced", accuracy).against(bars.0, bars.1),
        row("polarity_accuracy_balanced", 0.5).noted("always the majority").of_kind(RowKind::Baseline),
    ];
    contestant.label(rows)
}

fn stars(set: &Set, texts: &[&Labelled], scores: &[SentimentScore], contestant: &Contestant) -> Vec<Row> {
    let thresholds = SentimentThresholds::default();
    let class = |stars: f64| (1..5).filter(|limit| stars > f64::from(*limit) + 0.25).count();
    let cases: Vec<(usize, usize)> = texts
        .iter()
        .zip(scores)
        .filter_map(|(text, score)| Some((class(text.rating?), thresholds.bucket(*score) as usize)))
        .collect();
    if cases.is_empty() {
        return Vec::new();
    }
    let three = |class: usize| (class > 1) as usize + (class > 2) as usize;
    let threes: Vec<(usize, usize)> = cases.iter().map(|(stars, bucket)| (three(*stars), three(*bucket))).collect();
    let most = (0..5).max_by_key(|class| cases.iter().filter(|(stars, _)| stars == class).count()).unwrap_or_default();
    let constant: Vec<(usize, usize)> = cases.iter().map(|(stars, _)| (*stars, most)).collect();
    let (five, classes) = (Confusion::<5>::of(&cases), Confusion::<3>::of(&threes));
    let row = |metric, value| Row::new(metric, &set.name, cases.len(), value);
    let even = "each star counts the same";
    let rows = [
        row("buckets_kappa", five.quadratic_kappa()).against(0.67, 0.75),
        row("buckets_within_one", five.within_one()).against(0.87, 0.92),
        row("buckets_within_one", Confusion::<5>::of(&constant).within_one())
            .noted("always the majority")
            .of_kind(RowKind::Baseline),
        row("three_class_f1", classes.macro_f1()).against(0.61, 0.68),
        row("buckets_kappa_balanced", five.clone().balanced().quadratic_kappa()).against(0.67, 0.75).noted(even),
        row("buckets_within_one_balanced", five.balanced().within_one()).against(0.87, 0.92).noted(even),
        row("three_class_f1_balanced", classes.balanced().macro_f1())
            .against(0.61, 0.68)
            .noted("each class counts the same"),
    ];
    contestant.label(rows)
}

fn opinions(set: &Set, trained_on: &HashSet<String>, contestant: &Contestant) -> Vec<Row> {
    let mut seen = HashSet::new();
    let labelled = set.texts.iter().flat_map(|text| text.opinions.iter().flatten());
    let judged: Vec<(&str, f64, bool)> = labelled
        .filter_map(|opinion| Some((opinion.opinion.as_deref()?, opinion.polarity.filter(|sign| *sign != 0)? > 0)))
        .filter(|(words, _)| !trained_on.contains(*words) && seen.insert(*words))
        .map(|(words, praise)| (words, contestant.sentiment.judge_text(words).value(), praise))
        .collect();
    let negated = |words: &str| words.contains(['不', '没', '无', '别', '未', '非']);
    let accuracy = |metric, bars: Option<(f64, f64)>, only: &dyn Fn(&str) -> bool| {
        let cases = judged.iter().filter(|(words, ..)| only(words));
        let cases: Vec<(usize, usize)> =
            cases.map(|(_, score, praise)| (usize::from(*praise), usize::from(*score > 0.0))).collect();
        let row = Row::new(metric, &set.name, cases.len(), Confusion::<2>::of(&cases).accuracy());
        let row = bars.map_or(row.clone(), |(bar, stretch)| row.against(bar, stretch));
        (!cases.is_empty()).then_some(row)
    };
    let rows = [
        accuracy("opinion_polarity_accuracy", None, &|_| true),
        accuracy("negated_opinion_polarity_accuracy", Some((0.885, 0.93)), &negated),
    ];
    contestant.label(rows.into_iter().flatten())
}

/// Pairs of texts, one `praise⇥complaint` a line, `#` for comments: how many texts are judged right, and how many pairs as a whole.
#[must_use]
pub fn pairs(name: &str, lines: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for contestant in contestants(Sentiment::builtin) {
        let judged: Vec<[bool; 2]> = lines
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| {
                let (praise, rest) = line.split_once('\t')?;
                let complaint = rest.split('\t').next()?;
                let score = |text: &str| contestant.sentiment.judge_text(&fold(text)).value();
                Some([score(praise) > 0.0, score(complaint) < 0.0])
            })
            .collect();
        let share = |right: &dyn Fn(&[bool; 2]) -> u32| {
            f64::from(judged.iter().map(right).sum::<u32>())
                / f64::from(u32::try_from(judged.len()).unwrap_or(u32::MAX))
        };
        let texts = share(&|pair| u32::from(pair[0]) + u32::from(pair[1])) / 2.0;
        let both = share(&|pair| u32::from(pair[0] && pair[1]));
        let row = |metric, value| Row::new(metric, name, judged.len(), value);
        rows.extend(
            contestant
                .label([row("pairs_accuracy", texts).against(0.84, 0.95), row("pairs_both", both).against(0.72, 0.90)]),
        );
    }
    rows
}

impl Contestant {
    /// The rows as those of this contestant; baselines and second readings of the same figures are kept for the shipped one alone.
    fn label(&self, rows: impl IntoIterator<Item = Row>) -> Vec<Row> {
        let own = rows
            .into_iter()
            .filter(|row| self.kind == RowKind::Figure || row.kind == RowKind::Figure && row.note.is_empty());
        match self.kind {
            RowKind::Figure => own.collect(),
            kind => own.map(|row| row.of_kind(kind).noted(self.note)).collect(),
        }
    }
}
