//! Low information: reviews that would fit anything, that nobody wrote, or that are about something else.
//!
//! Whether a text was paid for cannot be read from it; whether it tells anything can. A text is covered with the words that fit any
//! purchase, and what is left over counts as information.

use std::ops::Range;

use serde::Deserialize;

use super::{RulesError, found, phrases::Phrases, shown};
use crate::{
    domain::analysis::{Flag, Flagged},
    insight::{letters::Letters, word_lists, words::LongestWords},
};

/// The rule of texts without a letter.
pub(super) const EMPTY: &str = "empty";

/// What a word of the lists is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Default,
    Template,
    Complaint,
    Content,
    Judgement,
    Service,
    Purchase,
    Thing,
    Topic,
    Negation,
    Filler,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    defaults: Vec<String>,
    templates: Vec<String>,
    complaints: Vec<String>,
    contents: Vec<String>,
    judgements: Vec<String>,
    services: Vec<String>,
    purchases: Vec<String>,
    things: Vec<String>,
    brands: Vec<String>,
    topics: Vec<String>,
    negations: Vec<String>,
    fillers: Vec<String>,
}

/// The rule, with its words.
#[derive(Debug)]
pub(super) struct LowInformation {
    phrases: Phrases<Kind>,
}

/// What a text is made of, in letters (characters that are letters or digits) and words.
#[derive(Debug, Default)]
struct Makeup {
    letters: usize,
    /// Whether letters repeat as they do in no real text of this length.
    repeats: bool,
    ascii: usize,
    vowels: usize,
    /// Letters of default phrases.
    default: usize,
    /// Letters that no list covers, or that belong to words of content.
    rest: usize,
    /// Different ones among them: none, one, or more.
    rest_different: usize,
    contents: usize,
    /// Words of content, words that show what is talked about, and names of things after the first.
    told: usize,
    complaints: usize,
    judgements: usize,
    templates: usize,
    /// Different words for what every order has.
    services: usize,
    /// Different names of things.
    things: usize,
    negations: usize,
    /// Words that show what is talked about.
    about: usize,
}

impl LowInformation {
    pub(super) fn builtin() -> Result<Self, RulesError> {
        Self::parse(word_lists::LOW_INFORMATION)
    }

    fn parse(text: &str) -> Result<Self, RulesError> {
        let lists: Lists = toml::from_str(text).map_err(|error| RulesError::Table(error.to_string()))?;
        let phrases = Phrases::new(&[
            (Kind::Default, &lists.defaults),
            (Kind::Template, &lists.templates),
            (Kind::Complaint, &lists.complaints),
            (Kind::Content, &lists.contents),
            (Kind::Judgement, &lists.judgements),
            (Kind::Service, &lists.services),
            (Kind::Purchase, &lists.purchases),
            (Kind::Purchase, &lists.brands),
            (Kind::Thing, &lists.things),
            (Kind::Topic, &lists.topics),
            (Kind::Negation, &lists.negations),
            (Kind::Filler, &lists.fillers),
        ])?;
        Ok(Self { phrases })
    }

    /// The listed words.
    pub(super) const fn words(&self) -> &LongestWords {
        self.phrases.words()
    }

    /// What is to be said of a text with these words.
    pub(super) fn read(
        &self,
        letters: &Letters<'_>,
        words: impl Iterator<Item = (usize, Range<usize>)>,
    ) -> Option<Flagged> {
        let reason = reason(&self.makeup(letters.chars(), words))?;
        Some(found(Flag::LowInformation, reason, letters.text(), shown(letters.text())))
    }

    /// Whether a platform or a resting finger wrote the text.
    pub(super) fn is_boilerplate(&self, text: &[char]) -> bool {
        matches!(
            reason(&self.makeup(text, self.words().find(text))),
            Some(EMPTY | "default_text" | "repeated" | "keystrokes")
        )
    }

    fn makeup(&self, text: &[char], words: impl Iterator<Item = (usize, Range<usize>)>) -> Makeup {
        let mut makeup = Makeup::default();
        let (mut named, mut at, mut first_of_rest) = (Seen::default(), 0, None);
        let mut rest = |makeup: &mut Makeup, words: &[char]| {
            // A number alone tells nothing: 30天后追评.
            for c in words.iter().filter(|c| is_letter(**c) && !c.is_ascii_digit()) {
                makeup.rest += 1;
                let first = *first_of_rest.get_or_insert(Seen::place(u32::from(*c)));
                let different = if first == Seen::place(u32::from(*c)) { 1 } else { 2 };
                makeup.rest_different = makeup.rest_different.max(different);
            }
        };
        for (word, kind, range) in words.filter_map(|word| self.phrases.found(word)) {
            rest(&mut makeup, &text[at..range.start]);
            at = range.end;
            let words = &text[range];
            // Single characters, and words of up to three Latin letters, are too common to tell what a text is about.
            let long = words.iter().map(|c| c.len_utf8()).sum::<usize>() > 3;
            match kind {
                Kind::Default => makeup.default += words.iter().filter(|c| is_letter(**c)).count(),
                Kind::Template => makeup.templates += 1,
                Kind::Complaint => makeup.complaints += 1,
                Kind::Judgement => makeup.judgements += 1,
                Kind::Service => makeup.services += usize::from(named.add_word(word)),
                Kind::Thing => {
                    let is_new = named.add_word(word);
                    makeup.told += usize::from(is_new && makeup.things > 0);
                    makeup.things += usize::from(is_new);
                }
                Kind::Content | Kind::Topic => {
                    makeup.told += 1;
                    makeup.contents += usize::from(kind == Kind::Content);
                    rest(&mut makeup, words);
                }
                Kind::Negation => makeup.negations += 1,
                Kind::Purchase | Kind::Filler => {}
            }
            makeup.about += usize::from(match kind {
                Kind::Topic | Kind::Thing | Kind::Template | Kind::Default => true,
                Kind::Filler | Kind::Negation => false,
                _ => long,
            });
        }
        rest(&mut makeup, &text[at..]);
        for c in text.iter().filter(|c| is_letter(**c)) {
            makeup.letters += 1;
            makeup.ascii += usize::from(c.is_ascii());
            makeup.vowels += usize::from(matches!(c, 'a' | 'e' | 'i' | 'o' | 'u'));
        }
        makeup.repeats = repeats(text, makeup.letters);
        makeup
    }
}

