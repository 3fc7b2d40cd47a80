//! What learned models read: what the words of a pack say of a text, and the text itself, as facts with values.
//!
//! Knows nothing of weights. The name of a fact depends on ids, words and characters alone, never on places in a pack, so models outlive
//! changes to other words of their pack. Only roots and quotients are taken: the same text gives the same facts on every machine.

use super::{
    attention::{Attention, Spoken},
    file::Role,
    learned::LearnedParts,
};
use crate::{
    domain::{analysis::Polarity, sentiment::SentimentScore},
    insight::linear::{Facts, name},
};

/// Characters of the clauses about an aspect that are read.
const FOCUS_CHARS: usize = 600;
/// How often a gram of one text counts at most.
const GRAM_REPEATED: u32 = 3;
/// Characters of the longest gram, and of the longest that is read for each aspect apart.
const LONGEST: usize = 3;
const LONGEST_OF_ASPECT: usize = 2;
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

/// What a fact is about; part of its name.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Gram,
    GramOfAspect,
    Word,
    WordOfAspect,
    RoleOfAspect,
    WordJudged,
    Mentioned,
    Named,
    Weak,
    Verdict,
    VerdictOfAspect,
    Aspect,
    Parent,
    Measure,
    MeasureOfAspect,
    OtherVerdict,
    WholeStep,
    Clauses,
    Attended,
    AttendedOfAspect,
    Attention,
    AttentionOfAspect,
    AttendedStep,
    AttendedStepOfAspect,
    Silent,
    SilentOfAspect,
}

impl Kind {
    /// Whether the fact is told of each aspect apart, not of all together.
    const fn is_of_aspect(self) -> bool {
        matches!(
            self,
            Self::GramOfAspect
                | Self::WordOfAspect
                | Self::RoleOfAspect
                | Self::VerdictOfAspect
                | Self::Aspect
                | Self::MeasureOfAspect
                | Self::AttendedOfAspect
                | Self::AttentionOfAspect
                | Self::AttendedStepOfAspect
                | Self::SilentOfAspect
        )
    }
}

/// Facts of one aspect, of the kinds that these parts of the method know.
pub(super) struct Notes {
    facts: Facts,
    parts: LearnedParts,
}

impl Notes {
    pub(super) fn add(&mut self, kind: Kind, one: u64, other: u64, value: f32) {
        if if kind.is_of_aspect() { self.parts.apart } else { self.parts.together } {
            self.facts.add(fact(kind, one, other), value);
        }
    }
}

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
    /// The folded text.
    pub(super) text: String,
    /// How the whole judges.
    pub(super) whole: SentimentScore,
    /// The words of the pack that stand in it (see [`of_text`]), each once, ascending.
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
    /// The clauses that speak of it, between commas, and how each judges.
    pub(super) focus: String,
    /// Their numbers.
    pub(super) clauses: Vec<usize>,
    pub(super) scores: Vec<SentimentScore>,
    /// Its words in these clauses, each with what it does and the score of its clause.
    pub(super) words: Vec<(u64, Role, SentimentScore)>,
}

/// What stands for an aspect in the names of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marks {
    id: u64,
    parent: u64,
}

impl Marks {
    pub(super) fn new(id: &str, parent: &str) -> Self {
        Self { id: of_text(id), parent: of_text(parent) }
    }
}

