//! Deciding a query by looking at one review's own texts, clause by clause: what an explanation says, independent of any index.
//!
//! Knows nothing of fields: conditions are decided by the caller. Invariant: it agrees with what the index finds.

use super::{
    fold::{Folded, fold, fold_with_origin},
    highlight::Highlighter,
    segment::Segmenter,
};
use crate::domain::query::{FieldClause, Near, Pieces, Query, TextPart};

/// The texts of one review, folded.
pub struct Passages {
    parts: Vec<(TextPart, String, Folded)>,
}

impl Passages {
    /// From the parts that a review has, as stored.
    pub fn new<'t>(parts: impl IntoIterator<Item = (TextPart, &'t str)>) -> Self {
        let passage = |(part, text): (TextPart, &str)| (part, text.to_owned(), fold_with_origin(text));
        Self { parts: parts.into_iter().map(passage).collect() }
    }

    /// The parts in which a clause is looked for: one, or all but the reply.
    fn searched(&self, only: Option<TextPart>) -> impl Iterator<Item = &(TextPart, String, Folded)> {
        self.parts.iter().filter(move |(part, ..)| only.map_or(*part != TextPart::Reply, |only| *part == only))
    }

    fn contains(&self, only: Option<TextPart>, needle: &str) -> bool {
        needle.is_empty() || self.searched(only).any(|(_, _, folded)| folded.text.contains(needle))
    }
}

/// One leaf of a query, decided for one review.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// The leaf.
    pub query: Query,
    /// Whether it holds, by itself.
    pub matched: bool,
    /// Whether it stands below an odd number of negations.
    pub negated: bool,
    /// Where its characters stand, as ranges of the original text, by part; in the reading order of the parts.
    pub found: Vec<(TextPart, Vec<[u32; 2]>)>,
    /// What it looks for and does not find, folded.
    pub missing: Vec<String>,
}

/// A query decided for one review.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Whether the review matches.
    pub matched: bool,
    /// Every leaf, in the order typed.
    pub clauses: Vec<Clause>,
    /// The leaf that keeps the review out, by its place among the clauses: the first that fails of those that must all hold, the first of
    /// those of which one must, the first that holds of those that none may. `None` when the review matches.
    pub cause: Option<usize>,
}

/// Decides queries for one review.
pub struct Evaluator<'a, F> {
    /// Cuts bare terms into pieces and texts into words.
    pub segmenter: &'a Segmenter,
    /// The review's texts.
    pub passages: &'a Passages,
    /// Decides a condition on a field.
    pub field: F,
}

/// What a part of a query comes to.
struct Outcome {
    holds: bool,
    /// The leaf that decides it.
    decided_by: usize,
}

