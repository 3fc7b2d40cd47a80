//! What a query is understood as: its pieces, the synonyms at hand, how far it is widened, and what to highlight.
//!
//! Nothing is widened unless the request says so. With synonyms, each piece of a bare term that is not negated may also occur in another
//! wording; phrases stay literal. An approximate search joins the bare terms and phrases of each conjunction and asks for at least half of
//! their pieces (rounded up), synonyms included; fields, words, `near` and negations stay as they are.

use super::Service;
use crate::{
    domain::{
        query::{Pieces, Query, TextPart},
        review::Review,
    },
    text::{Highlighter, Segmenter, Synonyms, fold, print_query},
};

/// How far a query may be widened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Widening {
    /// Pieces may occur in other wordings.
    pub synonyms: bool,
    /// Half of the pieces are enough.
    pub approximate: bool,
}

/// Other words for a piece of the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Available {
    /// The piece as typed, folded.
    pub piece: String,
    /// Words that may replace it.
    pub words: Vec<String>,
    /// Whether they were searched too.
    pub applied: bool,
}

/// Ranges `[start, end)` in Unicode scalars of each part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Highlights {
    /// In the title.
    pub title: Vec<[u32; 2]>,
    /// In the text.
    pub text: Vec<[u32; 2]>,
    /// In the append.
    pub append: Vec<[u32; 2]>,
    /// In the merchant's reply, where the query names it.
    pub reply: Vec<[u32; 2]>,
}

/// A query made ready: what is searched, how it is shown, and what is highlighted.
pub(super) struct Understanding {
    pub(super) query: Query,
    pub(super) pieces: Vec<Vec<String>>,
    pub(super) synonyms: Vec<Available>,
    highlights: PartHighlights,
}

impl Understanding {
    pub(super) fn highlights(&self, review: &Review) -> Highlights {
        let content = &review.content;
        let ranges = |part, text: Option<&String>| {
            text.map_or_else(Vec::new, |text| self.highlights.of(part).map_or_else(Vec::new, |h| h.ranges(text)))
        };
        Highlights {
            title: ranges(TextPart::Title, content.title.as_ref()),
            text: ranges(TextPart::Text, Some(&content.text)),
            append: ranges(TextPart::Append, content.append.as_ref()),
            reply: ranges(TextPart::Reply, content.reply.as_ref()),
        }
    }
}

/// A highlighter for all searched parts, and one for each part that the query names.
struct PartHighlights {
    searched: Highlighter,
    named: Vec<(TextPart, Highlighter)>,
}

impl PartHighlights {
    fn of(&self, part: TextPart) -> Option<&Highlighter> {
        let named = self.named.iter().find(|(named, _)| *named == part).map(|(_, highlighter)| highlighter);
        named.or_else(|| (part != TextPart::Reply).then_some(&self.searched))
    }
}

impl Service {
    /// The query that is searched, as far widened as the request says.
    pub(super) fn effective(&self, query: &Query, widening: Widening) -> Query {
        if widening.approximate {
            self.relaxed(query)
        } else if widening.synonyms {
            self.with_synonyms(query)
        } else {
            query.clone()
        }
    }

    /// A query made ready; `words` is what the answering snapshot cuts texts into words with.
    pub(super) fn understand(&self, query: &Query, widening: Widening, words: &Segmenter) -> Understanding {
        let effective = self.effective(query, widening);
        let terms = effective.positive_terms();
        Understanding {
            pieces: terms.iter().map(|term| self.shown(term)).collect(),
            synonyms: self.available(query, widening),
            highlights: self.part_highlights(&terms, words),
            query: effective,
        }
    }

    /// The pieces of a text (folded) with the other wordings of each.
    fn wordings(&self, typed: &str) -> Vec<Vec<String>> {
        let folded = fold(typed);
        let pieces = self.engine.segmenter().pieces(&folded);
        pieces
            .into_iter()
            .map(|piece| [piece].into_iter().chain(other_words(piece)).map(str::to_owned).collect())
            .collect()
    }

    fn with_synonyms(&self, query: &Query) -> Query {
        match query {
            Query::Bare(typed) => {
                let wordings = self.wordings(typed);
                if wordings.iter().all(|wordings| wordings.len() == 1) {
                    return query.clone();
                }
                Query::Pieces(Pieces { typed: typed.clone(), at_least: wordings.len(), wordings })
            }
            Query::In(part, text) => Query::In(*part, Box::new(self.with_synonyms(text))),
            Query::And(parts) => Query::And(parts.iter().map(|part| self.with_synonyms(part)).collect()),
            Query::Or(parts) => Query::Or(parts.iter().map(|part| self.with_synonyms(part)).collect()),
            other => other.clone(),
        }
    }

