//! Words that users add to the dictionary: how they are read and checked, and the name of a set of them.
//!
//! Knows nothing of where they are kept. Invariant: a set holds folded words, each once, in one order, so that the same words always cut
//! the same way, in whatever order they came.

use std::sync::Arc;

use sha2::{Digest, Sha256};
use thiserror::Error;

use super::fold::fold;
use crate::{
    error::{Code, Coded, Wording},
    limits,
};

/// Words added to the built-in dictionary. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserWords {
    words: Arc<[String]>,
    version: Arc<str>,
}

impl UserWords {
    /// The set of these words, each as [`parse_word`] gives it.
    #[must_use]
    pub fn new(words: impl IntoIterator<Item = String>) -> Self {
        let mut words: Vec<String> = words.into_iter().collect();
        // Shorter first: how common a word must be to win over its parts depends on the parts that are words by then.
        words.sort_by(|a, b| a.chars().count().cmp(&b.chars().count()).then_with(|| a.cmp(b)));
        words.dedup();
        let version = if words.is_empty() { String::new() } else { version_of(&words) };
        Self { words: words.into(), version: version.into() }
    }

    /// Names the set; empty for no words.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The words, shorter ones first.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }
}

fn version_of(words: &[String]) -> String {
    let digest = Sha256::digest(words.join("\n").as_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// A word that cannot be added.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WordFault {
    /// It folds to nothing.
    #[error("`{0}` has no characters that are kept")]
    Empty(String),
    /// It has more than [`limits::USER_WORD_CHARS`] characters.
    #[error("`{0}` has more than {limit} characters", limit = limits::USER_WORD_CHARS)]
    TooLong(String),
    /// It has no letter, digit, ideograph or symbol.
    #[error("`{0}` holds nothing but punctuation")]
    OnlyMarks(String),
}

impl Coded for WordFault {
    fn code(&self) -> Code {
        Code::InvalidWord
    }

    fn detail(&self) -> Wording {
        let zh = match self {
            Self::Empty(word) => format!("“{word}”没有可用的字符"),
            Self::TooLong(word) => format!("“{word}”超过 {} 个字符", limits::USER_WORD_CHARS),
            Self::OnlyMarks(word) => format!("“{word}”只有标点"),
        };
        Wording::new(zh, self.to_string())
    }

    fn hint(&self) -> Option<Wording> {
        Some(Wording::new(
            format!("每个词 1 到 {} 个字符，至少有一个汉字、字母或数字", limits::USER_WORD_CHARS),
            format!("A word has 1 to {} characters and at least one letter or digit", limits::USER_WORD_CHARS),
        ))
    }
}

/// The folded form of a word typed by someone: without white space around it.
///
/// # Errors
/// When nothing is left, it is too long, or it is only punctuation.
pub fn parse_word(typed: &str) -> Result<String, WordFault> {
    let folded = fold(typed);
    let word = folded.trim();
    let shown = || typed.chars().take(2 * limits::USER_WORD_CHARS).collect::<String>();
    if word.is_empty() {
        return Err(WordFault::Empty(shown()));
    }
    if word.chars().count() > limits::USER_WORD_CHARS {
        return Err(WordFault::TooLong(shown()));
    }
    if word.chars().all(super::segment::is_mark) {
        return Err(WordFault::OnlyMarks(shown()));
    }
    Ok(word.to_owned())
}

/// The word on one line of a word list, unless it is blank or a comment (`#`). jieba's own form `word frequency tag` is read for its word.
#[must_use]
pub fn word_of_line(line: &str) -> Option<&str> {
    let line = line.trim_start_matches('\u{FEFF}').trim();
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    let columns: Vec<&str> = line.split_whitespace().collect();
    let is_frequency = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_tag = |text: &str| text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    match columns.as_slice() {
        [word, frequency] if is_frequency(frequency) => Some(word),
        [word, frequency, tag] if is_frequency(frequency) && is_tag(tag) => Some(word),
        // `T恤 n`: but `game boy` is a word with a space in it.
        [word, tag] if is_tag(tag) && !word.is_ascii() => Some(word),
        _ => Some(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_folded_and_checked() {
        assert_eq!(parse_word(" ＷＩＦＩ信號 ").as_deref(), Ok("wifi信号"));
        assert_eq!(parse_word("汤姆·克鲁斯").as_deref(), Ok("汤姆·克鲁斯"));
        assert_eq!(parse_word("慢").as_deref(), Ok("慢"));
        assert_eq!(parse_word("👍🏻").as_deref(), Ok("👍🏻"));
        assert_eq!(parse_word("\u{200B}"), Err(WordFault::Empty("\u{200B}".to_owned())));
        assert_eq!(parse_word("——！"), Err(WordFault::OnlyMarks("——！".to_owned())));
        assert!(parse_word(&"长".repeat(limits::USER_WORD_CHARS)).is_ok());
        assert!(matches!(parse_word(&"长".repeat(limits::USER_WORD_CHARS + 1)), Err(WordFault::TooLong(_))));
    }

    #[test]
    fn lists_of_other_programs_are_read_for_their_words() {
        let cases = [
            ("刘海屏", Some("刘海屏")),
            ("  刘海屏 100 n ", Some("刘海屏")),
            ("刘海屏 100", Some("刘海屏")),
            ("T恤 n", Some("T恤")),
            ("Game Boy", Some("Game Boy")),
            ("iPhone 15 Pro", Some("iPhone")),
            ("\u{FEFF}词", Some("词")),
            ("# 注释", None),
            ("", None),
        ];
        for (line, word) in cases {
            assert_eq!(word_of_line(line), word, "{line}");
        }
    }

    #[test]
    fn the_name_of_a_set_depends_on_its_words_alone() {
        let set = |words: &[&str]| UserWords::new(words.iter().map(|word| (*word).to_owned()));
        assert_eq!(set(&["刘海屏", "闪退"]), set(&["闪退", "刘海屏", "闪退"]));
        assert_eq!(set(&["刘海屏", "闪退"]).words(), ["闪退", "刘海屏"]);
        assert_ne!(set(&["闪退"]).version(), set(&["刘海屏"]).version());
        assert_eq!(set(&[]).version(), "");
        assert_eq!(set(&[]), UserWords::default());
    }
}
