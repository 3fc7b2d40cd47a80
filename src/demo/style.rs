//! How a text looks: punctuation, emoji, traditional characters, full-width letters. What it says does not change.

use std::collections::BTreeMap;

use super::dice::Dice;

const TRADITIONAL: &str = include_str!("grammar/traditional.txt");

/// One person's punctuation.
#[derive(Clone, Copy)]
pub(super) struct Punctuation {
    clause: &'static str,
    sentence: &'static str,
    end: &'static str,
}

const PUNCTUATIONS: [(u32, Punctuation); 9] = [
    (38, Punctuation { clause: "，", sentence: "。", end: "。" }),
    (16, Punctuation { clause: "，", sentence: "，", end: "" }),
    (10, Punctuation { clause: "，", sentence: "！", end: "！" }),
    (9, Punctuation { clause: " ", sentence: " ", end: "" }),
    (8, Punctuation { clause: "，", sentence: "。", end: "！！" }),
    (6, Punctuation { clause: ",", sentence: ".", end: "." }),
    (5, Punctuation { clause: "，", sentence: "～", end: "～" }),
    (4, Punctuation { clause: "，", sentence: "。\n", end: "" }),
    (4, Punctuation { clause: "，", sentence: "；", end: "。" }),
];

impl Punctuation {
    pub(super) fn draw(dice: &mut Dice) -> Self {
        PUNCTUATIONS[dice.weighted(&PUNCTUATIONS.map(|(weight, _)| weight))].1
    }

    /// The clauses as one text; a sentence ends after two or three of them.
    pub(super) fn join(self, clauses: &[String], dice: &mut Dice) -> String {
        let mut text = String::new();
        let mut until_end = dice.between(2, 3);
        for (place, clause) in clauses.iter().enumerate() {
            // Inner commas follow the writer's habit; the templates are written with 「，」.
            text.push_str(&clause.replace('，', self.clause));
            if place + 1 == clauses.len() {
                text.push_str(self.end);
            } else if until_end == 1 {
                text.push_str(self.sentence);
                until_end = dice.between(2, 3);
            } else {
                text.push_str(self.clause);
                until_end -= 1;
            }
        }
        text
    }
}

/// Rewrites a few texts as some people type them.
pub(super) struct Hands {
    traditional: BTreeMap<char, char>,
}

impl Hands {
    pub(super) fn new() -> Self {
        let pairs = TRADITIONAL.lines().filter(|line| !line.starts_with('#'));
        let traditional = pairs.filter_map(|line| {
            let mut chars = line.chars();
            Some((chars.next()?, chars.next()?))
        });
        Self { traditional: traditional.collect() }
    }

    /// 25 texts of a thousand in traditional characters, 20 with full-width letters and digits.
    pub(super) fn type_out(&self, text: String, dice: &mut Dice) -> String {
        match dice.below(1000) {
            0..25 => text.chars().map(|c| self.traditional.get(&c).copied().unwrap_or(c)).collect(),
            25..45 => text.chars().map(full_width).collect(),
            _ => text,
        }
    }
}

fn full_width(c: char) -> char {
    if !c.is_ascii_alphanumeric() {
        return c;
    }
    char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c)
}
