//! Folding: the one notion of "the same character" for index and query.
//!
//! Each Unicode scalar alone: NFKC, lower case, 繁→简 by a one-character table; white space becomes one U+0020 and is never collapsed;
//! typographic quotes become ASCII quotes; invisible marks are dropped.

use std::{collections::HashMap, sync::LazyLock};

use unicode_normalization::UnicodeNormalization;

/// A folded text with the way back to the original.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each scalar of `text`, the index of the original scalar it came from; ascending.
    pub origin: Vec<u32>,
}

/// Folds a text.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        TABLE.each(c, |c| folded.push(c));
    }
    folded
}

/// Folds a text and records where each folded scalar came from.
#[must_use]
pub fn fold_with_origin(text: &str) -> Folded {
    let mut folded = Folded { text: String::with_capacity(text.len()), origin: Vec::with_capacity(text.len() / 3) };
    for (index, c) in (0u32..).zip(text.chars()) {
        TABLE.each(c, |c| {
            folded.text.push(c);
            folded.origin.push(index);
        });
    }
    folded
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::build);

/// Folding of the basic plane by one array look-up; longer results and the other planes take the slow path.
struct Table {
    /// The folded unit, or [`EXPANDS`] where the result is not one basic-plane scalar.
    basic: Vec<u16>,
    expansions: HashMap<char, String>,
    simplified: HashMap<char, char>,
}

/// Marks in `basic` that the result stands in `expansions`. U+FFFF is a noncharacter.
const EXPANDS: u16 = 0xFFFF;

impl Table {
    fn build() -> Self {
        let pairs = include_str!("../../index-schema/dictionary/traditional.txt").lines();
        let simplified = pairs
            .filter_map(|line| {
                let mut pair = line.chars();
                Some((pair.next()?, pair.next()?))
            })
            .collect();
        let mut table = Self { basic: vec![EXPANDS; 0x1_0000], expansions: HashMap::new(), simplified };
        for unit in 0..EXPANDS {
            let Some(c) = char::from_u32(u32::from(unit)) else { continue };
            let folded = table.fold_scalar(c);
            let mut scalars = folded.chars();
            match (scalars.next().map(|first| u16::try_from(u32::from(first))), scalars.next()) {
                (Some(Ok(only)), None) => table.basic[usize::from(unit)] = only,
                _ => drop(table.expansions.insert(c, folded)),
            }
        }
        table
    }

    fn each(&self, c: char, mut push: impl FnMut(char)) {
        let basic = usize::try_from(u32::from(c)).ok().and_then(|unit| self.basic.get(unit));
        match basic {
            Some(&EXPANDS) => self.expansions.get(&c).into_iter().flat_map(|text| text.chars()).for_each(push),
            Some(&unit) => char::from_u32(u32::from(unit)).into_iter().for_each(push),
            None => self.fold_scalar(c).chars().for_each(&mut push),
        }
    }

    fn fold_scalar(&self, c: char) -> String {
        if is_invisible(c) {
            return String::new();
        }
        let lowered = std::iter::once(c).nfkc().flat_map(char::to_lowercase).filter(|c| !is_invisible(*c));
        lowered.map(|c| self.fold_plain(c)).collect()
    }

    fn fold_plain(&self, c: char) -> char {
        match c {
            c if c.is_whitespace() => ' ',
            '“' | '”' | '„' | '‟' => '"',
            '‘' | '’' | '‚' | '‛' => '\'',
            c => self.simplified.get(&c).copied().unwrap_or(c),
        }
    }
}

/// Variation selectors 15 and 16, zero-width space, byte order mark, soft hyphen.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{FE0E}' | '\u{FE0F}' | '\u{200B}' | '\u{FEFF}' | '\u{00AD}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn equal_characters_fold_together() {
        let cases = [
            ("ＫＦＲ－７２ＬＷ", "kfr-72lw"),
            ("電視機壞了", "电视机坏了"),
            ("“再也不来”", "\"再也不来\""),
            ("好\u{3000}吃\n\t", "好 吃  "),
            ("等…", "等..."),
            ("❤\u{FE0F}", "❤"),
            ("２５℃", "25°c"),
            ("①ﬁ", "1fi"),
            ("İ", "i\u{307}"),
            ("😀👍🏻", "😀👍🏻"),
            ("𝐀", "a"),
        ];
        for (text, folded) in cases {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn origin_leads_back_to_the_whole_character() {
        let folded = fold_with_origin("a…\u{200B}壞");
        assert_eq!(folded.text, "a...坏");
        assert_eq!(folded.origin, [0, 1, 1, 1, 3]);
    }

    #[test]
    fn the_table_agrees_with_the_slow_path() {
        for c in ('\0'..=char::MAX).step_by(7) {
            let mut fast = String::new();
            TABLE.each(c, |c| fast.push(c));
            assert_eq!(fast, TABLE.fold_scalar(c), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn folding_is_context_free(a in ".{0,20}", b in ".{0,20}") {
            prop_assert_eq!(fold(&format!("{a}{b}")), fold(&a) + &fold(&b));
        }

        #[test]
        fn folding_twice_changes_nothing(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn origin_has_one_entry_a_scalar(text in any::<String>()) {
            let folded = fold_with_origin(&text);
            prop_assert_eq!(&folded.text, &fold(&text));
            prop_assert_eq!(folded.origin.len(), folded.text.chars().count());
            prop_assert!(folded.origin.is_sorted());
        }
    }
}