    fn relaxed(&self, query: &Query) -> Query {
        match query {
            Query::Bare(_) | Query::Phrase(_) => self.half_of(&[query]),
            Query::In(part, text) => Query::In(*part, Box::new(self.relaxed(text))),
            Query::Or(parts) => Query::Or(parts.iter().map(|part| self.relaxed(part)).collect()),
            Query::And(parts) => {
                let scopes = [None].into_iter().chain(TextPart::ALL.map(Some));
                let joined = scopes.filter_map(|scope| {
                    let terms: Vec<&Query> = parts.iter().filter_map(|part| plain_term(part, scope)).collect();
                    let half = (!terms.is_empty()).then(|| self.half_of(&terms))?;
                    Some(scope.map_or(half.clone(), |part| Query::In(part, Box::new(half))))
                });
                let is_other =
                    |part: &&Query| !(matches!(part, Query::Bare(_) | Query::Phrase(_)) || is_plain_in(part));
                let others = parts.iter().filter(is_other).map(|part| self.relaxed(part));
                Query::and(joined.chain(others).collect())
            }
            other => other.clone(),
        }
    }

    /// At least half of the pieces of these bare terms and phrases.
    fn half_of(&self, terms: &[&Query]) -> Query {
        let typed: Vec<String> = terms.iter().map(|term| print_query(term)).collect();
        let mut wordings: Vec<Vec<String>> = Vec::new();
        for term in terms {
            let (Query::Bare(text) | Query::Phrase(text)) = term else { continue };
            for piece in self.wordings(text) {
                if !wordings.contains(&piece) {
                    wordings.push(piece);
                }
            }
        }
        Query::Pieces(Pieces { typed: typed.join(" "), at_least: wordings.len().div_ceil(2), wordings })
    }

    /// The synonyms that the dictionary has for the pieces that may be replaced.
    fn available(&self, query: &Query, widening: Widening) -> Vec<Available> {
        let mut available: Vec<Available> = Vec::new();
        for term in query.positive_terms() {
            let term = if let Query::In(_, text) = term { text } else { term };
            let typed = match term {
                Query::Bare(typed) => typed,
                Query::Phrase(typed) if widening.approximate => typed,
                _ => continue,
            };
            for mut words in self.wordings(typed) {
                let piece = words.remove(0);
                if !words.is_empty() && !available.iter().any(|other| other.piece == piece) {
                    available.push(Available { piece, words, applied: widening.synonyms || widening.approximate });
                }
            }
        }
        available
    }

    /// A text term for people: the pieces that must occur, the wordings of each between bars.
    fn shown(&self, term: &Query) -> Vec<String> {
        match term {
            Query::Pieces(pieces) => pieces.wordings.iter().map(|wordings| wordings.join("|")).collect(),
            Query::In(_, text) => self.shown(text),
            term => self.needles(term),
        }
    }

    /// What a text term looks for, folded.
    fn needles(&self, term: &Query) -> Vec<String> {
        match term {
            Query::Bare(text) => {
                let folded = fold(text);
                self.engine.segmenter().pieces(&folded).into_iter().map(str::to_owned).collect()
            }
            Query::Phrase(text) | Query::Word(text) => vec![fold(text)],
            Query::Pieces(pieces) => pieces.wordings.iter().flatten().cloned().collect(),
            Query::Near(near) => near.terms.iter().map(|term| fold(term)).collect(),
            Query::In(_, text) => self.needles(text),
            _ => Vec::new(),
        }
    }

    fn part_highlights(&self, terms: &[&Query], segmenter: &Segmenter) -> PartHighlights {
        let highlighter = |part: Option<TextPart>| {
            let here = |term: &&&Query| match term {
                Query::In(named, _) => Some(*named) == part,
                _ => part != Some(TextPart::Reply),
            };
            let (words, texts): (Vec<&Query>, Vec<&Query>) =
                terms.iter().filter(here).partition(|term| matches!(term, Query::Word(_)));
            let needles: Vec<String> = texts.into_iter().flat_map(|term| self.needles(term)).collect();
            let words: Vec<String> = words.into_iter().flat_map(|term| self.needles(term)).collect();
            Highlighter::new(needles.iter().map(String::as_str)).with_words(words, segmenter)
        };
        let is_named = |part: &TextPart| terms.iter().any(|term| matches!(term, Query::In(named, _) if named == part));
        let named = TextPart::ALL.into_iter().filter(is_named).map(|part| (part, highlighter(Some(part))));
        PartHighlights { searched: highlighter(None), named: named.collect() }
    }
}

/// The synonyms of a piece; words that contain it are found anyway.
fn other_words(piece: &str) -> impl Iterator<Item = &str> {
    Synonyms::builtin().of(piece).filter(move |word| !word.contains(piece))
}

/// The bare term or phrase that a part of a conjunction is, within the scope.
fn plain_term(part: &Query, scope: Option<TextPart>) -> Option<&Query> {
    match (part, scope) {
        (Query::Bare(_) | Query::Phrase(_), None) => Some(part),
        (Query::In(named, text), Some(scope)) if *named == scope && is_plain_in(part) => Some(text),
        _ => None,
    }
}

fn is_plain_in(query: &Query) -> bool {
    matches!(query, Query::In(_, text) if matches!(**text, Query::Bare(_) | Query::Phrase(_)))
}
