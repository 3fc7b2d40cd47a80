//! Where matching reviews come from, in blocks: every review, the posting list of one term, or any other query.

use std::ops::{ControlFlow, Range};

use tantivy::{
    COLLECT_BLOCK_BUFFER_LEN, DocId, DocSet, SegmentReader, TERMINATED,
    fastfield::AliveBitSet,
    postings::BlockSegmentPostings,
    query::{AllQuery, Query, Scorer, TermQuery, Weight},
    schema::IndexRecordOption,
};

/// Reviews of a block at most: a decoded block of a posting list.
pub(super) const BLOCK: usize = 128;
/// The same as a number of documents.
const BLOCK_DOCS: DocId = 128;

/// The reviews of one segment that match a query, not yet read.
pub(super) enum Source {
    All,
    /// Read block by block as it is stored, without a call per review.
    Term(Box<BlockSegmentPostings>),
    Other(Box<dyn Scorer>),
}

impl Source {
    /// Opens the matches of `query` in a segment; `weight` is the query's.
    pub(super) fn open(query: &dyn Query, weight: &dyn Weight, reader: &SegmentReader) -> tantivy::Result<Self> {
        if query.is::<AllQuery>() {
            return Ok(Self::All);
        }
        if let Some(query) = query.downcast_ref::<TermQuery>() {
            let inverted = reader.inverted_index(query.term().field())?;
            let postings = inverted.read_block_postings(query.term(), IndexRecordOption::Basic)?;
            return Ok(Self::Term(Box::new(postings.unwrap_or_else(BlockSegmentPostings::empty))));
        }
        weight.scorer(reader, 1.0).map(Self::Other)
    }

    /// Calls `visit` with the live reviews of `range` in ascending order, at most [`BLOCK`] at a time, until it breaks.
    pub(super) fn each_block<B>(
        self,
        range: Range<DocId>,
        alive: Option<&AliveBitSet>,
        mut visit: impl FnMut(&[DocId]) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let mut living = [0; BLOCK];
        self.each_stored_block(range, |block| match alive {
            None => visit(block),
            Some(alive) => visit(keep_alive(block, alive, &mut living)),
        })
    }

    fn each_stored_block<B>(
        self,
        range: Range<DocId>,
        mut visit: impl FnMut(&[DocId]) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        match self {
            Self::All => {
                let mut block = [0; BLOCK];
                for first in range.clone().step_by(BLOCK) {
                    let past = range.end.min(first + BLOCK_DOCS);
                    for (slot, doc) in block.iter_mut().zip(first..past) {
                        *slot = doc;
                    }
                    visit(&block[..(past - first) as usize])?;
                }
            }
            Self::Term(mut postings) => {
                let mut first = if range.start == 0 { 0 } else { postings.seek(range.start) };
                loop {
                    let docs = postings.docs();
                    let past = if docs.last().is_some_and(|last| *last < range.end) {
                        docs.len()
                    } else {
                        docs.partition_point(|doc| *doc < range.end)
                    };
                    if first >= past {
                        break;
                    }
                    visit(&docs[first..past])?;
                    if past < docs.len() {
                        break;
                    }
                    postings.advance();
                    first = 0;
                }
            }
            Self::Other(mut scorer) => {
                let mut block = [0; COLLECT_BLOCK_BUFFER_LEN];
                if scorer.doc() < range.start {
                    scorer.seek(range.start);
                }
                while scorer.doc() != TERMINATED {
                    let filled = scorer.fill_buffer(&mut block);
                    let past = block[..filled].partition_point(|doc| *doc < range.end);
                    visit(&block[..past])?;
                    if past < filled {
                        break;
                    }
                }
            }
        }
        ControlFlow::Continue(())
    }
}

fn keep_alive<'b>(block: &[DocId], alive: &AliveBitSet, living: &'b mut [DocId; BLOCK]) -> &'b [DocId] {
    let mut kept = 0;
    for doc in block {
        living[kept] = *doc;
        kept += usize::from(alive.is_alive(*doc));
    }
    &living[..kept]
}
