//! A whole slice in its order, without the texts: what an export walks along.

use super::{
    EngineError, Entry,
    search::{Budget, Request},
    snapshot::Snapshot,
};
use crate::domain::{calendar::Day, page::Sort, slice::Slice};

/// One review of an ordered slice: eight bytes, because millions of them are held at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ordered {
    /// Review number.
    pub number: u32,
    /// Where the snapshot holds it, counted over the documents of all segments.
    document: u32,
}

impl Snapshot {
    /// Every review of a slice, in the order in which the pages of a search show them: it is one page that holds all.
    ///
    /// # Errors
    /// [`EngineError::OutOfTime`] when the budget is spent, and errors of the index files.
    pub fn ordered(
        &self,
        slice: &Slice,
        sort: Sort,
        today: Day,
        budget: &Budget<'_>,
    ) -> Result<Vec<Ordered>, EngineError> {
        let mut request = Request::page(slice.clone(), sort, 0, today);
        let total = self.search(&request, budget)?.total;
        request.limit = usize::try_from(total).unwrap_or(usize::MAX - 1);
        let hits = self.search(&request, budget)?.hits;
        let documents = self.documents();
        let document = |number: u32| documents.get(number as usize).copied().unwrap_or_default();
        Ok(hits.iter().map(|hit| Ordered { number: hit.number, document: document(hit.number) }).collect())
    }

    /// By review number, the document that holds it.
    fn documents(&self) -> Vec<u32> {
        let mut documents = vec![0; usize::try_from(self.last_number()).unwrap_or_default() + 1];
        let mut next = 0;
        for (reader, columns) in self.searcher.segment_readers().iter().zip(&self.columns) {
            for (doc, number) in (0..).zip(&columns.numbers) {
                if reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc)) {
                    documents[*number as usize] = next + doc;
                }
            }
            next += reader.max_doc();
        }
        documents
    }

    /// What this snapshot holds of a review that it has ordered, texts left out.
    #[must_use]
    pub fn ordered_entry(&self, ordered: Ordered) -> Option<Entry> {
        let mut document = ordered.document as usize;
        for columns in &self.columns {
            let held = columns.numbers.len();
            if document < held {
                return Some(self.entry(columns, document));
            }
            document -= held;
        }
        None
    }
}
