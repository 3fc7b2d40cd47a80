//! Marks as they are handed on: trimmed of words that carry no opinion, and joined by what the word lists alone are sure of.
//!
//! Knows no weights.

use std::ops::Range;

use super::{
    characters::Characters,
    lists::{Lists, label},
    tags::{Kind, Mark},
};

/// A listed term at the beginning of opinion words becomes a mark of its own; of reviews of goods, openings are cut off.
pub(super) fn trimmed(text: &Characters, lists: &Lists, marks: &[Mark]) -> Vec<Mark> {
    let mut trimmed = Vec::with_capacity(marks.len() + 2);
    for mark in marks {
        if mark.kind == Kind::Term {
            trimmed.push(mark.clone());
            continue;
        }
        let Range { start, end } = mark.range;
        let mut start = without_openings(text, lists, whole_fault(text, start), end);
        if let Some(term_end) = text.term_end(start, end).filter(|term_end| is_attribute(text, start..*term_end, end)) {
            trimmed.push(Mark { kind: Kind::Term, range: start..term_end });
            start = without_openings(text, lists, term_end, end);
        }
        trimmed.push(Mark { kind: Kind::Opinion, range: start..end });
    }
    trimmed
}

/// Where opinion words begin that begin inside a listed fault: with it, 自动退出 rather than 动退出.
fn whole_fault(text: &Characters, start: usize) -> usize {
    let next = text.faults.partition_point(|fault| fault.end <= start);
    text.faults.get(next).map_or(start, |fault| fault.start.min(start))
}

fn is_attribute(text: &Characters, term: Range<usize>, end: usize) -> bool {
    term.len() >= 2 && term.end < end && text.codes(term.end..term.end + 1) != [u16_of('的')]
}

fn without_openings(text: &Characters, lists: &Lists, mut start: usize, end: usize) -> usize {
    if text.side <= 0 {
        return start;
    }
    while let Some(length) = lists.opening(text.codes(start..end - 1)) {
        if length == 1 && !stands_alone(text, start) {
            break;
        }
        start += length;
    }
    start
}

/// Whether the character is no part of a longer listed word: 还 of 还行 is.
fn stands_alone(text: &Characters, position: usize) -> bool {
    let label = text.label(position);
    let goes_on = |next: usize| {
        let next = text.label(next);
        next != label::NONE && next != label::OUTSIDE && !label::begins(next)
    };
    label == label::NONE || (label::begins(label) && !(position + 1 < text.len() && goes_on(position + 1)))
}

fn u16_of(c: char) -> u16 {
    u16::try_from(u32::from(c)).unwrap_or_default()
}

/// Adds listed words that say enough alone (漏水, 闪退) in clauses without an opinion.
pub(super) fn with_faults(text: &Characters, mut marks: Vec<Mark>) -> Vec<Mark> {
    let mut added = Vec::new();
    let mut next = 0;
    for clause in &text.clauses {
        while marks.get(next).is_some_and(|mark| mark.range.end <= clause.range.start) {
            next += 1;
        }
        let inside = marks[next..].iter().take_while(|mark| mark.range.start < clause.range.end);
        if inside.clone().any(|mark| mark.kind == Kind::Opinion) {
            continue;
        }
        let first = text.faults.partition_point(|fault| fault.start < clause.range.start);
        let fault = text.faults.get(first).filter(|fault| fault.end <= clause.range.end);
        added.extend(fault.map(|range| Mark { kind: Kind::Opinion, range: range.clone() }));
    }
    if added.is_empty() {
        return marks;
    }
    // A term that holds such a word was none: 底部漏水. Both lists are in order.
    let mut from = 0;
    marks.retain(|mark| {
        from += added[from..].iter().take_while(|fault| fault.range.end <= mark.range.start).count();
        !added.get(from).is_some_and(|fault| overlap(&mark.range, &fault.range))
    });
    marks.append(&mut added);
    marks.sort_by_key(|mark| mark.range.start);
    marks
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// Marks without a model: listed terms, and judging or describing words with the negation and degree right before them.
pub(super) fn listed(text: &Characters) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for clause in &text.clauses {
        let mut modified = None;
        let mut position = clause.range.start;
        while position < clause.range.end {
            let label = text.label(position);
            let mut end = position + 1;
            while end < clause.range.end && !label::begins(text.label(end)) && text.label(end) != label::NONE {
                end += 1;
            }
            match label::class(label) {
                Some(label::TERM) => marks.push(Mark { kind: Kind::Term, range: position..end }),
                Some(label::NEGATION | label::DEGREE) => modified = modified.or(Some(position)),
                Some(label::PRAISE | label::COMPLAINT | label::DESCRIPTION) => {
                    marks.push(Mark { kind: Kind::Opinion, range: modified.unwrap_or(position)..end });
                }
                _ => {}
            }
            if !matches!(label::class(label), Some(label::NEGATION | label::DEGREE)) {
                modified = None;
            }
            position = if label == label::NONE { position + 1 } else { end };
        }
    }
    marks
}
