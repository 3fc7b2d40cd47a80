//! The words and opinions that a slice holds more often than a background.

use std::cmp::Ordering;

use super::{Service, ServiceError};
use crate::{
    compute::Job,
    domain::slice::Slice,
    engine::{Background, Budget, TermsWanted},
    insight::statistics::{Share, association, holm, lift, log_odds},
    limits,
};

/// Terms with the slices as their client wrote them, which every term repeats.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TermsQuestion {
    /// What is asked.
    pub request: TermsRequest,
    /// The slice as JSON text.
    pub slice_json: String,
    /// The background as JSON text; absent where no slice says it.
    pub background_json: Option<String>,
}

/// Which terms are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TermsRequest {
    /// Over which reviews.
    pub slice: Slice,
    /// Against which.
    pub background: Background,
    /// Terms at most.
    pub limit: usize,
}

/// The terms of a slice.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    /// Reviews of the slice and of the background.
    pub totals: [u64; 2],
    /// Most characteristic first.
    pub terms: Vec<Term>,
}

/// What a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TermKind {
    /// A normal form of opinions.
    Opinion,
    /// A dictionary word.
    Word,
}

/// One term.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// What it is.
    pub kind: TermKind,
    /// The word or the opinion, folded.
    pub term: Box<str>,
    /// Reviews of the slice and of the background that hold it.
    pub counts: [u64; 2],
    /// z-score of its log-odds, above 0.
    pub score: f64,
    /// How many times as frequent it is in the slice, shrunk.
    pub lift: f64,
    /// How likely shares so far apart are by chance, corrected for all terms that were counted.
    pub p_value: f64,
}

impl Service {
    /// The terms over the current snapshot.
    ///
    /// # Errors
    /// When time runs out or the index fails.
    pub fn terms(&self, request: &TermsRequest, job: &Job) -> Result<Terms, ServiceError> {
        let budget = Budget { deadline: job.deadline, cancelled: &job.cancelled };
        let segmenter = self.engine.segmenter();
        let is_term = |word: &str| word.chars().nth(limits::TERM_CHARS).is_none() && segmenter.is_telling(word);
        let wanted = TermsWanted { least: limits::TERM_REVIEWS, is_term: &is_term };
        let found = self.engine.snapshot().terms(&request.slice, &request.background, &wanted, &budget)?;
        let words = found.words.into_iter().map(|(word, counts)| (TermKind::Word, word, counts));
        let opinions =
            found.opinions.into_iter().map(|(opinion, counts)| (TermKind::Opinion, (*opinion).into(), counts));
        let counted: Vec<(TermKind, Box<str>, [u64; 2])> = words.chain(opinions).collect();
        Ok(Terms { totals: found.totals, terms: characteristic(counted, found.totals, request.limit) })
    }
}

/// The terms that are more frequent in the slice, most characteristic first; those that only stand in a longer one are left out.
fn characteristic(counted: Vec<(TermKind, Box<str>, [u64; 2])>, totals: [u64; 2], limit: usize) -> Vec<Term> {
    let shares = |counts: &[u64; 2]| [0, 1].map(|side: usize| Share { count: counts[side], of: totals[side] });
    let chances: Vec<f64> = counted
        .iter()
        .map(|(.., counts)| {
            let [slice, background] = shares(counts);
            association(slice, background)
        })
        .collect();
    let term = |((kind, term, counts), p_value): ((TermKind, Box<str>, [u64; 2]), f64)| {
        let [slice, background] = shares(&counts);
        // The lift costs more than all else; only those that are kept need theirs.
        Term { kind, term, counts, score: log_odds(slice, background), lift: 1.0, p_value }
    };
    let mut terms: Vec<Term> =
        counted.into_iter().zip(holm(&chances)).map(term).filter(|term| term.score > 0.0).collect();
    terms.sort_unstable_by(in_order);
    let mut kept: Vec<Term> = Vec::new();
    // Where the reported ones with the same counts begin.
    let mut alike = 0;
    for term in terms {
        if kept.len() == limit {
            break;
        }
        if kept.last().is_some_and(|last| last.counts != term.counts) {
            alike = kept.len();
        }
        if !kept[alike..].iter().any(|longer| longer.term.contains(&*term.term)) {
            let [slice, background] = shares(&term.counts);
            kept.push(Term { lift: lift(slice, background).ratio, ..term });
        }
    }
    kept
}

/// The most characteristic first; of those with the same counts the longest, opinions before words.
fn in_order(a: &Term, b: &Term) -> Ordering {
    let score = b.score.total_cmp(&a.score);
    let counts = || b.counts[0].cmp(&a.counts[0]).then_with(|| a.counts[1].cmp(&b.counts[1]));
    let length = || b.term.len().cmp(&a.term.len());
    score.then_with(counts).then_with(length).then_with(|| (a.kind, &a.term).cmp(&(b.kind, &b.term)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_longer_term_with_the_same_counts_are_left_out() {
        let word = |term: &str, counts: [u64; 2]| (TermKind::Word, Box::from(term), counts);
        let counted = vec![
            word("小笼", [30, 5]),
            word("小笼包", [30, 5]),
            word("上菜", [20, 9]),
            word("慢", [25, 9]),
            (TermKind::Opinion, "上菜慢".into(), [20, 9]),
            word("包", [31, 5]),
            word("平常", [1, 10]),
            word("小笼包", [30, 5]),
        ];
        let terms = characteristic(counted.clone(), [100, 1_000], 10);
        let names: Vec<&str> = terms.iter().map(|term| &*term.term).collect();
        assert_eq!(names, ["包", "小笼包", "慢", "上菜慢"]);
        assert!(terms.is_sorted_by(|a, b| a.score >= b.score) && terms.iter().all(|term| term.lift > 1.0));
        assert_eq!(characteristic(counted, [100, 1_000], 1).len(), 1);
    }
}
