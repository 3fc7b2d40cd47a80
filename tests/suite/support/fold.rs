//! Folding by the letter of the design, one scalar at a time, without the library's tables.

use std::{collections::HashMap, sync::LazyLock};

use unicode_normalization::UnicodeNormalization;

static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let pairs = include_str!("../../../index-schema/dictionary/traditional.txt").lines();
    pairs.map(|line| (line.chars().next().unwrap(), line.chars().nth(1).unwrap())).collect()
});

/// The folded form of one scalar.
pub(crate) fn fold_scalar(c: char) -> String {
    let dropped = |c: &char| ['\u{FE0E}', '\u{FE0F}', '\u{200B}', '\u{FEFF}', '\u{00AD}'].contains(c);
    if dropped(&c) {
        return String::new();
    }
    let composed: String = c.to_string().nfkc().collect();
    let lowered: String = composed.chars().flat_map(char::to_lowercase).filter(|c| !dropped(c)).collect();
    lowered
        .chars()
        .map(|c| match c {
            c if c.is_whitespace() => ' ',
            '“' | '”' | '„' | '‟' => '"',
            '‘' | '’' | '‚' | '‛' => '\'',
            c => SIMPLIFIED.get(&c).copied().unwrap_or(c),
        })
        .collect()
}

/// The folded form of a text.
pub(crate) fn fold(text: &str) -> String {
    text.chars().map(fold_scalar).collect()
}

/// Where `pieces` (folded) occur in `text`, as ranges of its scalars: ascending, overlapping and touching ones joined.
pub(crate) fn ranges(text: &str, pieces: &[String]) -> Vec<[u64; 2]> {
    let origin: Vec<(char, usize)> = text
        .chars()
        .enumerate()
        .flat_map(|(index, c)| fold_scalar(c).chars().map(move |c| (c, index)).collect::<Vec<_>>())
        .collect();
    let mut covered = vec![false; text.chars().count()];
    for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
        let piece: Vec<char> = piece.chars().collect();
        for window in origin.windows(piece.len()) {
            if window.iter().map(|(c, _)| c).eq(&piece) {
                covered[window[0].1..=window[piece.len() - 1].1].fill(true);
            }
        }
    }
    let mut ranges: Vec<[u64; 2]> = Vec::new();
    for (at, _) in covered.iter().enumerate().filter(|(_, covered)| **covered) {
        let at = at as u64;
        match ranges.last_mut() {
            Some(range) if range[1] == at => range[1] = at + 1,
            _ => ranges.push([at, at + 1]),
        }
    }
    ranges
}
