//! One review's text: which aspects it speaks of, in which order, and how the sides are joined.
//!
//! Knows nothing of dates or formats. Returns beside the text how many clauses praise and complain.

use super::{
    dice::Dice,
    grammar::{Common, Grammar, Scope},
    style::Punctuation,
};

/// A text and what it was made to say.
pub(super) struct Composed {
    pub(super) text: String,
    /// Clauses of praise minus clauses of complaint.
    pub(super) balance: i32,
}

/// What a writer draws from.
#[derive(Clone, Copy)]
pub(super) struct Writer<'a> {
    pub(super) common: &'a Common,
    pub(super) grammar: &'a Grammar,
    pub(super) scope: Scope<'a>,
}

impl Writer<'_> {
    /// The text of a reviewer who gives `stars` (1–5).
    pub(super) fn review(&self, stars: u32, dice: &mut Dice) -> Composed {
        if dice.per_mille(26) {
            return self.tiny(stars, dice);
        }
        let (good, bad) = self.sides(stars, dice);
        self.assemble(&[], good, bad, dice)
    }

    /// The text of a reviewer whose first concern is given; the rest is what a dissatisfied guest says.
    pub(super) fn concern(&self, concern: String, dice: &mut Dice) -> Composed {
        let (good, bad) = self.sides(2, dice);
        let mut composed = self.assemble(&[concern], good, bad, dice);
        composed.balance -= 1;
        composed
    }

    /// One more clause, weeks later.
    pub(super) fn append(&self, stars: u32, dice: &mut Dice) -> String {
        let opening = self.scope.one_of(&self.grammar.append_openings, dice);
        let (good, bad) = self.clauses(1, chance_of_praise(stars), dice);
        let closing = self.closing(stars >= 4, dice);
        opening + &[good, bad, vec![closing]].concat().join("，")
    }

    /// A headline.
    pub(super) fn title(&self, stars: u32, dice: &mut Dice) -> String {
        let good = dice.percent(chance_of_praise(stars));
        self.scope.one_of(if good { &self.grammar.titles_good } else { &self.grammar.titles_bad }, dice)
    }

    /// What the merchant answers.
    pub(super) fn reply(&self, stars: u32, dice: &mut Dice) -> String {
        self.scope.one_of(if stars >= 4 { &self.grammar.replies_good } else { &self.grammar.replies_bad }, dice)
    }

    fn tiny(&self, stars: u32, dice: &mut Dice) -> Composed {
        let good = dice.percent(chance_of_praise(stars));
        let text = self.scope.one_of(if good { &self.common.tiny_good } else { &self.common.tiny_bad }, dice);
        Composed { text, balance: if good { 1 } else { -1 } }
    }

    fn sides(&self, stars: u32, dice: &mut Dice) -> (Vec<String>, Vec<String>) {
        let clauses = match dice.below(100) {
            0..12 => 1,
            12..30 => 2,
            30..76 => dice.between(3, 4),
            _ => dice.between(5, 8),
        };
        self.clauses(clauses, chance_of_praise(stars), dice)
    }

    /// Clauses about different aspects while there are any, as (praise, complaints).
    fn clauses(&self, count: u32, praise: u32, dice: &mut Dice) -> (Vec<String>, Vec<String>) {
        let mut weights: Vec<u32> = self.grammar.aspects.iter().map(|aspect| aspect.weight).collect();
        let (mut good, mut bad) = (Vec::new(), Vec::new());
        for _ in 0..count {
            if weights.iter().all(|weight| *weight == 0) {
                break;
            }
            let drawn = dice.weighted(&weights);
            let aspect = &self.grammar.aspects[drawn];
            weights[drawn] = 0;
            if dice.percent(praise) {
                good.push(self.scope.one_of(&aspect.good, dice));
            } else {
                bad.push(self.scope.one_of(&aspect.bad, dice));
            }
        }
        (good, bad)
    }

    fn closing(&self, good: bool, dice: &mut Dice) -> String {
        let closings = if good { &self.grammar.closings_good } else { &self.grammar.closings_bad };
        self.scope.one_of(closings, dice)
    }

    fn assemble(&self, first: &[String], good: Vec<String>, bad: Vec<String>, dice: &mut Dice) -> Composed {
        let count = |side: &[String]| i32::try_from(side.len()).unwrap_or_default();
        let balance = count(&good) - count(&bad);
        let pleased = balance > 0 || (balance == 0 && dice.percent(50));
        let short = good.len() + bad.len() == 1;
        let mut parts = Vec::new();
        if dice.percent(if short { 85 } else { 62 }) {
            parts.push(self.scope.one_of(&self.grammar.openings, dice));
        }
        parts.extend_from_slice(first);
        let pleased = pleased && first.is_empty();
        parts.extend(if pleased { self.contrasted(good, bad, dice) } else { self.contrasted(bad, good, dice) });
        if dice.percent(if short { 80 } else { 48 }) {
            parts.push(self.closing(pleased, dice));
        }
        parts.retain(|part| !part.is_empty());
        let mut text = Punctuation::draw(dice).join(&parts, dice);
        if dice.percent(12) {
            text.push_str(dice.pick(if pleased { &self.common.emoji_good } else { &self.common.emoji_bad }));
        }
        Composed { text, balance }
    }

    /// The main side and the other one: joined by a contrast, or the other granted first.
    fn contrasted(&self, mut main: Vec<String>, mut other: Vec<String>, dice: &mut Dice) -> Vec<String> {
        if let Some(later) = main.get_mut(1) {
            *later = format!("{}{later}", dice.pick(&self.common.additions));
        }
        if main.is_empty() || other.is_empty() {
            return [main, other].concat();
        }
        if dice.percent(22) {
            other[0] = format!("{}{}", dice.pick(&self.common.concessions), other[0]);
            main[0] = format!("但{}", main[0]);
            return [other, main].concat();
        }
        if dice.percent(80) {
            other[0] = format!("{}{}", dice.pick(&self.common.contrasts), other[0]);
        }
        [main, other].concat()
    }
}

/// How many of a hundred clauses praise when a reviewer gives so many stars.
fn chance_of_praise(stars: u32) -> u32 {
    match stars {
        5.. => 95,
        4 => 82,
        3 => 50,
        2 => 22,
        _ => 6,
    }
}
