//! Cutting text into dictionary words, and the only home of jieba.
//!
//! Words decide the order of hits. The cut of a bare query into pieces decides which reviews match; it depends on the built-in
//! dictionary alone.

use std::{collections::HashSet, sync::Arc};

use jieba_rs::Jieba;

/// Cuts folded text into words. Cheap to clone: the dictionary is shared.
#[derive(Clone)]
pub struct Segmenter {
    jieba: Arc<Jieba>,
    stop_words: Arc<HashSet<&'static str>>,
}

/// A negator that is a piece of its own joins the piece after it: 不好吃 is neither 不 nor 好吃.
const NEGATORS: [&str; 7] = ["不", "没", "别", "未", "无", "非", "勿"];

/// A stretch of text of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Run<'t> {
    /// Letters and digits outside the dictionary's script, joined by marks as in `3.6.3`, `KFR-72LW`: one word.
    Code(&'t str),
    /// Text for the dictionary.
    Script(&'t str),
    /// Punctuation, white space, control characters.
    Mark(&'t str),
}

impl Segmenter {
    /// Loads the built-in dictionary (about 0.2 s, 24 MiB).
    #[must_use]
    pub fn builtin() -> Self {
        let stop_words = include_str!("../../index-schema/dictionary/stopwords.txt").lines().collect();
        Self { jieba: Arc::new(Jieba::new()), stop_words: Arc::new(stop_words) }
    }

    /// Calls `each` for the words of a folded text: every dictionary word of the best cut, the shorter words inside it, and codes whole and in part.
    pub fn each_word<'t>(&self, folded: &'t str, mut each: impl FnMut(&'t str)) {
        for run in runs(folded) {
            match run {
                Run::Script(text) => {
                    self.jieba.cut_for_search(text, false).into_iter().for_each(|token| each(token.word))
                }
                Run::Code(text) => {
                    each(text);
                    let parts = || text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
                    if parts().nth(1).is_some() {
                        parts().for_each(&mut each);
                    }
                }
                Run::Mark(_) => {}
            }
        }
    }

    /// The pieces of a bare query term (folded), each of which must occur as characters in a matching review.
    ///
    /// Stop words and marks count only when nothing else is left. Never empty unless the term is.
    #[must_use]
    pub fn pieces<'t>(&self, folded: &'t str) -> Vec<&'t str> {
        let (mut telling, mut other) = (Vec::new(), Vec::new());
        for run in runs(folded) {
            match run {
                Run::Script(text) => {
                    for piece in self.cut_with_negators(text) {
                        if self.stop_words.contains(piece) { other.push(piece) } else { telling.push(piece) }
                    }
                }
                Run::Code(text) if self.stop_words.contains(text) => other.push(text),
                Run::Code(text) => telling.push(text),
                Run::Mark(text) => other.push(text),
            }
        }
        if telling.is_empty() { other } else { telling }
    }

    fn cut_with_negators<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let mut pieces: Vec<&str> = Vec::new();
        let mut end = 0;
        let mut joins = false;
        for token in self.jieba.cut(text, false) {
            let start = if joins { pieces.pop().map_or(end, |negator| end - negator.len()) } else { end };
            end += token.word.len();
            pieces.push(&text[start..end]);
            joins = NEGATORS.contains(&token.word);
        }
        pieces
    }
}

/// Splits a folded text into runs of one kind.
fn runs(text: &str) -> impl Iterator<Item = Run<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let length = if is_code(first) {
            code_length(rest)
        } else if is_mark(first) {
            rest.find(|c| !is_mark(c)).unwrap_or(rest.len())
        } else {
            rest.find(|c| is_code(c) || is_mark(c)).unwrap_or(rest.len())
        };
        let (run, tail) = rest.split_at(length);
        rest = tail;
        Some(match first {
            first if is_code(first) => Run::Code(run),
            first if is_mark(first) => Run::Mark(run),
            _ => Run::Script(run),
        })
    })
}

/// Letters and digits of every script that is written with spaces: not 汉字, kana or emoji.
fn is_code(c: char) -> bool {
    c.is_ascii_alphanumeric() || (c.is_alphanumeric() && u32::from(c) < 0x1100)
}

/// White space, control characters and punctuation. Other symbols (emoji, ℃) tell something and belong to the script.
fn is_mark(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || c.is_ascii_punctuation()
        || matches!(u32::from(c), 0xA0..=0xBF | 0x2000..=0x206F | 0x3000..=0x303F | 0xFE10..=0xFE6F | 0xFEFF | 0xFF00..=0xFF0F)
}

/// Bytes of the code at the start of `text`: alphanumerics, with one connecting mark between any two of them.
fn code_length(text: &str) -> usize {
    let mut end = 0;
    let mut scalars = text.char_indices().peekable();
    while let Some((at, c)) = scalars.next() {
        let joins = matches!(c, '.' | '-' | '_' | '/' | '+' | '#' | '&' | '\'' | '@' | ':' | '*')
            && scalars.peek().is_some_and(|(_, next)| is_code(*next));
        if is_code(c) {
            end = at + c.len_utf8();
        } else if !joins {
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;

    static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(Segmenter::builtin);

    #[test]
    fn a_bare_term_is_cut_into_pieces() {
        let cases: [(&str, &[&str]); 12] = [
            ("上菜慢", &["上菜", "慢"]),
            ("不好吃", &["不好吃"]),
            ("服务员不好看", &["服务员", "不好看"]),
            ("好吃不", &["好吃", "不"]),
            ("的", &["的"]),
            ("我的", &["我", "的"]),
            ("空调的噪音", &["空调", "噪音"]),
            ("kfr-72lw", &["kfr-72lw"]),
            ("版本3.6.3闪退", &["版本", "3.6.3", "闪", "退"]),
            ("很慢!!", &["慢"]),
            ("!!", &["!!"]),
            ("", &[]),
        ];
        for (term, pieces) in cases {
            assert_eq!(SEGMENTER.pieces(term), pieces, "{term}");
        }
    }

    #[test]
    fn words_are_whole_and_in_part() {
        let words = |text| {
            let mut words = Vec::new();
            SEGMENTER.each_word(text, |word| words.push(word));
            words
        };
        assert_eq!(words("长江大桥,wes-5.4"), ["长江", "大桥", "长江大桥", "wes-5.4", "wes", "5", "4"]);
        assert_eq!(words("好 👍"), ["好", "👍"]);
    }

    #[test]
    fn runs_lose_nothing() {
        let text = "a-b, 3.6.3。空调kfr-72lw/a390-x1!👍--x";
        let joined: String = runs(text)
            .map(|run| match run {
                Run::Code(text) | Run::Script(text) | Run::Mark(text) => text,
            })
            .collect();
        assert_eq!(joined, text);
    }
}
