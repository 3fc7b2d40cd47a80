//! Personal data: mobile numbers, national ids, bank cards, e-mail addresses, number plates, street addresses.
//!
//! Numbers are held to their own rules (checksums, prefixes, lengths), so that order and model numbers pass. What is masked (138****1234) is
//! no find.

use std::ops::Range;

use serde::Deserialize;

use super::{
    RulesError,
    advertising::{digit, is_digit},
    found,
};
use crate::{
    domain::analysis::{Flag, Flagged},
    insight::{letters::Letters, word_lists},
};

/// The rule, with its words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Privacy {
    cards: Vec<String>,
    roads: Vec<String>,
    rooms: Vec<String>,
    provinces: Vec<char>,
}

/// Digits of the shortest number that is personal, and of the longest that is looked at, in groups or not.
const SHORTEST_DIGITS: usize = 11;
const MOST_DIGITS: usize = 24;
/// Characters before a number among which a word may call it a card.
const CALLED_WITHIN: usize = 12;
/// Characters behind a house number among which a room must follow.
const ROOM_WITHIN: usize = 12;
/// Findings of one review: more say no more.
const MOST_FINDINGS: usize = 8;

/// A run of digits, maybe in groups.
struct Number {
    digits: Vec<u8>,
    /// Digits of each group.
    groups: Vec<usize>,
    range: Range<usize>,
    /// Whether all digits are ASCII.
    plain: bool,
}

impl Privacy {
    pub(super) fn builtin() -> Result<Self, RulesError> {
        toml::from_str(word_lists::PRIVACY).map_err(|error| RulesError::Table(error.to_string()))
    }

    pub(super) fn read(&self, letters: &Letters<'_>) -> Vec<Flagged> {
        let text = letters.text();
        let mut flags = Vec::new();
        // Few texts hold as many digits as the shortest number has: the others are not gone through number by number.
        let worth_reading = letters.chars().iter().filter(|c| is_digit(**c)).nth(SHORTEST_DIGITS - 1).map(|_| text);
        for number in worth_reading.into_iter().flat_map(numbers) {
            let (number, reason) = match self.number(text, number) {
                Some(found) => found,
                None => continue,
            };
            flags.push(found(Flag::Privacy, reason, text, number.range));
            if flags.len() == MOST_FINDINGS {
                return flags;
            }
        }
        let plain = text.bytes().any(|byte| byte.is_ascii_digit());
        let (plate, address) = if plain { (self.plate(text), self.address(text)) } else { (None, None) };
        let others = [("email", email(text)), ("number_plate", plate), ("street_address", address)];
        for (reason, range) in others {
            flags.extend(range.map(|range| found(Flag::Privacy, reason, text, range)));
        }
        flags
    }

    fn number(&self, text: &str, mut number: Number) -> Option<(Number, &'static str)> {
        let Number { digits, groups, range, plain } = &number;
        let whole = groups.len() == 1;
        if digits.len() == 11 && (whole || [&[3, 4, 4][..], &[3, 8], &[7, 4]].contains(&&groups[..])) {
            return (digits[0] == 1 && digits[1] >= 3).then_some((number, "phone"));
        }
        let ends_in_x = whole && digits.len() == 17 && text[range.end..].starts_with('x');
        if *plain && (whole && digits.len() == 18 || ends_in_x) && is_national_id(digits) {
            number.range.end += usize::from(ends_in_x);
            return Some((number, "national_id"));
        }
        let in_fours = groups.iter().rev().skip(1).all(|group| *group == 4);
        if *plain && (16..=19).contains(&digits.len()) && (whole || in_fours) && passes_luhn(digits) {
            let before = last_chars(&text[..range.start], CALLED_WITHIN);
            let is_called = self.cards.iter().any(|word| before.contains(word.as_str()));
            let is_union_pay = digits.starts_with(&[6, 2]) && matches!(digits.len(), 16 | 19);
            return (is_called || is_union_pay).then_some((number, "bank_card"));
        }
        None
    }

