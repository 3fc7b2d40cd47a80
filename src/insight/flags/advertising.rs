//! Advertising: accounts and addresses outside the platform, and phrases that only advertisers use.
//!
//! Words that customers use too (电话, 返现, 微信) count only in company: a channel with an account behind it, or an offer beside a number.

use std::ops::Range;

use serde::Deserialize;

use super::{Compact, RulesError, found, phrases::Phrases};
use crate::{
    domain::analysis::{Flag, Flagged},
    insight::{letters::Letters, word_lists},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Channel,
    Line,
    Offer,
    Invitation,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    channels: Vec<String>,
    lines: Vec<String>,
    offers: Vec<String>,
    invitations: Vec<String>,
    domains: Vec<String>,
    known_sites: Vec<String>,
}

/// The rule, with its words.
#[derive(Debug)]
pub(super) struct Advertising {
    phrases: Phrases<Kind>,
    domains: Vec<String>,
    known_sites: Vec<String>,
}

/// Characters between a channel and the account (号, 是, an emoji).
const BETWEEN_CHARS: usize = 4;
/// Characters of the shortest account.
const ACCOUNT_CHARS: usize = 5;
/// Digits that an account has at the least: iphone12 is none.
const ACCOUNT_DIGITS: usize = 3;

impl Advertising {
    pub(super) fn builtin() -> Result<Self, RulesError> {
        let lists: Lists =
            toml::from_str(word_lists::ADVERTISING).map_err(|error| RulesError::Table(error.to_string()))?;
        let phrases = Phrases::new(&[
            (Kind::Channel, &lists.channels),
            (Kind::Line, &lists.lines),
            (Kind::Offer, &lists.offers),
            (Kind::Invitation, &lists.invitations),
        ])?;
        Ok(Self { phrases, domains: lists.domains, known_sites: lists.known_sites })
    }

    pub(super) fn read(&self, letters: &Letters<'_>, compact: &Compact) -> Vec<Flagged> {
        let text = letters.text();
        let mut flags = Vec::new();
        let mut raise = |reason, range: Range<usize>| flags.push(found(Flag::Advertising, reason, text, range));
        let (mut contact, mut line, mut offer, mut invitation) = (None, None, None, None);
        for (_, kind, range) in self.phrases.find(&compact.chars) {
            if touches_latin(&compact.chars, &range) {
                continue;
            }
            match kind {
                Kind::Channel if contact.is_none() => contact = account(&compact.chars, &range),
                Kind::Line if line.is_none() => line = account(&compact.chars, &range),
                Kind::Offer if offer.is_none() => offer = Some(range),
                Kind::Invitation => {
                    offer.get_or_insert_with(|| range.clone());
                    invitation.get_or_insert(range);
                }
                _ => {}
            }
        }
        if let Some(range) = contact {
            raise("contact", compact.original(letters, &range));
        } else if let (Some(range), Some(_)) = (line, &offer) {
            raise("offer_with_contact", compact.original(letters, &range));
        }
        if let Some(range) = invitation {
            raise("invitation", compact.original(letters, &range));
        }
        if let Some(range) = self.web_address(text) {
            raise("web_address", range);
        }
        flags
    }

