//! What learned models read: what the words of a pack say of a text, and the text itself, as facts with values.
//!
//! Knows nothing of weights. Only roots and quotients are taken: the same text gives the same facts on every machine.

use super::{
    attention::{Attention, Spoken},
    file::Role,
    grams::{Gram, Part},
    learned::LearnedParts,
    notes::{GramFacts, Kind, Marks, Notes, fact},
};
use crate::{
    domain::{analysis::Polarity, sentiment::SentimentScore},
    insight::linear::{Columns, Facts},
};

/// Characters of the clauses about an aspect that are read.
pub(super) const FOCUS_CHARS: usize = 600;
/// Thousandths from which on a clause is on a side.
const SIDE: i16 = 60;
/// Steps of the whole text's score on either side of 0.
const SCORE_STEPS: i16 = 5;
/// What the text's own characters are worth beside the words of the pack when a mention is decided.
const TEXT_IN_MENTION: f32 = 1.5;
/// What a pack's own verdict that an aspect is mentioned is worth there.
const SEED_IN_MENTION: f32 = 0.4;

/// The margin below which a mention is ruled out; beyond its size a margin says no more.
pub(super) const POSSIBLE: f64 = -2.5;

/// Numbers about an aspect in a text; each is a fact, for all aspects together and for each apart.
#[derive(Clone, Copy)]
enum Measure {
    Whole,
    Score,
    Praise,
    Complaint,
    Mixed,
    Least,
    Most,
    Mean,
    Length,
    Clauses,
    Complaints,
    Mentioned,
}

/// A text as a pack reads it.
#[derive(Debug, Clone)]
pub(super) struct Evidence {
    /// Characters of the folded text.
    pub(super) chars: usize,
    /// The grams of the text and its parts, by number.
    pub(super) grams: Vec<Gram>,
    /// How many of them stand in the text as it is: the first ones.
    pub(super) own_grams: usize,
    /// Its first characters, read where no clause speaks of an aspect.
    pub(super) opening: Part,
    /// How the whole judges.
    pub(super) whole: SentimentScore,
    /// The words of the pack that stand in it (see [`linear::of_text`](crate::insight::linear::of_text)), each once, ascending.
    pub(super) words: Vec<u64>,
    /// What the words say, by place in the pack.
    pub(super) seeded: Vec<Seeded>,
    /// Its clauses.
    pub(super) clauses: Vec<Spoken>,
}

/// What the words of a pack say of one aspect of a text.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Seeded {
    /// How it is judged, when it is mentioned.
    pub(super) verdict: Option<(Polarity, SentimentScore)>,
    /// Whether a word names it by itself.
    pub(super) named: bool,
    /// Weak words that stand in the text.
    pub(super) weak: usize,
    /// Sum of what praises it.
    pub(super) praise: f64,
    /// Sum of what complains of it.
    pub(super) complaint: f64,
    /// The clauses that speak of it, between commas.
    pub(super) focus: Part,
    /// Their numbers, and how each judges.
    pub(super) clauses: Vec<usize>,
    pub(super) scores: Vec<SentimentScore>,
    /// Its words in these clauses, each with what it does and the score of its clause.
    pub(super) words: Vec<(u64, Role, SentimentScore)>,
}

#[expect(clippy::cast_possible_truncation, reason = "facts need no more precision")]
pub(super) const fn small(value: f64) -> f32 {
    value as f32
}

#[expect(clippy::cast_precision_loss, reason = "counts of characters and clauses stay far below 2²⁴")]
pub(super) const fn number(count: usize) -> f32 {
    count as f32
}

const fn side(score: SentimentScore) -> u64 {
    let thousandths = score.thousandths();
    if thousandths > SIDE {
        2
    } else if thousandths < -SIDE {
        1
    } else {
        0
    }
}

/// The evidence of what a text mentions, the same for all aspects.
pub(super) fn of_mentions(
    columns: &impl Columns,
    grams: &[Option<u32>],
    marks: &[Marks],
    evidence: &Evidence,
) -> Facts {
    let mut facts = Facts::new();
    let mut add = |column: Option<u32>, value| column.into_iter().for_each(|column| facts.add(column, value));
    let known = |kind, one| columns.column(fact(kind, one, 0));
    let value = TEXT_IN_MENTION / number(evidence.own_grams.max(1)).sqrt();
    grams.iter().take(evidence.own_grams).for_each(|gram| add(*gram, value));
    let value = 1.0 / (number(evidence.words.len()) + 4.0).sqrt();
    evidence.words.iter().for_each(|word| add(known(Kind::Word, *word), value));
    for (Marks { id, .. }, seeded) in marks.iter().zip(&evidence.seeded) {
        if seeded.verdict.is_some() {
            add(known(Kind::Mentioned, *id), SEED_IN_MENTION);
        }
        if seeded.named {
            add(known(Kind::Named, *id), SEED_IN_MENTION);
        }
        if seeded.weak > 0 {
            add(known(Kind::Weak, *id), SEED_IN_MENTION / 2.0 * number(seeded.weak.min(3)));
        }
    }
    facts.sorted()
}

