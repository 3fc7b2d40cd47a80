//! What stands in the parentheses of a field or of `near`: items, joined by their own rules.

use std::ops::Range;

use super::{
    error::{Fault, QueryFault},
    lexer::{Kind, Lexer, operator, quote},
    value::Value,
};
use crate::{domain::query::Near, limits, text::fold};

/// What an item is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Item {
    Word,
    Phrase,
    Comma,
    Bar,
}

struct Listed {
    item: Item,
    value: Value,
}

fn is_comma(c: char) -> bool {
    matches!(c, ',' | '、')
}

impl Lexer<'_> {
    /// The values in the parentheses that open here, joined by 或.
    pub(super) fn value_list(&mut self) -> Result<Vec<Value>, Fault> {
        let open = self.at;
        let mut values: Vec<Value> = Vec::new();
        let mut is_joined = true;
        for Listed { item, value } in self.items(|_| false)? {
            let joint = if item == Item::Word { operator(&value.text) } else { None };
            match joint {
                Some(Kind::And | Kind::Not) => {
                    return Err(Fault::at(value.range.start, QueryFault::UnjoinedValues).mended_by(value.range, "|"));
                }
                joint if joint.is_some() || item == Item::Bar => {
                    if is_joined {
                        return Err(Fault::at(value.range.start, QueryFault::MissingTerm).mended_by(value.range, ""));
                    }
                    is_joined = true;
                }
                _ if !is_joined => {
                    let place = value.range.start..value.range.start;
                    return Err(Fault::at(place.start, QueryFault::UnjoinedValues).mended_by(place, "| "));
                }
                _ => {
                    values.push(value);
                    is_joined = false;
                }
            }
        }
        if is_joined {
            let fault = if values.is_empty() { QueryFault::Parenthesis } else { QueryFault::MissingTerm };
            return Err(Fault::at(open, fault));
        }
        Ok(values)
    }

    /// The terms and the distance in the parentheses that open here, after the word at `start`.
    pub(super) fn near(&mut self, start: usize) -> Result<Near, Fault> {
        let mut items = self.items(is_comma)?;
        let whole = start..self.at;
        let place = self.at - 1;
        let (distance, last) = (items.pop(), items.pop());
        let within = match (&distance, &last) {
            (Some(number), Some(Listed { item: Item::Comma, .. })) if number.item == Item::Word => {
                Some(distance_of(&number.value)?)
            }
            _ => None,
        };
        let Some(Some(within)) = within else {
            return Err(self.without_distance(items, [last, distance], place));
        };
        let mut terms = Vec::new();
        for Listed { item, value } in items {
            match item {
                Item::Comma => {}
                Item::Bar => {
                    return Err(Fault::at(value.range.start, QueryFault::NearTerms).mended_by(value.range, " "));
                }
                Item::Word if operator(&value.text).is_some() => {
                    return Err(Fault::at(value.range.start, QueryFault::NearTerms).mended_by(value.range, " "));
                }
                _ if fold(&value.text).is_empty() => {}
                _ => terms.push(value.text),
            }
        }
        if !limits::NEAR_TERMS.contains(&terms.len()) {
            let fault = Fault::at(whole.start, QueryFault::NearTerms);
            return Err(match terms.as_slice() {
                [only] => fault.mended_by(whole, quote(only)),
                _ => fault,
            });
        }
        Ok(Near { terms, within })
    }

    /// What is wrong when no distance stands at the end, and where it would stand.
    fn without_distance(&self, items: Vec<Listed>, ending: [Option<Listed>; 2], place: usize) -> Fault {
        let fault = Fault::at(place, QueryFault::NearDistance);
        let [last, distance] = ending;
        let is_number =
            |listed: &Listed| listed.item == Item::Word && matches!(distance_of(&listed.value), Ok(Some(_)));
        match (&last, &distance) {
            (Some(last), Some(distance)) if is_number(distance) && last.item != Item::Comma && !items.is_empty() => {
                fault.mended_by(last.value.range.end..distance.value.range.start, ", ")
            }
            (_, Some(Listed { item: Item::Comma, .. })) => fault.mended_by(place..place, " 5"),
            _ => fault.mended_by(place..place, ", 5"),
        }
    }

    /// The items in the parentheses that open here; the place is then past the closing one.
    fn items(&mut self, is_comma: fn(char) -> bool) -> Result<Vec<Listed>, Fault> {
        let open = self.at;
        let mut items = Vec::new();
        self.at += 1;
        while let Some(c) = self.peek() {
            let start = self.at;
            let (item, text) = match c {
                c if c.is_whitespace() => {
                    self.at += 1;
                    continue;
                }
                ')' => {
                    self.at += 1;
                    return Ok(items);
                }
                '(' => return Err(Fault::at(start, QueryFault::Parenthesis)),
                '"' => (Item::Phrase, self.quoted()?),
                '|' => {
                    self.at += 1;
                    (Item::Bar, String::new())
                }
                c if is_comma(c) => {
                    self.at += 1;
                    (Item::Comma, String::new())
                }
                _ => {
                    self.at = self.end_of_word(is_comma);
                    (Item::Word, self.text(start..self.at))
                }
            };
            items.push(Listed { item, value: Value { text, range: start..self.at } });
        }
        let end: Range<usize> = self.at..self.at;
        Err(Fault::at(open, QueryFault::Parenthesis).mended_by(end, ")"))
    }
}

/// The number of characters that a text says; `None` when it says no number.
fn distance_of(value: &Value) -> Result<Option<usize>, Fault> {
    let folded = fold(&value.text);
    let units = ["个字符", "个字", "字符", "字", "characters", "chars"];
    let digits = units.iter().find_map(|unit| folded.strip_suffix(unit)).unwrap_or(&folded);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(None);
    }
    match digits.parse() {
        Ok(within) if within <= limits::NEAR_WITHIN => Ok(Some(within)),
        _ => Err(Fault::at(value.range.start, QueryFault::NearDistance)
            .mended_by(value.range.clone(), limits::NEAR_WITHIN.to_string())),
    }
}
