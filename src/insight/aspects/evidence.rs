//! What learned models read: a text's evidence written as characters, so that the linear models over character grams take it as it is.
//!
//! Knows nothing of weights. Each fact is one private-use character between commas, across which no gram reaches; which character stands
//! for a word depends on the word alone, so a model outlives changes to other words of its pack.

use crate::domain::{analysis::Polarity, sentiment::SentimentScore};

/// Characters of the clauses about an aspect that are read.
const FOCUS_CHARS: usize = 400;
/// How often the facts are written beside the clauses: clauses are long, and each fact says more than one of their characters.
const FACTS_REPEATED: usize = 8;
/// Steps of the score on either side of 0.
const SCORE_STEPS: i16 = 4;

/// Beginning and size of the plane of private use that facts are written in.
const PLANE: u32 = 0xF_0000;
const PLANE_SIZE: u64 = 0xFFFE;

/// What the words of a pack say of one aspect of a text.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Seeded {
    /// How it is judged, when it is mentioned.
    pub verdict: Option<(Polarity, SentimentScore)>,
    /// The clauses that speak of it.
    pub focus: String,
}

/// The evidence that these words of a pack stand in a text: each once, in ascending order.
pub(super) fn of_words(mut marks: Vec<char>) -> String {
    marks.sort_unstable();
    marks.dedup();
    marks.into_iter().flat_map(|mark| [',', mark]).collect()
}

/// The character that stands for a word of a pack.
pub(super) fn mark(word: &str) -> char {
    character(0, word)
}

/// The character that stands for a fact, by FNV-1a.
fn character(kind: u8, fact: &str) -> char {
    let hash = std::iter::once(kind)
        .chain(fact.bytes())
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let offset = u32::try_from(hash % PLANE_SIZE).unwrap_or_default();
    char::from_u32(PLANE + offset).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The evidence of whether an aspect is mentioned: which words of the pack stand in the text, and what the words decide by themselves.
pub(super) fn of_mention(words: &str, is_seeded: bool) -> String {
    let mut evidence = words.to_owned();
    if is_seeded {
        for _ in 0..FACTS_REPEATED {
            evidence.extend([',', character(1, "seeded")]);
        }
    }
    evidence
}

/// The evidence of how a mentioned aspect is judged: its clauses, or the text where no clause names it, and what the words say.
pub(super) fn of_polarity(id: &str, seeded: &Seeded, text: &str) -> String {
    let focus = if seeded.focus.is_empty() { text } else { &seeded.focus };
    let mut evidence: String = focus.chars().take(FOCUS_CHARS).collect();
    let (name, step) = match seeded.verdict {
        Some((polarity, score)) => (polarity.name(), score.thousandths() * SCORE_STEPS / 1000),
        None => ("none", 0),
    };
    let facts =
        [character(2, id), character(3, name), character(4, &step.to_string()), character(5, &format!("{id} {name}"))];
    for _ in 0..FACTS_REPEATED {
        for fact in facts {
            evidence.extend([',', fact]);
        }
    }
    evidence
}
