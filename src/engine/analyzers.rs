//! Tokenizers over folded text: bigrams with true positions, single characters, dictionary words.
//!
//! All three read the searched parts of a review joined by [`PART_BREAK`], which folding can never produce.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::text::Segmenter;

/// Separates title, text and append. Folding drops U+FEFF, so no text holds it.
pub(super) const PART_BREAK: char = '\u{FEFF}';

/// Positions between two parts: no phrase, and no `near` within its limit, spans them.
const PART_GAP: usize = 1_000;

/// Every two neighbouring characters, at the position of the first.
#[derive(Clone, Default)]
pub(super) struct GramTokenizer {
    token: Token,
}

pub(super) struct GramStream<'a> {
    scalars: std::str::Chars<'a>,
    previous: Option<char>,
    /// Position of the next scalar.
    position: usize,
    token: &'a mut Token,
}

impl Tokenizer for GramTokenizer {
    type TokenStream<'a> = GramStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> GramStream<'a> {
        self.token.reset();
        GramStream { scalars: text.chars(), previous: None, position: 0, token: &mut self.token }
    }
}

impl TokenStream for GramStream<'_> {
    fn advance(&mut self) -> bool {
        for scalar in self.scalars.by_ref() {
            if scalar == PART_BREAK {
                self.previous = None;
                self.position += PART_GAP;
                continue;
            }
            self.position += 1;
            if let Some(previous) = self.previous.replace(scalar) {
                self.token.text.clear();
                self.token.text.push(previous);
                self.token.text.push(scalar);
                self.token.position = self.position - 2;
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Every character by itself, at its position.
#[derive(Clone, Default)]
pub(super) struct CharTokenizer {
    token: Token,
}

pub(super) struct CharStream<'a> {
    scalars: std::str::Chars<'a>,
    /// Position of the next scalar.
    position: usize,
    token: &'a mut Token,
}

impl Tokenizer for CharTokenizer {
    type TokenStream<'a> = CharStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> CharStream<'a> {
        self.token.reset();
        CharStream { scalars: text.chars(), position: 0, token: &mut self.token }
    }
}

impl TokenStream for CharStream<'_> {
    fn advance(&mut self) -> bool {
        for scalar in self.scalars.by_ref() {
            if scalar == PART_BREAK {
                self.position += PART_GAP;
                continue;
            }
            self.token.text.clear();
            self.token.text.push(scalar);
            self.token.position = self.position;
            self.position += 1;
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Dictionary words, with the shorter words inside them.
#[derive(Clone)]
pub(super) struct WordTokenizer {
    segmenter: Segmenter,
    token: Token,
}

impl WordTokenizer {
    pub(super) fn new(segmenter: Segmenter) -> Self {
        Self { segmenter, token: Token::default() }
    }
}

pub(super) struct WordStream<'a> {
    words: std::vec::IntoIter<&'a str>,
    token: &'a mut Token,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        let mut words = Vec::with_capacity(text.len() / 4);
        self.segmenter.each_word(text, |word| words.push(word));
        self.token.reset();
        WordStream { words: words.into_iter(), token: &mut self.token }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else { return false };
        self.token.text.clear();
        self.token.text.push_str(word);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grams_stand_at_true_positions_and_never_span_parts() {
        let text = format!("上菜慢{PART_BREAK}好{PART_BREAK}冷了");
        let mut tokenizer = GramTokenizer::default();
        let mut stream = tokenizer.token_stream(&text);
        let mut grams = Vec::new();
        while stream.advance() {
            grams.push((stream.token().text.clone(), stream.token().position));
        }
        assert_eq!(grams, [("上菜".to_owned(), 0), ("菜慢".to_owned(), 1), ("冷了".to_owned(), 2004)]);
    }
}