    /// The first web address of a site that nobody knows.
    fn web_address(&self, text: &str) -> Option<Range<usize>> {
        let is_part =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'/' | b':' | b'@' | b'_');
        for (dot, _) in text.match_indices('.') {
            // Dots of hesitation come in crowds; one of an address stands between letters.
            let beside = [dot.checked_sub(1), Some(dot + 1)].map(|at| at.and_then(|at| text.as_bytes().get(at)));
            if !beside.iter().all(|byte| byte.is_some_and(u8::is_ascii_alphanumeric)) {
                continue;
            }
            let start =
                dot - text.as_bytes()[..dot].iter().rev().take(MOST_BYTES).take_while(|byte| is_part(**byte)).count();
            let length = text.as_bytes()[start..].iter().take(MOST_BYTES).take_while(|byte| is_part(**byte)).count();
            let address = &text[start..start + length];
            let host = address.trim_start_matches("http").trim_start_matches('s').trim_start_matches("://");
            let host = host.split(['/', ':']).next().unwrap_or_default();
            if host.contains('@') || !host.contains('.') {
                continue;
            }
            let mut labels = host.trim_end_matches('.').rsplit('.');
            let is_domain = labels.next().is_some_and(|end| self.domains.iter().any(|domain| domain == end));
            let name = labels.next().map(|name| if name == "com" { labels.next().unwrap_or_default() } else { name });
            let is_name = |name: &str| name.len() >= 2 && name.bytes().any(|byte| byte.is_ascii_alphabetic());
            if is_domain
                && name.is_some_and(|name| is_name(name) && !self.known_sites.iter().any(|known| known == name))
            {
                return Some(start..start + length);
            }
        }
        None
    }
}

/// Bytes of an address that are looked at: no name is longer.
const MOST_BYTES: usize = 128;

/// A word of Latin letters inside a longer one is another word: the `wx` of `awx`.
fn touches_latin(text: &[char], range: &Range<usize>) -> bool {
    let begins = text[range.start].is_ascii_alphanumeric();
    begins && range.start.checked_sub(1).is_some_and(|before| text[before].is_ascii_alphanumeric())
}

/// The channel with the account that follows it: Latin letters and digits, or digits written in Chinese.
fn account(text: &[char], channel: &Range<usize>) -> Option<Range<usize>> {
    let is_part = |c: &char| c.is_ascii_alphanumeric() || is_digit(*c);
    let between = text[channel.end..].iter().take(BETWEEN_CHARS).take_while(|c| !is_part(c)).count();
    let start = channel.end + between;
    let chars = text[start..].iter().take_while(|c| is_part(c)).count();
    let digits = text[start..start + chars].iter().filter(|c| is_digit(**c)).count();
    // 加微 says that an account follows, whatever it looks like; 微信 alone may stand before any word.
    let asks = matches!(text[channel.start], '加' | '+' | '➕');
    (chars >= ACCOUNT_CHARS && (digits >= ACCOUNT_DIGITS || asks)).then_some(channel.start..start + chars)
}

/// Whether a character stands for a digit. A bit by its last bits rules most out, without a guess of where the match below leads.
#[inline]
pub(super) fn is_digit(c: char) -> bool {
    let (word, bit) = digit_bit(c);
    DIGIT_BITS[word] & bit != 0 && digit(c).is_some()
}

const DIGIT_BITS: [u64; 8] = {
    let digits = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '零', '〇', '○', '洞', '一', '壹', '幺', '二', '贰', '两',
        '俩', '三', '叁', '四', '肆', '五', '伍', '六', '陆', '溜', '七', '柒', '拐', '八', '捌', '爸', '九', '玖',
        '勾',
    ];
    let (mut bits, mut place) = ([0; 8], 0);
    while place < digits.len() {
        let (word, bit) = digit_bit(digits[place]);
        bits[word] |= bit;
        place += 1;
    }
    bits
};

const fn digit_bit(c: char) -> (usize, u64) {
    let bits = c as usize % 512;
    (bits / 64, 1 << (bits % 64))
}

/// The digit that a character stands for, also in Chinese and in the sounds used to hide numbers.
pub(super) const fn digit(c: char) -> Option<u8> {
    Some(match c {
        '0'..='9' => c as u8 - b'0',
        '零' | '〇' | '○' | '洞' => 0,
        '一' | '壹' | '幺' => 1,
        '二' | '贰' | '两' | '俩' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '溜' => 6,
        '七' | '柒' | '拐' => 7,
        '八' | '捌' | '爸' => 8,
        '九' | '玖' | '勾' => 9,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digit_is_one() {
        assert!(('\0'..=char::MAX).all(|c| is_digit(c) == digit(c).is_some()));
    }
}