impl<F: Fn(&FieldClause) -> bool> Evaluator<'_, F> {
    /// Reads a whole query.
    #[must_use]
    pub fn read(&self, query: &Query) -> Reading {
        let mut clauses = Vec::new();
        let outcome = self.decide(query, false, &mut clauses);
        let cause = (!outcome.holds && !clauses.is_empty()).then_some(outcome.decided_by);
        Reading { matched: outcome.holds, clauses, cause }
    }

    fn decide(&self, query: &Query, negated: bool, clauses: &mut Vec<Clause>) -> Outcome {
        match query {
            Query::All => Outcome { holds: true, decided_by: clauses.len() },
            Query::And(parts) => self.decide_all(parts, negated, clauses, true),
            Query::Or(parts) => self.decide_all(parts, negated, clauses, false),
            Query::Not(inner) => {
                let inner = self.decide(inner, !negated, clauses);
                Outcome { holds: !inner.holds, ..inner }
            }
            leaf => {
                let clause = self.leaf(leaf, negated);
                let outcome = Outcome { holds: clause.matched, decided_by: clauses.len() };
                clauses.push(clause);
                outcome
            }
        }
    }

    /// A conjunction is decided by its first part that fails, a disjunction by the first that holds; else by the first of all.
    fn decide_all(&self, parts: &[Query], negated: bool, clauses: &mut Vec<Clause>, all: bool) -> Outcome {
        let outcomes: Vec<Outcome> = parts.iter().map(|part| self.decide(part, negated, clauses)).collect();
        let first = outcomes.first().map_or(clauses.len(), |outcome| outcome.decided_by);
        match outcomes.iter().find(|outcome| outcome.holds != all) {
            Some(decisive) => Outcome { holds: !all, decided_by: decisive.decided_by },
            None => Outcome { holds: all, decided_by: first },
        }
    }

    fn leaf(&self, query: &Query, negated: bool) -> Clause {
        let (only, text) = match query {
            Query::In(part, text) => (Some(*part), &**text),
            query => (None, query),
        };
        let (matched, needles) = self.text(text, only);
        let missing = if matched { Vec::new() } else { self.missing(&needles, only) };
        let found = if matched { self.found(text, only, &needles) } else { self.found_of(only, &needles) };
        Clause { query: query.clone(), matched, negated, found, missing }
    }

    /// Whether a text term holds, and the folded strings that it looks for.
    fn text(&self, query: &Query, only: Option<TextPart>) -> (bool, Vec<String>) {
        let contains = |needle: &String| self.passages.contains(only, needle);
        match query {
            Query::Bare(typed) => {
                let folded = fold(typed);
                let pieces: Vec<String> = self.segmenter.pieces(&folded).into_iter().map(str::to_owned).collect();
                (pieces.iter().all(contains), pieces)
            }
            Query::Phrase(typed) => {
                let needles = vec![fold(typed)];
                (needles.iter().all(contains), needles)
            }
            Query::Pieces(Pieces { wordings, at_least, .. }) => {
                let found = wordings.iter().filter(|wordings| wordings.iter().any(contains)).count();
                let wanted = (*at_least).clamp(1.min(wordings.len()), wordings.len());
                (found >= wanted, wordings.iter().flatten().cloned().collect())
            }
            Query::Near(near) => {
                let terms: Vec<String> = near.terms.iter().map(|term| fold(term)).collect();
                let is_near = |folded: &Folded| slack(&folded.text, &terms).is_some_and(|slack| slack <= near.within);
                (self.passages.searched(only).any(|(_, _, folded)| is_near(folded)), terms)
            }
            Query::Word(typed) => {
                let word = fold(typed);
                (
                    self.passages.searched(None).any(|(_, _, folded)| self.word_ranges(folded, &word).next().is_some()),
                    vec![word],
                )
            }
            Query::Field(clause) => ((self.field)(clause), Vec::new()),
            // The parser puts nothing else below a part.
            _ => (true, Vec::new()),
        }
    }

    fn missing(&self, needles: &[String], only: Option<TextPart>) -> Vec<String> {
        needles.iter().filter(|needle| !self.passages.contains(only, needle)).cloned().collect()
    }

    /// Where the characters of a clause that holds stand: for a word only where it is one, for terms that must be near only where they are.
    fn found(&self, query: &Query, only: Option<TextPart>, needles: &[String]) -> Vec<(TextPart, Vec<[u32; 2]>)> {
        match query {
            Query::Word(_) => self
                .passages
                .searched(None)
                .map(|(part, _, folded)| (*part, self.marked(folded, needles.first().map_or("", String::as_str))))
                .filter(|(_, ranges)| !ranges.is_empty())
                .collect(),
            Query::Near(Near { within, .. }) => {
                let mut found = self.found_of(only, needles);
                found.retain(|(part, _)| {
                    let near = |folded: &Folded| slack(&folded.text, needles).is_some_and(|slack| slack <= *within);
                    self.passages.searched(Some(*part)).any(|(_, _, folded)| near(folded))
                });
                found
            }
            _ => self.found_of(only, needles),
        }
    }

    fn found_of(&self, only: Option<TextPart>, needles: &[String]) -> Vec<(TextPart, Vec<[u32; 2]>)> {
        let highlighter = Highlighter::new(needles.iter().map(String::as_str));
        let ranges = self.passages.searched(only).map(|(part, text, _)| (*part, highlighter.ranges(text)));
        ranges.filter(|(_, ranges)| !ranges.is_empty()).collect()
    }

    /// Byte ranges in the folded text at which a word is one.
    fn word_ranges<'t>(&self, folded: &'t Folded, word: &str) -> impl Iterator<Item = (usize, usize)> + use<'t, F> {
        let text = folded.text.as_str();
        let mut ranges = Vec::new();
        self.segmenter.each_word(text, |found| {
            if found == word {
                let from = found.as_ptr() as usize - text.as_ptr() as usize;
                ranges.push((from, from + found.len()));
            }
        });
        ranges.sort_unstable();
        ranges.dedup();
        ranges.into_iter()
    }

    /// The same as ranges of the original.
    fn marked(&self, folded: &Folded, word: &str) -> Vec<[u32; 2]> {
        let origin = |byte: usize| folded.origin.get(folded.text[..byte].chars().count()).copied();
        let range = |(from, to): (usize, usize)| {
            let last = folded.text[..to].chars().count().checked_sub(1).and_then(|last| folded.origin.get(last))?;
            Some([origin(from)?, last + 1])
        };
        self.word_ranges(folded, word).filter_map(range).collect()
    }
}

