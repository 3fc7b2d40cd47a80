//! Cutting text into dictionary words, and the only home of jieba.
//!
//! Words decide the order of hits; users may add to them. The cut of a bare query into pieces decides which reviews match; it depends on
//! the built-in dictionary alone.

use std::{
    collections::HashSet,
    sync::{Arc, LazyLock},
};

use jieba_rs::Jieba;

use super::{spanning::Spanning, user_words::UserWords};

/// Cuts folded text into words. Cheap to clone: the dictionary is shared.
#[derive(Clone)]
pub struct Segmenter {
    /// Cuts queries into pieces.
    builtin: Arc<Jieba>,
    /// Cuts texts into words: the built-in dictionary, or a copy of it that knows the users' words.
    jieba: Arc<Jieba>,
    /// The users' words that jieba cannot keep whole: those with letters, digits, marks or emoji.
    spanning: Option<Arc<Spanning>>,
    user_words: UserWords,
    stop_words: Arc<HashSet<&'static str>>,
}

/// A negator that is a piece of its own joins the piece after it: 不好吃 is neither 不 nor 好吃.
const NEGATORS: [&str; 7] = ["不", "没", "别", "未", "无", "非", "勿"];

/// Words of grammar that no list of terms shows; unlike stop words they are searched for like any other.
static GRAMMAR: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let words = include_str!("../../index-schema/dictionary/term-stopwords.txt").lines();
    words.filter(|line| !line.starts_with('#')).collect()
});

/// A stretch of text of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Run<'t> {
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
        let builtin = Arc::new(Jieba::new());
        Self {
            jieba: Arc::clone(&builtin),
            builtin,
            spanning: None,
            user_words: UserWords::default(),
            stop_words: Arc::new(stop_words),
        }
    }

    /// The same built-in dictionary with these words of users and no others. With words it holds a copy of the dictionary (24 MiB).
    #[must_use]
    pub fn with_words(&self, user_words: &UserWords) -> Self {
        let mut segmenter = Self {
            builtin: Arc::clone(&self.builtin),
            jieba: Arc::clone(&self.builtin),
            spanning: None,
            user_words: user_words.clone(),
            stop_words: Arc::clone(&self.stop_words),
        };
        let words = user_words.words();
        if words.is_empty() {
            return segmenter;
        }
        let mut jieba = Jieba::clone(&self.builtin);
        for word in words.iter().filter(|word| is_script(word)) {
            // As common as it must be to win over its parts; in a text it still competes with the words around it.
            jieba.add_word(word, None, None);
        }
        segmenter.jieba = Arc::new(jieba);
        // Whatever is not kept whole even by itself is matched beside jieba, so that no word is added without effect.
        let lost = words.iter().filter(|word| !segmenter.keeps(word)).cloned().collect::<Vec<_>>();
        segmenter.spanning = (!lost.is_empty()).then(|| Arc::new(Spanning::new(lost)));
        segmenter
    }

    /// The users' words that it knows.
    #[must_use]
    pub fn user_words(&self) -> &UserWords {
        &self.user_words
    }

    /// Whether `word`, standing alone, is one of its words.
    fn keeps(&self, word: &str) -> bool {
        let mut kept = false;
        self.each_dictionary_word(word, &mut |found| kept |= found == word);
        kept
    }

    /// Calls `each` for the words of a folded text: every dictionary word of the best cut, the shorter words inside it, codes whole and in
    /// part, and the users' words with what they are made of.
    pub fn each_word<'t>(&self, folded: &'t str, mut each: impl FnMut(&'t str)) {
        let Some(spanning) = &self.spanning else { return self.each_dictionary_word(folded, &mut each) };
        let mut end = 0;
        for (from, to) in spanning.occurrences(folded) {
            self.each_dictionary_word(&folded[end..from], &mut each);
            each(&folded[from..to]);
            self.each_dictionary_word(&folded[from..to], &mut each);
            end = to;
        }
        self.each_dictionary_word(&folded[end..], &mut each);
    }

    fn each_dictionary_word<'t>(&self, folded: &'t str, each: &mut impl FnMut(&'t str)) {
        for run in runs(folded) {
            match run {
                Run::Script(text) => {
                    self.jieba.cut_for_search(text, false).into_iter().for_each(|token| each(token.word))
                }
                Run::Code(text) => {
                    each(text);
                    let parts = || text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
                    if parts().nth(1).is_some() {
                        parts().for_each(&mut *each);
                    }
                }
                Run::Mark(_) => {}
            }
        }
    }

    /// Whether a folded word tells something by itself: it is no word of grammar and holds a letter, a 汉字 or an emoji.
    #[must_use]
    pub fn is_telling(&self, word: &str) -> bool {
        let tells = |c: char| c.is_alphabetic() || matches!(u32::from(c), 0x2600..=0x27BF | 0x1F000..=0x1FAFF);
        !self.stop_words.contains(word) && !GRAMMAR.contains(word) && word.chars().any(tells)
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
        for token in self.builtin.cut(text, false) {
            let start = if joins { pieces.pop().map_or(end, |negator| end - negator.len()) } else { end };
            end += token.word.len();
            pieces.push(&text[start..end]);
            joins = NEGATORS.contains(&token.word);
        }
        pieces
    }
}