/// Letters beside a default phrase that do not make it a review (a date, a platform's name).
const BESIDE_DEFAULT: usize = 6;
/// Letters up to which Latin letters alone are no review in Chinese.
const LATIN: usize = 12;
/// Letters from which a text must touch something that reviews are about, and for how many more it must do so again.
const ABOUT: usize = 32;
const ABOUT_EACH: usize = 30;

/// The rule that a text of this make-up falls under.
fn reason(makeup: &Makeup) -> Option<&'static str> {
    let Makeup { letters, repeats, ascii, vowels, default, rest, .. } = *makeup;
    let Makeup { contents, told, judgements, templates, services, about, .. } = *makeup;
    if letters == 0 {
        return Some(EMPTY);
    }
    if default > 0 && letters <= default + BESIDE_DEFAULT {
        return Some("default_text");
    }
    if repeats {
        return Some("repeated");
    }
    if ascii == letters && (letters <= LATIN || vowels * 5 < letters) {
        return Some(if about > 0 || judgements > 0 { "generic" } else { "keystrokes" });
    }
    if !tells_something(makeup) {
        let is_template = match templates {
            0 => letters >= 20 && services >= 3 && judgements > 0 && rest * 12 <= letters,
            1 => rest * 10 <= letters && told <= 2,
            _ => rest * 4 <= letters && told <= templates + 1,
        };
        if is_template && templates > 1 {
            return Some("template");
        }
        if is_generic(makeup) {
            return Some("generic");
        }
        if is_template {
            return Some("template");
        }
    }
    // What is written in Latin letters is beyond these lists. One word of content may stand in any poem.
    let is_about = (about + contents / 2) * ABOUT_EACH >= letters.saturating_sub(ABOUT).max(1);
    (ascii < letters && letters >= ABOUT && !is_about).then_some("off_topic")
}

/// Whether a text tells something, however short: it has a word of content, names a second thing, or says what is wrong or missing of what
/// every order has. Pasted texts have such words too.
const fn tells_something(makeup: &Makeup) -> bool {
    let Makeup { contents, complaints, templates, services, things, negations, .. } = *makeup;
    services > 0 && complaints > 0 || templates == 0 && (contents > 0 || things > 1 || services > 0 && negations > 0)
}

/// Whether a text that tells nothing else only judges, or names only what every order has.
fn is_generic(makeup: &Makeup) -> bool {
    let Makeup { rest_different, told, complaints, judgements, services, things, negations, .. } = *makeup;
    let judges = judgements + complaints > 0;
    // A thing that is denied is missing.
    let is_bare = rest_different == 0 && services == 0 && (judges || things == 0 || negations == 0);
    let is_short = rest_different <= 1 && told == 0 && services <= 1 && judges;
    // Everything that is named is named of every order, and all of it is praised.
    let is_praise = judgements > 0 || services >= 2 && negations == 0;
    is_bare || is_short || is_praise && services <= 5 && is_covered(makeup)
}

/// Whether the lists leave so little of a text that it cannot be what the text is for: less where one word shows what it is about, more
/// where praise is repeated around it.
fn is_covered(makeup: &Makeup) -> bool {
    let Makeup { letters, rest, told, judgements, negations, .. } = *makeup;
    let is_plain = told == 0 && negations == 0;
    rest * 12 <= letters.max(12) && (told == 0 || told == 1 && judgements > 0 && letters >= 24)
        || is_plain && rest * 9 <= letters
        || is_plain && judgements >= 2 && rest <= 3 && rest * 4 <= letters
}

/// Whether so few of a text's letters are different that no person wrote them: real texts of 400 letters have some 160 different ones. Most
/// texts show enough of them in their first third.
fn repeats(text: &[char], letters: usize) -> bool {
    let enough = letters.min(400) / 4;
    let mut seen = Seen::default();
    let mut different = text.iter().filter(|c| is_letter(**c) && seen.add(u32::from(**c)));
    letters >= 6 && different.nth(enough).is_none()
}

/// A letter or a digit. Of Chinese characters and their full stop this is known without the tables of Unicode.
fn is_letter(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}') || c != '。' && c.is_alphanumeric()
}

/// Which small numbers were seen, by their hash: of a few hundred different ones, a few in a hundred are taken for others.
#[derive(Default)]
struct Seen([u64; 32]);

impl Seen {
    /// The bit of a number.
    const fn place(number: u32) -> u32 {
        number.wrapping_mul(0x9e37_79b9) >> 21
    }

    /// Whether the word is new.
    fn add_word(&mut self, word: usize) -> bool {
        self.add(u32::try_from(word).unwrap_or_default())
    }

    /// Whether the number is new.
    fn add(&mut self, number: u32) -> bool {
        let bit = Self::place(number);
        let (word, mask) = (&mut self.0[(bit >> 6) as usize], 1 << (bit & 63));
        let is_new = *word & mask == 0;
        *word |= mask;
        is_new
    }
}