/// An aspect of a text that may be mentioned.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    /// Place in the pack.
    pub(super) place: usize,
    /// Class of the mention models.
    pub(super) class: usize,
    /// With which it is taken to be mentioned.
    pub(super) margin: f64,
    pub(super) attention: &'a Attention,
    /// Of the text.
    pub(super) grams: &'a GramFacts,
}

/// The evidence of whether and how a text judges an aspect: its clauses, or the text where no clause names it, what the words
/// say, and the margin with which it is taken to be mentioned.
pub(super) fn of_verdict(
    columns: &impl Columns,
    marks: &[Marks],
    evidence: &Evidence,
    asked: &Asked<'_>,
    parts: LearnedParts,
) -> Facts {
    let mut notes = Notes::new(columns, parts, &marks[asked.place]);
    // About as many as there are grams are known.
    notes.facts.reserve(evidence.grams.len());
    let none = Seeded::default();
    let seeded = evidence.seeded.get(asked.place).unwrap_or(&none);
    add_clauses(&mut notes, seeded, asked.grams, &evidence.opening);
    if parts.attention {
        asked.attention.add(&mut notes, asked, seeded, &evidence.clauses);
    }
    let verdict = |seeded: &Seeded| seeded.verdict.map_or(3, |(polarity, _)| polarity as u64);
    notes.add_both([Kind::Verdict, Kind::VerdictOfAspect], verdict(seeded), 1.0);
    notes.add_aspect();
    let step = u64::try_from(evidence.whole.thousandths() * SCORE_STEPS / 1000 + SCORE_STEPS).unwrap_or_default();
    notes.add(Kind::WholeStep, step, 0, 1.0);
    notes.add(Kind::Clauses, seeded.scores.len().min(5) as u64, 0, 0.5);
    for (other, seeded) in marks.iter().zip(&evidence.seeded).filter(|(_, seeded)| seeded.verdict.is_some()) {
        notes.add(Kind::OtherVerdict, other.id, verdict(seeded), 0.3);
    }
    let mentioned = (Measure::Mentioned, small(asked.margin.clamp(POSSIBLE, -POSSIBLE)) / 2.0);
    for (measure, value) in measures(seeded, evidence).into_iter().chain([mentioned]) {
        notes.add_both([Kind::Measure, Kind::MeasureOfAspect], measure as u64, value);
    }
    notes.facts.sorted()
}

/// The grams of the clauses about an aspect and its words in them.
fn add_clauses<C: Columns>(notes: &mut Notes<'_, C>, seeded: &Seeded, grams: &GramFacts, opening: &Part) {
    let read = if seeded.focus.chars == 0 { opening } else { &seeded.focus };
    let one = 1.0 / (number(read.chars) + 4.0).sqrt();
    for (gram, times) in &read.grams {
        notes.add_gram(&grams.found[*gram as usize], one * f32::from(*times));
    }
    let mut words = Notes::new(notes.columns, notes.parts, notes.own);
    for (word, role, score) in &seeded.words {
        words.add_apart(Kind::WordOfAspect, *word, 0.5);
        words.add_apart(Kind::RoleOfAspect, *role as u64, 0.5);
        words.add(Kind::WordJudged, *word, side(*score), 0.5);
    }
    notes.facts.add_once(words.facts);
}

fn measures(seeded: &Seeded, evidence: &Evidence) -> [(Measure, f32); 11] {
    let scores = || seeded.scores.iter().map(|score| score.value());
    let count = number(seeded.scores.len());
    let complaints = evidence.seeded.iter().filter(|other| matches!(other.verdict, Some((Polarity::Negative, _))));
    let mean = if seeded.scores.is_empty() { 0.0 } else { small(scores().sum()) / count };
    let or_none = |value: f64| if value.is_finite() { small(value) } else { 0.0 };
    [
        (Measure::Whole, small(evidence.whole.value())),
        (Measure::Score, seeded.verdict.map_or(0.0, |(_, score)| small(score.value()))),
        (Measure::Praise, small(seeded.praise).sqrt()),
        (Measure::Complaint, small(seeded.complaint).sqrt()),
        (Measure::Mixed, if seeded.praise > 0.0 && seeded.complaint > 0.0 { 1.0 } else { 0.0 }),
        (Measure::Least, or_none(scores().fold(f64::INFINITY, f64::min))),
        (Measure::Most, or_none(scores().fold(f64::NEG_INFINITY, f64::max))),
        (Measure::Mean, mean),
        (Measure::Length, number(evidence.chars).sqrt() / 20.0 - 1.0),
        (Measure::Clauses, count.sqrt() / 2.0),
        (Measure::Complaints, number(complaints.count()) / 5.0),
    ]
}
