//! How well opinions are found: pairs of term and opinion words against those that people labelled, and their polarity.
//!
//! Two pairs are the same exactly when both their words are, and overlap when both their places do; an unsaid term equals an unsaid term
//! alone. A labelled pair counts once. F1 is over all pairs of a set.

use std::{collections::HashSet, ops::Range};

use super::{Row, RowKind};
use crate::{
    domain::analysis::Polarity,
    insight::{
        Insight,
        opinions::{Extractor, Method},
    },
    lab::{Labelled, Opinion, Set},
};

/// What stands around labelled words now and then and is no part of them.
const AROUND: [char; 18] =
    [' ', ',', '。', '!', '?', ';', '~', '…', ':', '、', '.', '(', ')', '"', '\'', '—', '-', '\n'];
/// A text's own opinion words are asked for in both forms.
const NEGATIONS: [char; 6] = ['不', '没', '无', '别', '非', '未'];

/// A pair in a text, in bytes.
struct Pair {
    term: Option<Range<usize>>,
    opinion: Range<usize>,
    polarity: Option<Polarity>,
}

/// Pairs found, labelled, and alike.
#[derive(Default)]
struct Count {
    found: usize,
    labelled: usize,
    exact: usize,
    overlapping: usize,
    judged: usize,
}

impl Count {
    fn f1(&self, alike: usize) -> f64 {
        let all = self.found + self.labelled;
        #[expect(clippy::cast_precision_loss, reason = "far fewer pairs than 2⁵²")]
        if all == 0 { 0.0 } else { 2.0 * alike as f64 / all as f64 }
    }
}

/// Labelled words without the punctuation around them.
#[must_use]
pub fn clean(words: &str) -> &str {
    words.trim_matches(AROUND)
}

/// All rows of a set of labelled opinions: the analysis, then simpler methods. Restaurant sets are held against the bars of restaurants,
/// others against those of industries without labels.
#[must_use]
pub fn rows(set: &Set, seen: &HashSet<String>, insight: &Insight) -> Vec<Row> {
    let labelled = |opinion: &Opinion| opinion.aspect.is_some() && opinion.opinion.is_some();
    if !set.texts.iter().flat_map(|text| text.opinions.iter().flatten()).any(labelled) {
        return Vec::new();
    }
    let Ok(extractor) = Extractor::builtin() else { return Vec::new() };
    let pack = insight.packs().default_pack();
    let mut rows = agreement(set, seen, &extractor);
    let texts = unseen(set, seen);
    let judged = count(&texts, |text| pairs_of(insight.read(text, pack).opinions));
    rows.push(Row::new("opinion_pairs_with_polarity_f1", &set.name, judged.labelled, judged.f1(judged.judged)));
    rows.extend(polarity(&texts, &set.name, |words| insight.read(words, pack).score.value()));
    let methods = [
        (Method::Nearest, RowKind::Ablation, "nearest term of the clause"),
        (Method::Rules, RowKind::Baseline, "word lists alone"),
    ];
    for (method, kind, note) in methods {
        let Ok(extractor) = Extractor::builtin().map(|extractor| extractor.by(method)) else { continue };
        rows.extend(agreement(set, seen, &extractor).into_iter().map(|row| row.of_kind(kind).noted(note)));
    }
    rows
}

/// Exact and overlapping pairs of a set, without texts that were learned from.
#[must_use]
pub fn agreement(set: &Set, seen: &HashSet<String>, extractor: &Extractor) -> Vec<Row> {
    let texts = unseen(set, seen);
    let count = count(&texts, |text| pairs_of(extractor.read(text, |_| 0.0)));
    let (bars, stretches) =
        if set.name.contains("restaurant") { ([0.33, 0.58], [0.42, 0.68]) } else { ([0.36, 0.55], [0.50, 0.65]) };
    let figures = [("opinion_pairs_exact_f1", count.exact), ("opinion_pairs_overlap_f1", count.overlapping)];
    let rows = figures.into_iter().zip(bars.into_iter().zip(stretches));
    rows.map(|((metric, alike), (bar, stretch))| {
        Row::new(metric, &set.name, count.labelled, count.f1(alike)).against(bar, stretch)
    })
    .collect()
}

/// The polarity of labelled opinion words under negation, neutral ones left out: share judged rightly.
fn polarity(texts: &[&Labelled], set: &str, judge: impl Fn(&str) -> f64) -> Option<Row> {
    let (mut all, mut right) = (0, 0);
    for opinion in texts.iter().flat_map(|text| text.opinions.iter().flatten()) {
        let words = opinion.opinion.as_deref().map(clean).unwrap_or_default();
        let Some(polarity) = opinion.polarity.filter(|polarity| *polarity != 0 && words.contains(NEGATIONS)) else {
            continue;
        };
        let term = opinion.aspect.as_deref().map(clean).unwrap_or_default();
        let judgement = Some(judge(words))
            .filter(|judgement| *judgement != 0.0)
            .unwrap_or_else(|| judge(&format!("{term}{words}")));
        all += 1;
        right += usize::from(if polarity > 0 { judgement > 0.0 } else { judgement < 0.0 });
    }
    #[expect(clippy::cast_precision_loss, reason = "far fewer opinions than 2⁵²")]
    let share = right as f64 / all.max(1) as f64;
    (all > 0).then(|| Row::new("opinion_negated_polarity_accuracy", set, all, share).against(0.885, 0.93))
}