    /// 京A12345: a province, a letter, five or six letters and digits.
    fn plate(&self, text: &str) -> Option<Range<usize>> {
        let before_letter = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_lowercase);
        let candidates = text.char_indices().filter(|(at, c)| before_letter(at + c.len_utf8()));
        for (at, province) in candidates.filter(|(_, c)| self.provinces.contains(c)) {
            let rest = &text.as_bytes()[at + province.len_utf8()..];
            let letter = rest.first().is_some_and(|byte| byte.is_ascii_lowercase() && !matches!(byte, b'i' | b'o'));
            let dot = usize::from(rest.get(1).is_some_and(|byte| matches!(byte, b'.' | b' ' | b'-')));
            let tail = rest.iter().skip(1 + dot).take(7).take_while(|byte| byte.is_ascii_alphanumeric()).count();
            let is_digit = |byte: &&u8| byte.is_ascii_digit();
            let digits = rest.iter().skip(1 + dot).take(tail).filter(is_digit).count();
            if letter && (5..=6).contains(&tail) && digits >= 3 {
                return Some(at..at + province.len_utf8() + 1 + dot + tail);
            }
        }
        None
    }

    /// 幸福路12号3栋502室: a road, a house number, and a number inside the house.
    fn address(&self, text: &str) -> Option<Range<usize>> {
        for (at, sign) in text.match_indices('号') {
            let house = digits_before(&text[..at]);
            let road = self.roads.iter().find(|road| text[..at - house].ends_with(road.as_str()));
            let (Some(road), 1..=4) = (road, house) else { continue };
            let behind = &text[at + sign.len()..];
            let behind = &behind[..behind.char_indices().nth(ROOM_WITHIN).map_or(behind.len(), |(end, _)| end)];
            let places = self.rooms.iter().filter_map(|room| Some((behind.find(room.as_str())?, room.len())));
            let numbered = places.filter(|(place, _)| (1..=4).contains(&digits_before(&behind[..*place])));
            if let Some((place, length)) = numbered.max() {
                return Some(at - house - road.len()..at + sign.len() + place + length);
            }
        }
        None
    }
}

/// ASCII digits at the end of `text`, at most five are counted.
fn digits_before(text: &str) -> usize {
    text.bytes().rev().take(5).take_while(u8::is_ascii_digit).count()
}

fn last_chars(text: &str, count: usize) -> &str {
    text.char_indices().rev().take(count).last().map_or("", |(at, _)| &text[at..])
}

/// The numbers of a text: ASCII digits, in groups where single spaces or hyphens part them, or digits written in Chinese, all in one.
/// A decimal point ends a number.
fn numbers(text: &str) -> impl Iterator<Item = Number> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let begin = at + text[at..].find(|c| digit(c).is_some())?;
            let number = number_at(text, begin);
            at = number.range.end;
            // A letter, a point or a mask right before or behind belongs to it: a model number, a price.
            let inside = |c: char| c.is_ascii_alphabetic() || matches!(c, '*' | '.' | '_');
            let after = text[at..].chars().next().is_some_and(|c| inside(c) && c != 'x' && c != '.');
            let before = text[..begin].chars().next_back().is_some_and(inside);
            if number.digits.len() >= SHORTEST_DIGITS && !before && !after {
                return Some(number);
            }
        }
    })
}

fn number_at(text: &str, begin: usize) -> Number {
    let mut number = Number { digits: Vec::new(), groups: vec![0], range: begin..begin, plain: true };
    let mut characters = text[begin..].char_indices().peekable();
    while let Some((offset, c)) = characters.next() {
        if let Some(digit) = digit(c) {
            if number.digits.len() < MOST_DIGITS {
                number.digits.push(digit);
                *number.groups.last_mut().unwrap_or(&mut 0) += 1;
            }
            number.plain &= c.is_ascii();
            number.range.end = begin + offset + c.len_utf8();
        } else if number.plain
            && matches!(c, ' ' | '-')
            && number.digits.len() < MOST_DIGITS
            && characters.peek().is_some_and(|(_, next)| next.is_ascii_digit())
        {
            number.groups.push(0);
        } else {
            break;
        }
    }
    number
}

/// GB 11643: the last digit is a sum over the others modulo 11; the date of birth must be one.
fn is_national_id(digits: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [u8; 11] = [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2];
    let two = |at: usize| digits[at] * 10 + digits[at + 1];
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    let check = CHECKS[(sum % 11) as usize];
    let last = digits.get(17).copied().unwrap_or(10);
    let is_date = matches!(two(6), 19 | 20) && (1..=12).contains(&two(10)) && (1..=31).contains(&two(12));
    digits[0] != 0 && is_date && check == last
}

/// ISO/IEC 7812: every second digit from the right is doubled, and the sum of all digits is divisible by ten.
fn passes_luhn(digits: &[u8]) -> bool {
    let doubled = |(place, digit): (usize, &u8)| {
        let twice = u32::from(*digit) * 2;
        if place % 2 == 0 { u32::from(*digit) } else { twice / 10 + twice % 10 }
    };
    digits.iter().any(|digit| *digit != 0)
        && digits.iter().rev().enumerate().map(doubled).sum::<u32>().is_multiple_of(10)
}

/// The first e-mail address.
fn email(text: &str) -> Option<Range<usize>> {
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'+');
    for (at, _) in text.match_indices('@') {
        let bytes = text.as_bytes();
        let local = bytes[..at].iter().rev().take(64).take_while(is_part).count();
        let host = bytes[at + 1..].iter().take(128).take_while(is_part).count();
        let local = text[at - local..at].trim_start_matches(['.', '-', '_', '+']).len();
        let domain = text[at + 1..at + 1 + host].trim_end_matches(['.', '-', '_', '+']);
        let ends_well = domain.rsplit_once('.').is_some_and(|(name, end)| {
            !name.is_empty() && (2..=6).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_lowercase())
        });
        if local >= 2 && ends_well {
            return Some(at - local..at + 1 + domain.len());
        }
    }
    None
}
