//! The sentence of a review that carries a complaint, and the text in which it is shown.

use std::collections::HashSet;

use crate::{
    domain::{
        analysis::Polarity,
        pain_points::{Key, Quote},
        query::TextPart,
        review::Review,
    },
    service::{Findings, FoundOpinion, Place},
};

/// Characters of a sentence that reads well.
const GOOD: std::ops::RangeInclusive<usize> = 8..=60;
/// Characters of a part that is shown whole.
const WHOLE: usize = 240;
/// Characters beside the sentence that are shown of a longer part.
const BESIDE: usize = 80;

/// A sentence, in characters of its part.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sentence {
    place: Place,
    text: Vec<char>,
    /// How well it reads and stands for the others, beside what columns say.
    pub(super) worth: f64,
}

/// The opinions that are the complaint: negative ones of this normal form, or about this aspect.
pub(super) fn complaints<'f>(findings: &'f Findings, key: &str, by: Key) -> Vec<&'f FoundOpinion> {
    let aspect = key.rsplit_once(':').map(|(aspect, _)| aspect);
    let is_one = |opinion: &&FoundOpinion| {
        opinion.polarity == Polarity::Negative
            && match by {
                Key::Opinion => opinion.key == key,
                Key::Aspect => opinion.aspect.as_deref() == aspect,
            }
    };
    findings.opinions.iter().filter(is_one).collect()
}

/// The best sentence with one of these opinions; `common` are opinions that many share, the most frequent first.
pub(super) fn best(
    review: &Review,
    findings: &Findings,
    complaints: &[&FoundOpinion],
    common: &[String],
) -> Option<Sentence> {
    let sentences = complaints.iter().map(|opinion| {
        let mut sentence = around(review, findings, &opinion.place);
        let rank = common.iter().position(|form| *form == opinion.key);
        sentence.worth += rank.map_or(0.0, |rank| 0.6 - 0.1 * rank as f64);
        sentence
    });
    sentences.max_by(|a, b| a.worth.total_cmp(&b.worth).then_with(|| b.place.range.cmp(&a.place.range)))
}

/// The clauses around a place: those that hold it, and neighbours that go on in the same vein while they are short.
pub(super) fn around(review: &Review, findings: &Findings, place: &Place) -> Sentence {
    let clauses: Vec<_> = findings.clauses.iter().filter(|clause| clause.place.part == place.part).collect();
    let [mut start, mut end] = place.range;
    let holds = |clause: &&crate::service::FoundClause| clause.place.range[0] < end && start < clause.place.range[1];
    let first = clauses.iter().position(holds);
    let last = clauses.iter().rposition(holds);
    let mut score = 0;
    if let (Some(mut first), Some(mut last)) = (first, last) {
        score = clauses[first..=last].iter().map(|clause| clause.score.thousandths()).min().unwrap_or(0);
        let length =
            |first: usize, last: usize| (clauses[last].place.range[1] - clauses[first].place.range[0]) as usize;
        while length(first, last) < *GOOD.start() {
            let goes_on = |at: usize| clauses.get(at).is_some_and(|clause| clause.score.thousandths() <= 0);
            let joined = |a: usize, b: usize| is_one_sentence(review, &clauses[a].place, &clauses[b].place);
            if goes_on(last + 1) && joined(last, last + 1) && length(first, last + 1) <= *GOOD.end() {
                last += 1;
            } else if first > 0
                && goes_on(first - 1)
                && joined(first - 1, first)
                && length(first - 1, last) <= *GOOD.end()
            {
                first -= 1;
            } else {
                break;
            }
        }
        start = start.min(clauses[first].place.range[0]);
        end = end.max(clauses[last].place.range[1]);
    }
    let place = trimmed(review, Place { part: place.part, range: [start, end] });
    let text: Vec<char> = words(review, &place).chars().collect();
    let strength = -f64::from(score).min(0.0) / 1_000.0;
    Sentence { worth: readability(text.len()) + 0.5 * strength, place, text }
}

/// Whether nothing ends a sentence between two clauses.
fn is_one_sentence(review: &Review, first: &Place, second: &Place) -> bool {
    let between = words(review, &Place { part: first.part, range: [first.range[1], second.range[0]] });
    between.chars().all(|c| matches!(c, '，' | ',' | '、' | '；' | ';' | '：' | ':' | ' '))
}

/// 1 for a good length, less for a shorter or longer sentence.
fn readability(characters: usize) -> f64 {
    if characters < *GOOD.start() {
        characters as f64 / *GOOD.start() as f64 - 0.5
    } else {
        (*GOOD.end() as f64 / characters as f64).min(1.0)
    }
}

/// Without white space at the ends.
fn trimmed(review: &Review, place: Place) -> Place {
    let characters: Vec<char> = words(review, &place).chars().collect();
    let blank = |characters: &mut dyn Iterator<Item = &char>| {
        u32::try_from(characters.take_while(|c| c.is_whitespace()).count()).unwrap_or_default()
    };
    let [start, end] = place.range;
    let start = start + blank(&mut characters.iter());
    Place { range: [start, end.saturating_sub(blank(&mut characters.iter().rev())).max(start)], ..place }
}

fn part(review: &Review, part: TextPart) -> &str {
    let content = &review.content;
    let part = match part {
        TextPart::Title => content.title.as_deref(),
        TextPart::Text => Some(content.text.as_str()),
        TextPart::Append => content.append.as_deref(),
        TextPart::Reply => content.reply.as_deref(),
    };
    part.unwrap_or_default()
}

/// The characters at a place.
pub(super) fn words(review: &Review, place: &Place) -> String {
    let [start, end] = place.range.map(|at| at as usize);
    part(review, place.part).chars().skip(start).take(end.saturating_sub(start)).collect()
}

impl Sentence {
    /// Its pairs of neighbouring letters.
    pub(super) fn grams(&self) -> HashSet<[char; 2]> {
        let letters: Vec<char> = self.text.iter().copied().filter(|c| c.is_alphanumeric()).collect();
        letters.windows(2).map(|pair| [pair[0], pair[1]]).collect()
    }

    /// The quote: the part of the review, or where that is long what stands around the sentence.
    pub(super) fn quote(&self, review: &Review) -> Quote {
        let characters: Vec<char> = part(review, self.place.part).chars().collect();
        let [start, end] = self.place.range.map(|at| at as usize);
        let (from, to) = if characters.len() <= WHOLE {
            (0, characters.len())
        } else {
            (start.saturating_sub(BESIDE), (end + BESIDE).min(characters.len()))
        };
        let inside = |at: usize| u32::try_from(at.saturating_sub(from)).unwrap_or_default();
        Quote {
            id: review.id.clone(),
            text: characters[from..to].iter().collect(),
            range: [inside(start), inside(end)],
            rating: review.content.rating,
            created: review.content.created.map(|created| created.unix_s),
            item: review.content.item.clone(),
        }
    }
}
