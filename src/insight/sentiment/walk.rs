//! What the listed words of one clause add up to: each opinion weighed by the negation, degree and question around it.
//!
//! Knows one clause at a time; how clauses stand to each other is decided in `reading`. Takes time in proportion to the clause.

use super::lexicon::{Found, Token, Way};

/// A negation or degree word reaches an opinion word at most this many unlisted characters away.
const REACH_CHARS: u32 = 4;
const FAR_REACH_CHARS: u32 = 9;
/// 没有送水但很好: a degree word so far behind a negation begins a statement of its own.
const OWN_STATEMENT_CHARS: u32 = 3;
/// What a negated praise is worth as a complaint, and a negated complaint as praise (不差 is less than 好).
const NEGATED_PRAISE: f64 = -0.9;
const NEGATED_COMPLAINT: f64 = -0.8;
/// 不是很好: a degree word after the negation softens it.
const SOFTENED: f64 = 0.7;
/// A word of measure stands at most this many unlisted characters behind what it measures, and what both say together.
const MEASURE_REACH_CHARS: u32 = 6;
const MEASURED: f64 = 2.0;
/// A plain word said to be too much, or not enough.
const EXCESS: f64 = -1.0;
const AFFIRMED: f64 = 1.3;
const EXCLAIMED: f64 = 1.2;
/// Praise in a question is rarely praise.
const ASKED: f64 = 0.4;

/// A stretch of a clause, up to a contrast word or its end.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Segment {
    /// Where it begins, in characters.
    pub(super) start: usize,
    /// Weighed opinions.
    pub(super) sum: f64,
    /// How many there are.
    pub(super) opinions: u32,
    /// Begins with a word of contrast.
    pub(super) contrast: Option<Contrast>,
    /// An opinion in it was turned round, which words see better than grams.
    pub(super) turned: bool,
    /// Is granted in passing.
    pub(super) conceded: bool,
}

/// How what follows a word of contrast stands to what came before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contrast {
    Outweighs,
    Reserves,
}

/// How a clause is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Statement,
    Exclamation,
    Question,
}

/// Reads the clause that begins at `start` of `text` and ends with it, with the listed words in it, and hands over its segments, at least one.
pub(super) fn segments(text: &[char], start: usize, words: &[Found], tone: Tone, mut hand_over: impl FnMut(Segment)) {
    let asked_no = text.ends_with(&['吗']);
    let mut walk = Walk { question: tone == Tone::Question || asked_no, asked_no, ..Walk::default() };
    walk.segment.start = start;
    let mut at = start;
    for found in words {
        walk.pass(&text[at..found.start]);
        if let Some(contrast) = walk.contrast(found) {
            hand_over(walk.close(tone));
            walk.segment = Segment { start: found.start, contrast: Some(contrast), ..Segment::default() };
        }
        walk.meet(found, text);
        at = found.end;
    }
    walk.pass(&text[at..]);
    hand_over(walk.close(tone));
}

/// A word that waits for an opinion word.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    strength: f64,
    /// Unlisted characters since.
    distance: u32,
    reach: u32,
}

impl Waiting {
    const fn new(strength: f64, reach: u32) -> Self {
        Self { strength, distance: 0, reach }
    }
}

/// Something that may be measured: 油耗.
#[derive(Debug, Clone, Copy)]
struct Measured {
    more_is_better: bool,
    /// Unlisted characters since.
    distance: u32,
    /// What it judged by itself, if it did: being measured takes that back.
    added: Option<f64>,
}

#[derive(Debug, Default)]
struct Walk {
    segment: Segment,
    /// Something was said before: a contrast word that must open the clause does not.
    begun: bool,
    negation: Option<Waiting>,
    degree: Option<Waiting>,
    excess: bool,
    measured: Option<Measured>,
    /// What the opinion right before the negation added: 怪味都没有 denies it, when nothing follows.
    denied: Option<f64>,
    /// A degree word stood after the negation.
    softened: bool,
    /// What the last opinion added, while nothing came after it.
    last: Option<f64>,
    question: bool,
    /// 不好吗: the question expects what it denies.
    asked_no: bool,
}

impl Walk {
    /// Characters that no word claims.
    fn pass(&mut self, gap: &[char]) {
        let chars = u32::try_from(gap.len()).unwrap_or(u32::MAX);
        if chars == 0 {
            return;
        }
        self.begun = true;
        for waiting in [&mut self.negation, &mut self.degree] {
            if let Some(word) = waiting {
                word.distance = word.distance.saturating_add(chars);
            }
            *waiting = waiting.filter(|word| word.distance <= word.reach);
        }
        self.measured = self.measured.filter(|measured| measured.distance + chars <= MEASURE_REACH_CHARS);
        if let Some(measured) = &mut self.measured {
            measured.distance += chars;
        }
        if !matches!(gap, ['得' | '到' | '的']) {
            self.last = None;
        }
        if !matches!(gap, ['了' | '的' | '过']) {
            self.denied = None;
        }
    }

    /// What kind of segment begins with the word, if one does.
    const fn contrast(&self, found: &Found) -> Option<Contrast> {
        match found.token {
            Token::Contrast { opening: true, .. } if self.begun => None,
            Token::Contrast { mild: true, .. } => Some(Contrast::Reserves),
            Token::Contrast { mild: false, .. } => Some(Contrast::Outweighs),
            _ => None,
        }
    }

