//! Terms close together: the reviews that hold all of them, and of those the ones in which a short enough passage does.

use std::sync::Arc;

use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED,
    query::{BooleanQuery, EmptyScorer, EnableScoring, Explanation, Occur, Query, Scorer, Weight},
};

use super::{
    compile::contains,
    occurrences::{Occurrences, slack},
    schema::Characters,
};

/// See [`crate::domain::query::Near`].
#[derive(Debug, Clone)]
pub(super) struct NearQuery {
    characters: Characters,
    /// Folded.
    terms: Arc<Vec<String>>,
    within: u32,
}

impl NearQuery {
    pub(super) fn new(characters: Characters, terms: Vec<String>, within: usize) -> Self {
        Self { characters, terms: Arc::new(terms), within: u32::try_from(within).unwrap_or(u32::MAX) }
    }
}

impl Query for NearQuery {
    fn weight(&self, enable_scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let clauses = self.terms.iter().map(|term| (Occur::Must, contains(self.characters, term))).collect();
        let all_of_them = BooleanQuery::new(clauses).weight(enable_scoring)?;
        Ok(Box::new(NearWeight { query: self.clone(), all_of_them }))
    }
}

struct NearWeight {
    query: NearQuery,
    all_of_them: Box<dyn Weight>,
}

impl Weight for NearWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let open = |term: &String| Occurrences::open(reader, self.query.characters, term);
        let terms: Option<Vec<Occurrences>> = self.query.terms.iter().map(open).collect::<tantivy::Result<_>>()?;
        let Some(terms) = terms else { return Ok(Box::new(EmptyScorer)) };
        let lengths = terms.iter().map(Occurrences::length).collect();
        let candidates = self.all_of_them.scorer(reader, boost)?;
        let mut scorer = NearScorer { candidates, terms, lengths, starts: Vec::new(), within: self.query.within };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.all_of_them.explain(reader, doc)
    }
}

struct NearScorer {
    candidates: Box<dyn Scorer>,
    terms: Vec<Occurrences>,
    lengths: Vec<u32>,
    starts: Vec<Vec<u32>>,
    within: u32,
}

impl NearScorer {
    /// Moves from the current candidate, itself included, to the first that holds the terms close together.
    fn settle(&mut self) -> DocId {
        while self.candidates.doc() != TERMINATED && !self.is_near() {
            self.candidates.advance();
        }
        self.candidates.doc()
    }

    fn is_near(&mut self) -> bool {
        let doc = self.candidates.doc();
        self.starts.resize_with(self.terms.len(), Vec::new);
        for (term, starts) in self.terms.iter_mut().zip(&mut self.starts) {
            starts.clear();
            starts.extend_from_slice(term.starts(doc));
        }
        slack(&self.starts, &self.lengths).is_some_and(|slack| slack <= self.within)
    }
}

impl DocSet for NearScorer {
    fn advance(&mut self) -> DocId {
        self.candidates.advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.candidates.doc() < target {
            self.candidates.seek(target);
            self.settle();
        }
        self.candidates.doc()
    }

    fn doc(&self) -> DocId {
        self.candidates.doc()
    }

    fn size_hint(&self) -> u32 {
        self.candidates.size_hint()
    }
}

impl Scorer for NearScorer {
    fn score(&mut self) -> Score {
        self.candidates.score()
    }
}