/// Whether a word is text for the dictionary throughout.
fn is_script(word: &str) -> bool {
    matches!((runs(word).next(), runs(word).nth(1)), (Some(Run::Script(_)), None))
}

/// Splits a folded text into runs of one kind.
pub(super) fn runs(text: &str) -> impl Iterator<Item = Run<'_>> {
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
    c.is_ascii_alphanumeric() || (u32::from(c) < 0x1100 && c.is_alphanumeric())
}

/// White space, control characters and punctuation. Other symbols (emoji, ℃) tell something and belong to the script.
pub(super) fn is_mark(c: char) -> bool {
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
    fn words_of_grammar_and_figures_tell_nothing() {
        for word in ["慢", "服务", "不好吃", "kfr-72lw", "👍", "ok"] {
            assert!(SEGMENTER.is_telling(word), "{word}");
        }
        for word in ["的", "不", "没有", "the", "2021", "3.5", "…", "~", ""] {
            assert!(!SEGMENTER.is_telling(word), "{word}");
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

    fn words_with(user_words: &[&str], text: &'static str) -> Vec<&'static str> {
        let user_words = UserWords::new(user_words.iter().map(|word| (*word).to_owned()));
        let mut words = Vec::new();
        SEGMENTER.with_words(&user_words).each_word(text, |word| words.push(word));
        words
    }

    #[test]
    fn added_words_compete_with_the_words_around_them() {
        assert_eq!(words_with(&[], "手机闪退"), ["手机", "闪", "退"]);
        assert_eq!(words_with(&["闪退"], "手机闪退"), ["手机", "闪退"]);
        assert_eq!(words_with(&["和服"], "产品和服务"), ["产品", "和", "服务"]);
        assert_eq!(words_with(&["刘海屏"], "刘海屏好看").first(), Some(&"刘海"));
        assert!(words_with(&["刘海屏"], "刘海屏好看").contains(&"刘海屏"));
    }

    /// Users of jieba complain that words with a hyphen, a dot or letters are added without effect.
    #[test]
    fn words_with_marks_letters_digits_or_emoji_take_effect() {
        let cases: [(&str, &'static str, &[&str]); 8] = [
            ("汤姆·克鲁斯", "我爱汤姆·克鲁斯吗", &["汤姆·克鲁斯"]),
            ("t恤", "买了t恤,好看", &["t恤"]),
            ("5g手机", "这5g手机不错", &["5g手机", "5g", "手机"]),
            ("c++", "学c++好", &["c++", "c"]),
            ("game boy", "game boy很好", &["game boy", "game", "boy"]),
            ("上海-苏州", "上海-苏州专线", &["上海-苏州", "上海", "苏州"]),
            ("👍🏻", "真好👍🏻", &["👍🏻"]),
            ("kfr-72lw空调", "格力kfr-72lw空调", &["kfr-72lw空调", "kfr-72lw", "72lw"]),
        ];
        for (word, text, expected) in cases {
            let words = words_with(&[word], text);
            assert!(expected.iter().all(|word| words.contains(word)), "{word}: {words:?}");
        }
    }

    #[test]
    fn codes_stay_whole_beside_added_words() {
        let without = words_with(&[], "wes-5.4手机和15g手机");
        assert_eq!(words_with(&["5.4手机", "5g手机", "手机和15"], "wes-5.4手机和15g手机"), without);
    }

    #[test]
    fn the_pieces_of_a_bare_term_never_depend_on_added_words() {
        let user_words = ["闪退", "上菜慢", "t恤", "不好吃", "空调的噪音"].map(str::to_owned);
        let segmenter = SEGMENTER.with_words(&UserWords::new(user_words));
        for term in ["闪退", "上菜慢", "买t恤", "不好吃", "空调的噪音", "版本3.6.3闪退"] {
            assert_eq!(segmenter.pieces(term), SEGMENTER.pieces(term), "{term}");
        }
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
