//! From the engine-neutral slice to tantivy queries: the one file that knows both.

use tantivy::{
    Term,
    query::{AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, PhraseQuery, Query, TermQuery},
    schema::{Field, IndexRecordOption},
};

use super::{
    excluded::excluded,
    predicate::{self, ColumnQuery},
    schema::Fields,
    snapshot::Snapshot,
};
use crate::{
    domain::{query::Query as Ast, slice::Slice},
    text::{Segmenter, fold},
};

/// How much a literal occurrence of a term adds to its score, per term: about the BM25 of one rare word.
const LITERAL_BOOST: f32 = 8.0;

/// Compiles queries against the fields of one generation.
pub(super) struct Compiler<'a> {
    pub(super) fields: &'a Fields,
    pub(super) segmenter: &'a Segmenter,
    pub(super) snapshot: &'a Snapshot,
}

impl Compiler<'_> {
    /// The reviews that match the slice's query and its nested slices; the filter's own fields are left to the columns.
    pub(super) fn matching(&self, slice: &Slice) -> Box<dyn Query> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        if slice.query != Ast::All {
            clauses.push((Occur::Must, self.query(&slice.query)));
        }
        clauses.extend(slice.filter.all.iter().map(|nested| (Occur::Must, self.whole(nested))));
        clauses.extend(slice.filter.none.iter().map(|nested| (Occur::MustNot, excluded(self.whole(nested)))));
        boolean(clauses)
    }

    /// The reviews of a slice with its filters: for slices nested in others.
    fn whole(&self, slice: &Slice) -> Box<dyn Query> {
        let groups = predicate::groups(&slice.filter, self.snapshot);
        let matching = self.matching(slice);
        if groups.is_empty() {
            return matching;
        }
        let columns: Box<dyn Query> = Box::new(ColumnQuery::new(groups, self.snapshot));
        boolean(vec![(Occur::Must, matching), (Occur::Must, columns)])
    }

    /// The matching reviews with their scores, or `None` when the query has nothing that scores.
    pub(super) fn scoring(&self, slice: &Slice) -> Option<Box<dyn Query>> {
        let terms = slice.query.positive_terms();
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = terms
            .iter()
            .flat_map(|term| self.score_parts(term, &slice.query))
            .map(|part| (Occur::Should, part))
            .collect();
        if clauses.is_empty() {
            return None;
        }
        clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(self.matching(slice), 0.0))));
        Some(Box::new(BooleanQuery::new(clauses)))
    }

    /// What a term adds to the score: its words, and a boost where it stands literally.
    fn score_parts(&self, term: &Ast, query: &Ast) -> Vec<Box<dyn Query>> {
        let (Ast::Bare(text) | Ast::Phrase(text)) = term else { return Vec::new() };
        let folded = fold(text);
        let mut parts: Vec<Box<dyn Query>> = Vec::new();
        self.segmenter.each_word(&folded, |word| {
            let term = Term::from_field_text(self.fields.words, word);
            parts.push(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)));
        });
        // Where every hit holds the term literally, the boost would tell none apart.
        let literal_everywhere =
            term == query && (matches!(term, Ast::Phrase(_)) || self.segmenter.pieces(&folded) == [folded.as_str()]);
        if !literal_everywhere {
            let literal = ConstScoreQuery::new(self.contains(&folded), 1.0);
            parts.push(Box::new(BoostQuery::new(Box::new(literal), LITERAL_BOOST)));
        }
        parts
    }

    fn query(&self, query: &Ast) -> Box<dyn Query> {
        let each = |parts: &[Ast], occur: Occur| parts.iter().map(|part| (occur, self.query(part))).collect();
        match query {
            Ast::All => Box::new(AllQuery),
            Ast::Bare(text) => {
                let folded = fold(text);
                boolean(
                    self.segmenter.pieces(&folded).iter().map(|piece| (Occur::Must, self.contains(piece))).collect(),
                )
            }
            Ast::Phrase(text) => self.contains(&fold(text)),
            Ast::And(parts) => {
                // A negation inside a conjunction excludes; by itself it would first collect all other reviews.
                let clause = |part: &Ast| match part {
                    Ast::Not(inner) => (Occur::MustNot, excluded(self.query(inner))),
                    part => (Occur::Must, self.query(part)),
                };
                boolean(parts.iter().map(clause).collect())
            }
            Ast::Or(parts) => Box::new(BooleanQuery::new(each(parts, Occur::Should))),
            Ast::Not(inner) => boolean(vec![(Occur::MustNot, excluded(self.query(inner)))]),
        }
    }

    /// The reviews that contain a folded text: one character, one bigram, or a phrase of bigrams.
    ///
    /// Bigrams at offsets 0, 2, 4, …, n−2 cover every character, so the phrase matches exactly the occurrences of the text.
    fn contains(&self, folded: &str) -> Box<dyn Query> {
        let starts: Vec<usize> = folded.char_indices().map(|(at, _)| at).chain([folded.len()]).collect();
        let scalars = starts.len() - 1;
        let gram = |at: usize| Term::from_field_text(self.fields.grams, &folded[starts[at]..starts[at + 2]]);
        match scalars {
            0 => Box::new(AllQuery),
            1 => term(self.fields.chars, folded),
            2 => term(self.fields.grams, folded),
            _ => {
                let mut offsets: Vec<usize> = (0..=scalars - 2).step_by(2).collect();
                if offsets.last() != Some(&(scalars - 2)) {
                    offsets.push(scalars - 2);
                }
                Box::new(PhraseQuery::new_with_offset(offsets.into_iter().map(|at| (at, gram(at))).collect()))
            }
        }
    }
}

fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
}

/// A conjunction in its simplest form; with exclusions only, all other reviews.
fn boolean(mut clauses: Vec<(Occur, Box<dyn Query>)>) -> Box<dyn Query> {
    if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
        clauses.push((Occur::Must, Box::new(AllQuery)));
    }
    match clauses.as_mut_slice() {
        [(Occur::Must, only)] => std::mem::replace(only, Box::new(AllQuery)),
        _ => Box::new(BooleanQuery::new(clauses)),
    }
}