/// Characters besides the terms in the shortest passage that holds all of them; `None` when one does not occur.
fn slack(text: &str, terms: &[String]) -> Option<usize> {
    let scalars: Vec<char> = text.chars().collect();
    let terms: Vec<Vec<char>> = terms.iter().map(|term| term.chars().collect()).collect();
    let starts = |term: &Vec<char>| -> Vec<usize> {
        if term.is_empty() {
            return Vec::new();
        }
        scalars.windows(term.len()).enumerate().filter(|(_, part)| part == term).map(|(at, _)| at).collect()
    };
    let starts: Vec<Vec<usize>> = terms.iter().map(starts).collect();
    let covered: usize = terms.iter().map(Vec::len).sum();
    // From each possible beginning, the next occurrence of each term ends earliest.
    let from = |begin: usize| -> Option<usize> {
        let mut end = begin;
        for (starts, term) in starts.iter().zip(&terms) {
            end = end.max(starts[starts.partition_point(|start| *start < begin)..].first()? + term.len());
        }
        Some((end - begin).saturating_sub(covered))
    };
    starts.iter().flatten().filter_map(|begin| from(*begin)).min()
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;

    static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(Segmenter::builtin);

    fn read(query: Query) -> Reading {
        let passages = Passages::new([
            (TextPart::Text, "今天上菜很慢，ＷｉＦｉ也断了，产品和服务一般"),
            (TextPart::Title, "等…了半天"),
            (TextPart::Reply, "抱歉"),
        ]);
        Evaluator { segmenter: &SEGMENTER, passages: &passages, field: |clause: &FieldClause| clause.field == "yes" }
            .read(&query)
    }

    fn bare(text: &str) -> Query {
        Query::Bare(text.to_owned())
    }

    fn near(within: usize) -> Query {
        Query::Near(Near { terms: vec!["上菜".to_owned(), "慢".to_owned()], within })
    }

    #[test]
    fn each_kind_of_clause_is_decided_with_its_place() {
        type Case = (Query, bool, &'static [(TextPart, &'static [[u32; 2]])]);
        let phrase = |text: &str| Query::Phrase(text.to_owned());
        let cases: Vec<Case> = vec![
            (bare("上菜慢"), true, &[(TextPart::Text, &[[2, 4], [5, 6]])]),
            (bare("半天慢"), true, &[(TextPart::Text, &[[5, 6]]), (TextPart::Title, &[[3, 5]])]),
            (bare("上菜快"), false, &[(TextPart::Text, &[[2, 4]])]),
            (phrase("上菜慢"), false, &[]),
            (phrase("wifi"), true, &[(TextPart::Text, &[[7, 11]])]),
            (phrase("等."), true, &[(TextPart::Title, &[[0, 2]])]),
            (phrase("抱歉"), false, &[]),
            (Query::In(TextPart::Reply, Box::new(phrase("抱歉"))), true, &[(TextPart::Reply, &[[0, 2]])]),
            (Query::In(TextPart::Title, Box::new(bare("慢"))), false, &[]),
            (near(1), true, &[(TextPart::Text, &[[2, 4], [5, 6]])]),
            (near(0), false, &[(TextPart::Text, &[[2, 4], [5, 6]])]),
            (Query::Word("和服".to_owned()), false, &[(TextPart::Text, &[[17, 19]])]),
            (Query::Word("服务".to_owned()), true, &[(TextPart::Text, &[[18, 20]])]),
        ];
        for (query, matched, found) in cases {
            let reading = read(query.clone());
            assert_eq!(reading.matched, matched, "{query:?}");
            let found: Vec<_> = found.iter().map(|(part, ranges)| (*part, ranges.to_vec())).collect();
            assert_eq!(reading.clauses[0].found, found, "{query:?}");
            assert_eq!(reading.cause, (!matched).then_some(0), "{query:?}");
        }
        assert_eq!(read(bare("上菜快")).clauses[0].missing, ["快"]);
    }

    #[test]
    fn the_cause_is_the_leaf_that_decides() {
        let not = |query| Query::Not(Box::new(query));
        let field = |name: &str| {
            let condition = crate::domain::slice::Condition::Values([].into());
            Query::Field(FieldClause { field: name.to_owned(), condition })
        };
        let cases = [
            (Query::And(vec![bare("慢"), bare("快"), bare("好")]), Some(1)),
            (Query::Or(vec![bare("快"), bare("好")]), Some(0)),
            (Query::Or(vec![bare("快"), bare("慢")]), None),
            (Query::And(vec![bare("慢"), not(bare("wifi"))]), Some(1)),
            (not(Query::Or(vec![bare("快"), bare("慢")])), Some(1)),
            (not(Query::And(vec![bare("今天"), bare("慢")])), Some(0)),
            (not(not(Query::And(vec![bare("慢"), bare("快")]))), Some(1)),
            (Query::And(vec![field("yes"), field("no")]), Some(1)),
            (Query::All, None),
        ];
        for (query, cause) in cases {
            let reading = read(query.clone());
            assert_eq!((reading.cause, reading.matched), (cause, cause.is_none()), "{query:?}");
        }
        let negated = read(Query::And(vec![bare("慢"), not(bare("快"))]));
        assert_eq!(negated.clauses.iter().map(|clause| clause.negated).collect::<Vec<_>>(), [false, true]);
    }
}