fn unseen<'a>(set: &'a Set, seen: &HashSet<String>) -> Vec<&'a Labelled> {
    set.texts.iter().filter(|text| text.opinions.is_some() && !seen.contains(&text.text)).collect()
}

fn pairs_of(opinions: Vec<crate::domain::analysis::Opinion>) -> Vec<Pair> {
    let pair = |found: crate::domain::analysis::Opinion| Pair {
        term: found.term,
        opinion: found.opinion,
        polarity: Some(found.polarity),
    };
    opinions.into_iter().map(pair).collect()
}

fn count(texts: &[&Labelled], find: impl Fn(&str) -> Vec<Pair>) -> Count {
    let mut count = Count::default();
    for text in texts {
        let found = find(&text.text);
        let labelled: Vec<Pair> =
            text.opinions.iter().flatten().flat_map(|opinion| located(&text.text, opinion)).collect();
        count.found += found.len();
        count.labelled += labelled.len();
        let words = |range: &Range<usize>| text.text.get(range.clone());
        let exact = |one: &Pair, other: &Pair| {
            words(&one.opinion) == words(&other.opinion)
                && one.term.as_ref().map(words) == other.term.as_ref().map(words)
        };
        let overlapping = |one: &Pair, other: &Pair| {
            let terms = match (&one.term, &other.term) {
                (Some(one), Some(other)) => overlap(one, other) || words(one) == words(other),
                (None, None) => true,
                _ => false,
            };
            terms && overlap(&one.opinion, &other.opinion)
        };
        count.exact += matches(&found, &labelled, exact);
        count.overlapping += matches(&found, &labelled, overlapping);
        count.judged +=
            matches(&found, &labelled, |one, other| overlapping(one, other) && one.polarity == other.polarity);
    }
    count
}

/// How many found pairs are alike to a labelled one that no earlier one took.
fn matches(found: &[Pair], labelled: &[Pair], alike: impl Fn(&Pair, &Pair) -> bool) -> usize {
    let mut taken = vec![false; labelled.len()];
    let mut count = 0;
    for pair in found {
        let free = labelled.iter().enumerate().position(|(number, other)| !taken[number] && alike(pair, other));
        if let Some(number) = free {
            taken[number] = true;
            count += 1;
        }
    }
    count
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// The places of a labelled opinion: of equal words those where term and opinion stand closest. Words that the text does not hold have
/// none, and neither does an opinion without words.
fn located(text: &str, opinion: &Opinion) -> Vec<Pair> {
    let term = opinion.aspect.as_deref().map(clean).filter(|term| !term.is_empty());
    let terms = term.map_or(Vec::new(), |term| places(text, term));
    let words = opinion.opinion.as_deref().unwrap_or_default().split('|').map(clean).filter(|words| !words.is_empty());
    let polarity = match opinion.polarity {
        Some(1) => Some(Polarity::Positive),
        Some(-1) => Some(Polarity::Negative),
        Some(_) => Some(Polarity::Neutral),
        None => None,
    };
    let closest = |words: &str| {
        let near = |opinion: &Range<usize>| {
            let gap = |term: &Range<usize>| {
                opinion.start.saturating_sub(term.end).max(term.start.saturating_sub(opinion.end))
            };
            terms.iter().map(|term| (gap(term), term.start)).min().unwrap_or_default()
        };
        let opinion = places(text, words).into_iter().min_by_key(near)?;
        let term = terms.iter().find(|term| term.start == near(&opinion).1).cloned();
        (term.is_none() == terms.is_empty()).then_some(Pair { term, opinion, polarity })
    };
    // A named term that the text does not hold can be found by nobody: the pair stays, with an empty place.
    let lost = term.filter(|_| terms.is_empty()).map(|_| 0..0);
    words
        .map(|words| match (&lost, closest(words)) {
            (None, Some(pair)) => pair,
            (_, pair) => {
                let opinion = pair.map_or(0..0, |pair| pair.opinion);
                Pair { term: lost.clone().or(Some(0..0)), opinion, polarity }
            }
        })
        .collect()
}

fn places(text: &str, words: &str) -> Vec<Range<usize>> {
    text.match_indices(words).map(|(start, words)| start..start + words.len()).collect()
}
