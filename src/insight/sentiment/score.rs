//! The sentiment score of a text: a walk over its characters that weighs opinion words by what stands around them.
//!
//! Knows nothing of buckets or ratings. Only additions, products and square roots are used, which every machine rounds alike.

use super::lexicon::{Lexicon, Token};
use crate::domain::sentiment::SentimentScore;

/// A negation or degree word reaches an opinion word at most this many unlisted characters away.
const REACH_CHARS: u32 = 4;
/// What a negated praise is worth as a complaint, and a negated complaint as praise (不差 is less than 好).
const NEGATED_PRAISE: f64 = -0.9;
const NEGATED_COMPLAINT: f64 = -0.5;
/// 不是很好: a degree word after the negation softens it.
const SOFTENED: f64 = 0.7;
/// Kept mild: stronger contrasts explain single sentences better and whole reviews worse.
const BEFORE_CONTRAST: f64 = 0.75;
const AFTER_CONTRAST: f64 = 1.15;
const CONCEDED: f64 = 0.5;
const EXCLAIMED: f64 = 1.2;
/// Praise in a question is rarely praise.
const ASKED: f64 = 0.4;
/// Divides the weighed sum, so that one strong word is clear and two are very clear.
const STEEPNESS: f64 = 2.8;

/// The score of a folded text.
pub(super) fn score(lexicon: &Lexicon, text: &str) -> SentimentScore {
    let mut walk = Walk::default();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let step = match boundary(first) {
            Some(boundary) => {
                walk.close(boundary);
                first.len_utf8()
            }
            None => match lexicon.longest(rest, first) {
                Some((length, token)) => {
                    walk.meet(token);
                    length
                }
                None => {
                    walk.pass();
                    first.len_utf8()
                }
            },
        };
        rest = rest.get(step..).unwrap_or_default();
    }
    walk.finish()
}

#[derive(Clone, Copy, PartialEq)]
enum Boundary {
    Clause,
    Sentence,
    Exclamation,
    Question,
}

fn boundary(c: char) -> Option<Boundary> {
    match c {
        ',' | ' ' | ':' | '(' | ')' => Some(Boundary::Clause),
        '。' | '.' | ';' | '~' => Some(Boundary::Sentence),
        '!' => Some(Boundary::Exclamation),
        '?' => Some(Boundary::Question),
        _ => None,
    }
}

/// A negation or degree word that waits for an opinion word.
#[derive(Clone, Copy)]
struct Waiting {
    strength: f64,
    distance: u32,
}

/// Where the walk stands: the sums so far, and the words that act on what comes next.
struct Walk {
    total: f64,
    opinions: f64,
    sentence: f64,
    /// Weight of what comes next: raised after a contrast for the sentence, lowered by a concession for the clause.
    emphasis: f64,
    conceded: bool,
    clause_begins: bool,
    negation: Option<Waiting>,
    degree: Option<Waiting>,
    softened: bool,
}

impl Default for Walk {
    fn default() -> Self {
        Self {
            total: 0.0,
            opinions: 0.0,
            sentence: 0.0,
            emphasis: 1.0,
            conceded: false,
            clause_begins: true,
            negation: None,
            degree: None,
            softened: false,
        }
    }
}

impl Walk {
    /// A character that no word claims.
    fn pass(&mut self) {
        self.clause_begins = false;
        for waiting in [&mut self.negation, &mut self.degree] {
            if let Some(word) = waiting {
                word.distance += 1;
            }
            *waiting = waiting.filter(|word| word.distance <= REACH_CHARS);
        }
    }

    fn meet(&mut self, token: Token) {
        let opens = std::mem::replace(&mut self.clause_begins, false);
        match token {
            Token::Opinion(0.0) => self.pass(),
            Token::Opinion(weight) => self.weigh(weight),
            Token::Negate(strength) => self.negate(strength),
            Token::Degree(strength) => {
                self.softened = self.negation.is_some();
                let strength = strength * self.degree.map_or(1.0, |degree| degree.strength);
                self.degree = Some(Waiting { strength: strength.clamp(0.5, 2.0), distance: 0 });
            }
            Token::Contrast { opening } if !opening || opens => {
                self.sentence *= BEFORE_CONTRAST;
                self.emphasis = AFTER_CONTRAST;
                self.conceded = false;
                self.clause_begins = true;
            }
            Token::Contrast { .. } => self.pass(),
            Token::Concede => self.conceded = true,
        }
    }

    /// Two negations cancel out.
    fn negate(&mut self, strength: f64) {
        self.negation = match self.negation {
            Some(_) => None,
            None => Some(Waiting { strength, distance: 0 }),
        };
        self.softened = false;
    }

    fn weigh(&mut self, weight: f64) {
        let degree = self.degree.take().map_or(1.0, |degree| degree.strength);
        let turned = match self.negation.take() {
            Some(negation) if weight > 0.0 => {
                let soft = if self.softened { SOFTENED } else { 1.0 };
                weight * NEGATED_PRAISE * negation.strength * soft
            }
            Some(negation) => weight * NEGATED_COMPLAINT * negation.strength,
            None => weight,
        };
        let granted = if self.conceded { CONCEDED } else { 1.0 };
        self.sentence += turned * degree * self.emphasis * granted;
        self.opinions += 1.0;
        self.softened = false;
    }

    fn close(&mut self, boundary: Boundary) {
        (self.negation, self.degree, self.conceded, self.clause_begins) = (None, None, false, true);
        let factor = match boundary {
            Boundary::Clause => return,
            Boundary::Sentence => 1.0,
            Boundary::Exclamation => EXCLAIMED,
            Boundary::Question if self.sentence > 0.0 => ASKED,
            Boundary::Question => 1.0,
        };
        self.total += self.sentence * factor;
        self.sentence = 0.0;
        self.emphasis = 1.0;
    }

    /// Saturates the sum over the root of the number of opinions: x / √(1 + x²).
    fn finish(mut self) -> SentimentScore {
        self.close(Boundary::Sentence);
        if self.opinions == 0.0 {
            return SentimentScore::default();
        }
        let x = self.total / (self.opinions.sqrt() * STEEPNESS);
        let thousandths = (x / (1.0 + x * x).sqrt() * 1000.0).round();
        #[expect(clippy::cast_possible_truncation, reason = "the value lies in −1000…1000")]
        SentimentScore::from_thousandths(thousandths as i32)
    }
}