/// A word or an id as part of a name, by FNV-1a.
pub(super) fn of_text(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

pub(super) fn fact(kind: Kind, one: u64, other: u64) -> u32 {
    name(kind as u8, [one, other])
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

/// The grams of a text of one to three characters with their length, packed; the text begins behind a mark.
pub(super) fn grams(text: &str) -> Vec<(u64, usize)> {
    let chars: Vec<u64> = std::iter::once(',').chain(text.chars()).map(|c| u64::from(u32::from(c))).collect();
    let mut grams = Vec::with_capacity(chars.len() * LONGEST);
    for length in 1..=LONGEST {
        let skipped = usize::from(length == 1);
        let packed = |gram: &[u64]| (gram.iter().fold(0, |packed, c| (packed << 21) | c), length);
        grams.extend(chars.windows(length).skip(skipped).map(packed));
    }
    grams.sort_unstable();
    grams
}

/// The evidence of what a text mentions, the same for all aspects.
pub(super) fn of_mentions(marks: &[Marks], evidence: &Evidence) -> Facts {
    let mut facts = Facts::default();
    let mut grams = grams(&evidence.text);
    grams.dedup();
    let value = TEXT_IN_MENTION / number(grams.len().max(1)).sqrt();
    grams.iter().for_each(|(gram, _)| facts.add(fact(Kind::Gram, *gram, 0), value));
    let value = 1.0 / (number(evidence.words.len()) + 4.0).sqrt();
    evidence.words.iter().for_each(|word| facts.add(fact(Kind::Word, *word, 0), value));
    for (Marks { id, .. }, seeded) in marks.iter().copied().zip(&evidence.seeded) {
        if seeded.verdict.is_some() {
            facts.add(fact(Kind::Mentioned, id, 0), SEED_IN_MENTION);
        }
        if seeded.named {
            facts.add(fact(Kind::Named, id, 0), SEED_IN_MENTION);
        }
        facts.add(fact(Kind::Weak, id, 0), SEED_IN_MENTION / 2.0 * number(seeded.weak.min(3)));
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
}

/// The evidence of whether and how a text judges an aspect: its clauses, or the text where no clause names it, what the words
/// say, and the margin with which it is taken to be mentioned.
pub(super) fn of_verdict(marks: &[Marks], evidence: &Evidence, asked: &Asked<'_>, parts: LearnedParts) -> Facts {
    let Asked { place, class, margin, attention } = *asked;
    let mut notes = Notes { facts: Facts::default(), parts };
    let none = Seeded::default();
    let Marks { id, parent } = marks[place];
    let seeded = evidence.seeded.get(place).unwrap_or(&none);
    add_clauses(&mut notes, id, seeded, &evidence.text);
    if parts.attention {
        attention.add(&mut notes, class, id, seeded, &evidence.clauses);
    }
    let verdict = |seeded: &Seeded| seeded.verdict.map_or(3, |(polarity, _)| polarity as u64);
    notes.add(Kind::Verdict, verdict(seeded), 0, 1.0);
    notes.add(Kind::VerdictOfAspect, verdict(seeded), id, 1.0);
    notes.add(Kind::Aspect, id, 0, 1.0);
    notes.add(Kind::Parent, parent, 0, 0.5);
    let step = u64::try_from(evidence.whole.thousandths() * SCORE_STEPS / 1000 + SCORE_STEPS).unwrap_or_default();
    notes.add(Kind::WholeStep, step, 0, 1.0);
    notes.add(Kind::Clauses, seeded.scores.len().min(5) as u64, 0, 0.5);
    for (other, seeded) in marks.iter().zip(&evidence.seeded).filter(|(_, seeded)| seeded.verdict.is_some()) {
        notes.add(Kind::OtherVerdict, other.id, verdict(seeded), 0.3);
    }
    let mentioned = (Measure::Mentioned, small(margin.clamp(POSSIBLE, -POSSIBLE)) / 2.0);
    for (measure, value) in measures(seeded, evidence).into_iter().chain([mentioned]) {
        notes.add(Kind::Measure, measure as u64, 0, value);
        notes.add(Kind::MeasureOfAspect, measure as u64, id, value);
    }
    notes.facts.sorted()
}

/// The grams of the clauses about an aspect and its words in them.
fn add_clauses(notes: &mut Notes, id: u64, seeded: &Seeded, text: &str) {
    let focus = if seeded.focus.is_empty() { text } else { &seeded.focus };
    let read: String = focus.chars().take(FOCUS_CHARS).collect();
    let grams = grams(&read);
    let one = 1.0 / (number(read.chars().count()) + 4.0).sqrt();
    for same in grams.chunk_by(|a, b| a == b) {
        let Some((gram, length)) = same.first() else { continue };
        let value = one * number(same.len().min(GRAM_REPEATED as usize));
        notes.add(Kind::Gram, *gram, 0, value);
        if *length <= LONGEST_OF_ASPECT {
            notes.add(Kind::GramOfAspect, *gram, id, value);
        }
    }
    let mut words = Notes { facts: Facts::default(), parts: notes.parts };
    for (word, role, score) in &seeded.words {
        words.add(Kind::WordOfAspect, *word, id, 0.5);
        words.add(Kind::RoleOfAspect, *role as u64, id, 0.5);
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
        (Measure::Length, number(evidence.text.chars().count()).sqrt() / 20.0 - 1.0),
        (Measure::Clauses, count.sqrt() / 2.0),
        (Measure::Complaints, number(complaints.count()) / 5.0),
    ]
}
