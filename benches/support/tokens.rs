//! The yardstick's tokenizers: character bigrams at true positions, single characters, dictionary words — written anew, so that the
//! yardstick stays as it is when the product's own change.

use pinglan::text::Segmenter;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// What a tokenizer emits for one folded text.
#[derive(Clone)]
pub(crate) enum Cut {
    /// Every two neighbouring characters.
    Grams,
    /// Every character.
    Chars,
    /// Dictionary words with the shorter ones inside them.
    Words(Segmenter),
}

/// A tokenizer of one kind.
#[derive(Clone)]
pub(crate) struct Cutter {
    cut: Cut,
    token: Token,
}

impl Cutter {
    pub(crate) fn new(cut: Cut) -> Self {
        Self { cut, token: Token::default() }
    }
}

pub(crate) enum Pieces<'a> {
    Grams { text: &'a str, scalars: std::str::CharIndices<'a>, previous: Option<usize>, position: usize },
    Chars(std::str::Chars<'a>),
    Words(std::vec::IntoIter<&'a str>),
}

pub(crate) struct Stream<'a> {
    pieces: Pieces<'a>,
    token: &'a mut Token,
}

impl Tokenizer for Cutter {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.token.reset();
        let pieces = match &self.cut {
            Cut::Grams => Pieces::Grams { text, scalars: text.char_indices(), previous: None, position: 0 },
            Cut::Chars => Pieces::Chars(text.chars()),
            Cut::Words(segmenter) => {
                let mut words = Vec::with_capacity(text.len() / 4);
                segmenter.each_word(text, |word| words.push(word));
                Pieces::Words(words.into_iter())
            }
        };
        Stream { pieces, token: &mut self.token }
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let token = &mut *self.token;
        token.text.clear();
        match &mut self.pieces {
            Pieces::Grams { text, scalars, previous, position } => loop {
                let Some((at, scalar)) = scalars.next() else { return false };
                *position += 1;
                if let Some(from) = previous.replace(at) {
                    token.text.push_str(&text[from..at + scalar.len_utf8()]);
                    token.position = *position - 2;
                    return true;
                }
            },
            Pieces::Chars(scalars) => {
                let Some(scalar) = scalars.next() else { return false };
                token.text.push(scalar);
            }
            Pieces::Words(words) => {
                let Some(word) = words.next() else { return false };
                token.text.push_str(word);
            }
        }
        token.position = token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
