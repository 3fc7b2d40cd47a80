//! From labelled words to places in the text, and to the tags that the model shall learn.
//!
//! Knows nothing of weights. Words that the text does not hold are passed over.

use std::ops::Range;

use crate::insight::opinions::{
    characters::Characters,
    tags::{self, Kind, Mark},
};

/// Words before an opinion that people label now and then: left out always, so that the model learns one habit.
const OPENINGS: [&str; 23] = [
    "但是",
    "但",
    "不过",
    "而且",
    "就是",
    "只是",
    "可惜",
    "感觉",
    "觉得",
    "并且",
    "可是",
    "还有",
    "然后",
    "所以",
    "因为",
    "其中",
    "尤其",
    "特别是",
    "虽然",
    "个人感觉",
    "总体",
    "整体",
    "总之",
];

/// A pair, in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Located {
    pub(super) term: Option<Range<usize>>,
    pub(super) opinion: Range<usize>,
}

/// A text with what is to be learned from it.
pub(super) struct Example {
    pub(super) text: Characters,
    pub(super) pairs: Vec<Located>,
    pub(super) tags: Vec<u8>,
}

/// Each pair where its words stand closest to each other; words that were taken by another pair before are taken last.
pub(super) fn locate(text: &Characters, pairs: &[(Option<String>, String)]) -> Vec<Located> {
    let mut located: Vec<Located> = Vec::new();
    for (term, opinion) in pairs {
        let named = term.as_deref().unwrap_or_default();
        let (terms, opinions) = (places(text, named), places(text, opinion));
        let distance = |opinion: &Range<usize>| {
            let from = |term: &Range<usize>| {
                if term.start < opinion.start {
                    opinion.start.saturating_sub(term.end)
                } else {
                    term.start.saturating_sub(opinion.end) + 3
                }
            };
            let nearest = terms.iter().map(from).min().unwrap_or(opinion.start);
            let taken = located.iter().any(|pair| pair.opinion == *opinion);
            (nearest + if taken { 50 } else { 0 }, opinion.start)
        };
        let Some(opinion) = opinions.iter().min_by_key(|opinion| distance(opinion)).cloned() else { continue };
        let from = |term: &&Range<usize>| {
            if term.start < opinion.start { opinion.start - term.start } else { term.start - opinion.start + 3 }
        };
        let nearest = terms.iter().min_by_key(from).cloned();
        if nearest.is_some() || named.is_empty() {
            located.push(Located { term: nearest, opinion });
        }
    }
    located
}

fn places(text: &Characters, words: &str) -> Vec<Range<usize>> {
    let codes: Vec<u16> = codes(words);
    if codes.is_empty() || codes.len() > text.len() {
        return Vec::new();
    }
    let starts = (0..=text.len() - codes.len()).map(|start| start..start + codes.len());
    starts.filter(|range| text.codes(range.clone()) == codes).collect()
}

fn codes(words: &str) -> Vec<u16> {
    words.chars().map(|c| u16::try_from(u32::from(c)).unwrap_or_default()).collect()
}

/// The tags of labelled pairs: short opinions first where they overlap, terms where no opinion stands.
pub(super) fn tags(text: &Characters, pairs: &[Located]) -> Vec<u8> {
    let mut tags = vec![tags::OUTSIDE; text.len()];
    let mut taken = vec![false; text.len()];
    let mut pieces: Vec<Range<usize>> = pairs.iter().flat_map(|pair| pieces(text, &pair.opinion)).collect();
    pieces.sort_by_key(ExactSizeIterator::len);
    for piece in pieces {
        if taken[piece.clone()].contains(&true) {
            continue;
        }
        taken[piece.clone()].fill(true);
        let mut start = without_openings(text, &piece);
        if let Some(end) = text.term_end(start, piece.end).filter(|end| *end < piece.end) {
            tags::write(&mut tags, &Mark { kind: Kind::Term, range: start..end });
            start = end;
        }
        tags::write(&mut tags, &Mark { kind: Kind::Opinion, range: start..piece.end });
    }
    let mut terms: Vec<Range<usize>> = pairs.iter().filter_map(|pair| pair.term.clone()).collect();
    terms.sort_by_key(|term| (term.start, term.end));
    for term in terms {
        if term.clone().all(|position| !taken[position] && text.clause(position) == text.clause(term.start)) {
            taken[term.clone()].fill(true);
            tags::write(&mut tags, &Mark { kind: Kind::Term, range: term });
        }
    }
    tags
}

/// What of an opinion stands in each clause.
fn pieces(text: &Characters, opinion: &Range<usize>) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for position in opinion.clone().filter(|position| text.clause(*position).is_some()) {
        match pieces.last_mut() {
            Some(piece) if piece.end == position && text.clause(piece.start) == text.clause(position) => piece.end += 1,
            _ => pieces.push(position..position + 1),
        }
    }
    let list = codes("、");
    for piece in &mut pieces {
        while piece.start < piece.end && text.codes(piece.start..piece.start + 1) == list {
            piece.start += 1;
        }
        while piece.start < piece.end && text.codes(piece.end - 1..piece.end) == list {
            piece.end -= 1;
        }
    }
    pieces.retain(|piece| piece.start < piece.end);
    pieces
}

fn without_openings(text: &Characters, piece: &Range<usize>) -> usize {
    let mut start = piece.start;
    loop {
        let lengths = OPENINGS.iter().filter_map(|opening| {
            let opening = codes(opening);
            let fits = start + opening.len() < piece.end && text.codes(start..start + opening.len()) == opening;
            fits.then_some(opening.len())
        });
        match lengths.max() {
            Some(length) => start += length,
            None => return start,
        }
    }
}
