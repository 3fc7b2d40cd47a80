//! Fields of which a review may have several values, as compressed rows: all values of a segment one after the other, and where those of
//! each review begin.

use tantivy::{DocId, SegmentReader, columnar::StrColumn};

use super::EngineError;

/// The values of each review of a segment, by document.
#[derive(Debug, Default)]
pub(super) struct Rows<V> {
    /// Where the values of each review begin; one more than reviews.
    offsets: Vec<u32>,
    /// Global ordinals, from 1.
    values: Vec<V>,
}

impl<V: Copy> Rows<V> {
    /// Reads a column whose local ordinals `global` maps; `None` for a column that the segment does not have.
    pub(super) fn read(docs: u32, column: Option<&StrColumn>, global: &[V]) -> Self {
        let mut rows = Self { offsets: Vec::with_capacity(docs as usize + 1), values: Vec::new() };
        rows.offsets.push(0);
        for doc in 0..docs {
            let ordinals = column.into_iter().flat_map(|column| column.term_ords(doc));
            rows.values.extend(ordinals.filter_map(|local| global.get(usize::try_from(local).ok()?).copied()));
            rows.offsets.push(u32::try_from(rows.values.len()).unwrap_or(u32::MAX));
        }
        rows.values.shrink_to_fit();
        rows
    }

    /// The values of a review.
    #[inline]
    pub(super) fn of(&self, doc: usize) -> &[V] {
        &self.values[self.offsets[doc] as usize..self.offsets[doc + 1] as usize]
    }

    /// Where the values of each of these reviews begin and the last ones end, and all values, which begin with the first; `None` when
    /// the reviews are no neighbours.
    #[inline]
    pub(super) fn of_neighbours(&self, docs: &[DocId]) -> Option<(&[u32], &[V])> {
        let (first, last) = (*docs.first()? as usize, *docs.last()? as usize);
        if last - first + 1 != docs.len() {
            return None;
        }
        let offsets = &self.offsets[first..=last + 1];
        Some((offsets, &self.values[offsets[0] as usize..offsets[docs.len()] as usize]))
    }

    /// Calls `all` with the values of neighbours, or of one review after the other, and returns how many reviews have none.
    #[inline]
    pub(super) fn visit(&self, docs: &[DocId], mut all: impl FnMut(&[V])) -> u32 {
        if let Some((offsets, values)) = self.of_neighbours(docs) {
            all(values);
            return offsets.windows(2).map(|pair| u32::from(pair[0] == pair[1])).sum();
        }
        let mut without = 0;
        for doc in docs {
            let row = self.of(*doc as usize);
            without += u32::from(row.is_empty());
            all(row);
        }
        without
    }

    /// Bytes held.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(self.offsets.as_slice()) + size_of_val(self.values.as_slice())
    }
}

/// Calls `take` with each different value of a column, in the order of its local ordinals.
pub(super) fn each_value(
    reader: &SegmentReader,
    name: &str,
    mut take: impl FnMut(&str) -> Result<(), EngineError>,
) -> Result<(), EngineError> {
    if let Some(column) = reader.fast_fields().str(name)? {
        let mut terms = column.dictionary().stream()?;
        while terms.advance() {
            take(&String::from_utf8_lossy(terms.key()))?;
        }
    }
    Ok(())
}
