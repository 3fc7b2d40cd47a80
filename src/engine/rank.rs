//! The order of relevance: which of the matching reviews say it best.
//!
//! score = Σ BM25 of the query's dictionary words (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009; k1 = 1.2, b = 0.75)
//! + `literal` for each term that stands literally in the review
//! + `closeness` · 8 / (8 + characters between the parts, in the shortest passage that holds all)
//! + `recency` · 2^(−age in days / half-life) + `likes` · min(1, ln(1 + likes) / ln 1001).
//!
//! Never negative. A function of one review, the snapshot and the request alone: so pages join without gap. What is expensive (reading
//! positions) is done only where a bound says that it can matter.

use tantivy::{SegmentReader, Term, postings::TermInfo, query::Bm25Weight, schema::IndexRecordOption};

use super::{
    columns::Columns,
    occurrences::Occurrences,
    score::{SegmentRanker, Word},
    snapshot::Snapshot,
};
use crate::{
    domain::{calendar::Day, query::Query as Ast, ranking::Ranking},
    text::{Segmenter, fold},
};

/// Parts whose closeness is looked at.
const PARTS: usize = 8;

/// What scores, resolved against one snapshot.
pub(super) struct Ranker<'a> {
    snapshot: &'a Snapshot,
    words: Vec<RankedWord>,
    /// Average words of a review, over the whole index.
    average_length: f32,
    /// Folded terms whose literal occurrence counts.
    literals: Vec<String>,
    /// Folded parts whose closeness counts; none or at least two.
    parts: Vec<String>,
    /// The end of the request's day, seconds since the epoch.
    now: i64,
}

impl<'a> Ranker<'a> {
    /// What scores in a query; `None` when nothing does.
    pub(super) fn new(
        snapshot: &'a Snapshot,
        query: &Ast,
        segmenter: &Segmenter,
        today: Day,
    ) -> tantivy::Result<Option<Self>> {
        let (mut words, mut literals, mut parts) = (Vec::new(), Vec::new(), Vec::new());
        let certain = certain_terms(query);
        for term in query.positive_terms() {
            for text in texts_of(term) {
                segmenter.each_word(&text, |word| {
                    let term = Term::from_field_text(snapshot.fields.words, word);
                    if !words.contains(&term) {
                        words.push(term);
                    }
                });
            }
            // What has one piece stands literally in every hit that has it; its words say as much.
            let pieces = pieces_of(term, segmenter);
            literals.extend(texts_of(term).next().filter(|_| pieces.len() > 1));
            // Of alternatives, a hit need not have both.
            for piece in pieces.into_iter().filter(|_| certain.contains(&term)) {
                if !parts.contains(&piece) {
                    parts.push(piece);
                }
            }
        }
        parts.truncate(if parts.len() < 2 { 0 } else { PARTS });
        if words.is_empty() && literals.is_empty() && parts.is_empty() {
            return Ok(None);
        }
        let now = snapshot.settings.zone.start_of(Day(today.0.saturating_add(1)));
        let mut ranker = Self { snapshot, words: Vec::new(), average_length: 0.0, literals, parts, now };
        ranker.weigh(words)?;
        Ok(Some(ranker))
    }

    /// Looks the words up in every segment, once: their frequencies make the weights.
    fn weigh(&mut self, words: Vec<Term>) -> tantivy::Result<()> {
        let readers = self.snapshot.searcher.segment_readers();
        let (mut tokens, mut docs) = (0u64, 0u64);
        let mut infos: Vec<Vec<Option<TermInfo>>> = vec![Vec::with_capacity(readers.len()); words.len()];
        for reader in readers {
            let inverted = reader.inverted_index(self.snapshot.fields.words)?;
            tokens += inverted.total_num_tokens();
            docs += u64::from(reader.max_doc());
            for (term, infos) in words.iter().zip(&mut infos) {
                infos.push(inverted.get_term_info(term)?);
            }
        }
        self.average_length = average(tokens, docs);
        let weighed = |(term, infos): (Term, Vec<Option<TermInfo>>)| {
            let frequency = infos.iter().flatten().map(|info| u64::from(info.doc_freq)).sum();
            let weight = Bm25Weight::for_one_term_without_explain(frequency, docs, self.average_length);
            RankedWord { term, infos, weight }
        };
        self.words = words.into_iter().zip(infos).map(weighed).collect();
        Ok(())
    }