    fn meet(&mut self, found: &Found, text: &[char]) {
        match found.token {
            Token::Opinion(0.0) => self.pass(&text[found.start..found.end]),
            Token::Opinion(_) if is_granted(text, found) => self.segment.conceded = true,
            Token::Opinion(weight) => self.weigh(weight),
            Token::Plain { way, alone } => self.meet_plain(way, alone),
            Token::Measure { more_is_better, alone } => {
                if alone == 0.0 {
                    self.pass(&text[found.start..found.end]);
                }
                self.meet_measure(more_is_better, alone);
            }
            Token::Negate { strength, far } => self.negate(strength, far),
            Token::Degree { strength, excess } => self.raise(strength, excess),
            Token::Affirm => {
                // 没有人不喜欢: grams see the 不喜欢.
                self.segment.turned = true;
                self.raise(AFFIRMED, false);
                (self.question, self.negation) = (false, None);
            }
            Token::Boost { strength, alone } => match self.last {
                Some(last) => self.segment.sum += last * (strength - 1.0),
                None => self.weigh(alone),
            },
            Token::Contrast { .. } if self.contrast(found).is_some() => {
                (self.negation, self.degree, self.begun) = (None, None, false);
                return;
            }
            Token::Contrast { .. } => self.pass(&text[found.start..found.end]),
            Token::Concede => self.segment.conceded = true,
            Token::Compare => self.negation = self.negation.filter(|negation| negation.reach == REACH_CHARS),
        }
        self.begun = true;
    }

    /// Two negations cancel out, and so do a negation and a question that expects it.
    fn negate(&mut self, strength: f64, far: bool) {
        let reach = if far { FAR_REACH_CHARS } else { REACH_CHARS };
        self.negation = match self.negation {
            Some(_) => None,
            None if self.asked_no && !far => None,
            None => Some(Waiting::new(strength, reach)),
        };
        self.softened = false;
        self.denied = self.last.take().filter(|_| far);
        if self.asked_no {
            self.question = false;
        }
    }

    fn raise(&mut self, strength: f64, excess: bool) {
        self.negation =
            self.negation.filter(|negation| excess || strength < 1.0 || negation.distance < OWN_STATEMENT_CHARS);
        self.softened = self.negation.is_some();
        let strength = strength * self.degree.map_or(1.0, |degree| degree.strength);
        self.degree = Some(Waiting::new(strength.clamp(0.5, 2.0), REACH_CHARS));
        self.excess |= excess;
        self.last = None;
    }

    /// Much noise is a complaint, little is praise; without a measure behind it the word judges by itself, if at all.
    fn meet_measure(&mut self, more_is_better: bool, alone: f64) {
        let negated = self.negation.is_some();
        if alone != 0.0 {
            self.weigh(alone);
        }
        let added = self.last.filter(|_| alone != 0.0);
        // 没有噪音 is said already.
        self.measured = Some(Measured { more_is_better, distance: 0, added }).filter(|_| alone == 0.0 || !negated);
    }

    /// Too soft is a complaint, not too soft is none, soft enough is praise, not soft enough a complaint again.
    fn meet_plain(&mut self, way: Way, alone: f64) {
        if let Some(measured) = self.measured.take().filter(|_| way != Way::Aside) {
            if let Some(added) = measured.added {
                self.segment.sum -= added;
                self.segment.opinions -= 1;
            }
            // 噪音小: grams see the noise.
            self.segment.turned |= way == Way::Down;
            return self.weigh(if (way == Way::Up) == measured.more_is_better { MEASURED } else { -MEASURED });
        }
        let beside = |waiting: Option<Waiting>| waiting.is_some_and(|word| word.distance == 0);
        let (excess, negated) = (self.excess && beside(self.degree), beside(self.negation));
        match (excess, negated) {
            _ if alone != 0.0 => self.weigh(alone),
            (true, false) => {
                self.degree = None;
                self.weigh(EXCESS);
            }
            _ => (self.last, self.excess) = (None, false),
        }
    }

    fn weigh(&mut self, weight: f64) {
        let degree = self.degree.take().map_or(1.0, |degree| degree.strength);
        self.measured = None;
        self.segment.turned |= self.negation.is_some();
        let turned = match self.negation.take() {
            Some(negation) if weight > 0.0 => {
                let soft = if self.softened { SOFTENED } else { 1.0 };
                weight * NEGATED_PRAISE * negation.strength * soft
            }
            Some(negation) => weight * NEGATED_COMPLAINT * negation.strength,
            None => weight,
        };
        self.segment.sum += turned * degree;
        self.segment.opinions += 1;
        self.last = Some(turned * degree);
        (self.softened, self.excess) = (false, false);
    }

    fn close(&mut self, tone: Tone) -> Segment {
        if let (Some(denied), Some(_)) = (self.denied.take(), self.negation) {
            let worth = if denied > 0.0 { NEGATED_PRAISE } else { NEGATED_COMPLAINT };
            self.segment.sum += denied * (worth - 1.0);
            self.segment.turned = true;
        }
        self.measured = None;
        let factor = match tone {
            Tone::Exclamation => EXCLAIMED,
            _ if self.question && self.segment.sum > 0.0 => ASKED,
            _ => 1.0,
        };
        (self.last, self.excess, self.softened) = (None, false, false);
        Segment { sum: self.segment.sum * factor, ..self.segment }
    }
}

/// 便宜是便宜: said twice around 是 or 归, an opinion is granted.
fn is_granted(text: &[char], found: &Found) -> bool {
    let (word, rest) = (&text[found.start..found.end], &text[found.end..]);
    matches!(rest, ['是' | '归', rest @ ..] if rest.starts_with(word))
}
