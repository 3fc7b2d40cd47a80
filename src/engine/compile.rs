//! From the engine-neutral slice to tantivy queries: the one file that knows both.

use tantivy::{
    Term,
    query::{AllQuery, BooleanQuery, Occur, PhraseQuery, Query, TermQuery},
    schema::{Field, IndexRecordOption},
};

use super::{
    document::BESIDE_TEXT,
    excluded::excluded,
    near::NearQuery,
    occurrences,
    predicate::{self, ColumnQuery},
    schema::{Characters, Fields},
    snapshot::Snapshot,
};
use crate::{
    domain::{
        query::{FieldClause, Query as Ast, TextPart},
        slice::{Condition, HAS, Slice},
    },
    text::{Segmenter, fold},
};

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

    fn query(&self, query: &Ast) -> Box<dyn Query> {
        match query {
            Ast::All => Box::new(AllQuery),
            Ast::Bare(_) | Ast::Phrase(_) | Ast::Pieces(_) | Ast::Near(_) => self.text(query, self.fields.searched),
            Ast::In(part, text) => self.in_part(*part, text),
            Ast::Word(word) => term(self.fields.words, &fold(word)),
            Ast::Field(clause) => {
                Box::new(ColumnQuery::new(vec![predicate::clause_group(clause, self.snapshot)], self.snapshot))
            }
            Ast::And(parts) => {
                // A negation inside a conjunction excludes; by itself it would first collect all other reviews.
                let clause = |part: &Ast| match part {
                    Ast::Not(inner) => (Occur::MustNot, excluded(self.query(inner))),
                    part => (Occur::Must, self.query(part)),
                };
                boolean(parts.iter().map(clause).collect())
            }
            Ast::Or(parts) => any_of(parts.iter().map(|part| self.query(part)).collect()),
            Ast::Not(inner) => boolean(vec![(Occur::MustNot, excluded(self.query(inner)))]),
        }
    }

    /// A text term in the given characters; other queries as they are.
    fn text(&self, query: &Ast, characters: Characters) -> Box<dyn Query> {
        match query {
            Ast::Bare(typed) => {
                let folded = fold(typed);
                let pieces = self.segmenter.pieces(&folded);
                boolean(pieces.iter().map(|piece| (Occur::Must, contains(characters, piece))).collect())
            }
            Ast::Phrase(typed) => contains(characters, &fold(typed)),
            Ast::Pieces(pieces) => {
                let wordings = |wordings: &Vec<String>| {
                    any_of(wordings.iter().map(|wording| contains(characters, wording)).collect())
                };
                let pieces_found: Vec<Box<dyn Query>> = pieces.wordings.iter().map(wordings).collect();
                if pieces.at_least >= pieces_found.len() {
                    return boolean(pieces_found.into_iter().map(|piece| (Occur::Must, piece)).collect());
                }
                let clauses = pieces_found.into_iter().map(|piece| (Occur::Should, piece)).collect();
                Box::new(BooleanQuery::with_minimum_required_clauses(clauses, pieces.at_least.max(1)))
            }
            Ast::Near(near) => {
                let terms = near.terms.iter().map(|term| fold(term)).collect();
                Box::new(NearQuery::new(characters, terms, near.within))
            }
            other => self.query(other),
        }
    }

    /// A text term in one part alone.
    fn in_part(&self, part: TextPart, text: &Ast) -> Box<dyn Query> {
        let in_part = self.text(text, self.fields.part(part));
        if part != TextPart::Text {
            return in_part;
        }
        // The text by itself is indexed only beside a title or an append; alone it is all that is searched.
        let others = FieldClause { field: HAS.to_owned(), condition: Condition::Parts(BESIDE_TEXT.into()) };
        let alone = vec![
            (Occur::Must, self.text(text, self.fields.searched)),
            (Occur::MustNot, excluded(self.query(&Ast::Field(others)))),
        ];
        any_of(vec![in_part, boolean(alone)])
    }
}

/// The reviews that contain a folded text: one character, one bigram, or a phrase of bigrams that matches exactly its occurrences.
pub(super) fn contains(characters: Characters, folded: &str) -> Box<dyn Query> {
    let mut terms = occurrences::terms(characters, folded);
    match (terms.len(), terms.pop()) {
        (1, Some((_, term))) => Box::new(TermQuery::new(term, IndexRecordOption::Basic)),
        (_, Some(last)) => {
            terms.push(last);
            Box::new(PhraseQuery::new_with_offset(terms))
        }
        (_, None) => Box::new(AllQuery),
    }
}

fn term(field: Field, text: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
}

/// A disjunction in its simplest form.
fn any_of(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match (queries.len(), queries.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            queries.extend(last);
            Box::new(BooleanQuery::new(queries.into_iter().map(|query| (Occur::Should, query)).collect()))
        }
    }
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