    fn weights(&self) -> &Ranking {
        &self.snapshot.settings.ranking
    }

    /// Opens what scores in one segment.
    pub(super) fn segment<'s>(
        &'s self,
        ordinal: usize,
        reader: &'s SegmentReader,
        columns: &'s Columns,
    ) -> tantivy::Result<SegmentRanker<'s>> {
        let field = self.snapshot.fields.words;
        let (mut words, inverted) = (Vec::new(), reader.inverted_index(field)?);
        let spread = self.length_spread(average(inverted.total_num_tokens(), u64::from(reader.max_doc())));
        for word in &self.words {
            if let Some(info) = word.infos.get(ordinal).and_then(Option::as_ref) {
                words.push(Word {
                    postings: inverted.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?,
                    blocks: inverted.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?,
                    weight: &word.weight,
                    term: &word.term,
                });
            }
        }
        let searched = self.snapshot.fields.searched;
        let open = |text: &String| Occurrences::open(reader, searched, text);
        let literals = self.literals.iter().map(open).collect::<tantivy::Result<Vec<_>>>()?;
        let parts: Option<Vec<Occurrences>> = self.parts.iter().map(open).collect::<tantivy::Result<_>>()?;
        let parts = parts.filter(|parts| !parts.is_empty());
        let weights = self.weights();
        let most_literal = literals.iter().flatten().map(|_| weights.literal).sum::<f32>();
        let most_extra = most_literal + parts.as_ref().map_or(0.0, |_| weights.closeness);
        let lengths = parts.iter().flatten().map(Occurrences::length).collect();
        Ok(SegmentRanker {
            weights: self.weights(),
            now: self.now,
            literal_texts: &self.literals,
            columns,
            norms: reader.get_fieldnorms_reader(field)?,
            words,
            spread,
            literals,
            parts,
            lengths,
            starts: Vec::new(),
            most_extra,
            recency: (0, self.weights().recent(0)),
        })
    }

    /// By how much a block's best score, found with the segment's average length, can lie below its best with the index's average.
    ///
    /// With r the ratio of the averages, the length part of BM25 changes by at most r, and so does each score: the review that was best
    /// with one average has at least 1/r² of the best with the other.
    fn length_spread(&self, average_here: f32) -> f32 {
        let ratio = (average_here / self.average_length).max(self.average_length / average_here);
        // A thousandth more than the rounding of a few float operations.
        ratio * ratio * 1.001
    }
}

/// A word with its weight and, by segment, its place in the index.
struct RankedWord {
    term: Term,
    infos: Vec<Option<TermInfo>>,
    weight: Bm25Weight,
}

fn average(tokens: u64, docs: u64) -> f32 {
    tokens.max(1) as f32 / docs.max(1) as f32
}

/// The terms that every hit holds.
fn certain_terms(query: &Ast) -> Vec<&Ast> {
    match query {
        Ast::And(parts) => parts.iter().flat_map(certain_terms).collect(),
        Ast::Or(_) | Ast::Not(_) | Ast::All | Ast::Field(_) => Vec::new(),
        term => vec![term],
    }
}

/// What a term was typed as, and its other wordings; folded.
fn texts_of(term: &Ast) -> impl Iterator<Item = String> {
    let texts = match term {
        Ast::Bare(text) | Ast::Phrase(text) | Ast::Word(text) => vec![fold(text)],
        Ast::Pieces(pieces) => {
            let others = pieces.wordings.iter().flat_map(|wordings| wordings.iter().skip(1));
            [fold(&pieces.typed)].into_iter().chain(others.cloned()).collect()
        }
        Ast::Near(near) => near.terms.iter().map(|term| fold(term)).collect(),
        Ast::In(_, inner) => texts_of(inner).collect(),
        _ => Vec::new(),
    };
    texts.into_iter()
}

/// The parts of a term that may stand apart in a hit.
fn pieces_of(term: &Ast, segmenter: &Segmenter) -> Vec<String> {
    match term {
        Ast::Bare(text) => segmenter.pieces(&fold(text)).into_iter().map(str::to_owned).collect(),
        Ast::Phrase(text) | Ast::Word(text) => vec![fold(text)],
        Ast::Pieces(pieces) => pieces.wordings.iter().filter_map(|wordings| wordings.first().cloned()).collect(),
        Ast::In(_, inner) => pieces_of(inner, segmenter),
        _ => Vec::new(),
    }
}
