//! An excluded query whose matches are visited in ascending order only.
//!
//! tantivy's exclusion asks a scorer for documents that lie before the one it stands on. A phrase does not allow that: builds with debug
//! assertions panic, others rely on undocumented behaviour. Here the scorer is only ever moved forward.

use std::sync::Arc;

use tantivy::{
    DocId, DocSet, Score, SegmentReader,
    query::{EnableScoring, Explanation, Query, Scorer, TermQuery, Weight},
};

/// `query` in a form that may be excluded. Single terms allow it as they are.
pub(super) fn excluded(query: Box<dyn Query>) -> Box<dyn Query> {
    if query.is::<TermQuery>() { query } else { Box::new(Excluded(query.into())) }
}

#[derive(Debug, Clone)]
struct Excluded(Arc<dyn Query>);

impl Query for Excluded {
    fn weight(&self, enable_scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(ExcludedWeight(self.0.weight(enable_scoring)?)))
    }
}

struct ExcludedWeight(Box<dyn Weight>);

impl Weight for ExcludedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(ForwardOnly(self.0.scorer(reader, boost)?)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.0.explain(reader, doc)
    }
}

/// Leaves `seek_danger` to the trait's own form, which looks before it seeks.
struct ForwardOnly(Box<dyn Scorer>);

impl DocSet for ForwardOnly {
    fn advance(&mut self) -> DocId {
        self.0.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.0.seek(target)
    }

    fn doc(&self) -> DocId {
        self.0.doc()
    }

    fn size_hint(&self) -> u32 {
        self.0.size_hint()
    }
}

impl Scorer for ForwardOnly {
    fn score(&mut self) -> Score {
        self.0.score()
    }
}
