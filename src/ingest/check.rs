//! From the cells of a row to what the review says, or to why it cannot be taken.
//!
//! Pure: one row and the mapping in, content or fault out, so that the rows of a batch can be checked side by side.

use super::{
    identity::{RowHash, answer_id, row_hash},
    mapping::{MappedField, Mapping, Target},
    number,
    rows::{Fault, RowView},
    time::{self, Clue, Reading, Written},
};
use crate::{
    domain::{ledger::RejectReason, rating::Scale, review::Content},
    limits::{KEYWORD_CHARS, TEXT_CHARS},
};

/// The attribute that names the question which a review answers.
const QUESTION: &str = "question";
/// The attribute for labels that are no ratings.
const LABEL: &str = "label";

/// Characters of an id that a file gives.
const EXTERNAL_ID_CHARS: usize = 200;
/// Characters of a rejected value that a detail shows.
const SHOWN_CHARS: usize = 80;

/// What is the same for every row of a table.
#[derive(Debug)]
pub(super) struct Checker {
    pub(super) mapping: Mapping,
    pub(super) source: String,
    pub(super) scale: Scale,
    pub(super) reading: Reading,
    pub(super) missing: Vec<String>,
    /// The item of rows that name none.
    pub(super) item: Option<String>,
}

/// A row that can be taken.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) content: Content,
    pub(super) identity: Identity,
    pub(super) noticed: Noticed,
    /// Further reviews of the same row: its answers to open questions.
    pub(super) more: Vec<(Content, Identity)>,
}

/// Where a row's id comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Identity {
    Given(String),
    Derived(RowHash),
}

/// What is worth a word about a row that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Noticed {
    /// What its date lacks.
    pub(super) partial: Option<Partial>,
    /// What its time says of its zone.
    pub(super) clue: Option<Clue>,
    /// Whether a word stood for the rating.
    pub(super) rating_word: bool,
}

/// What a date lacks to be a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Partial {
    Year,
    Day,
}

impl Checker {
    /// Checks one row.
    pub(super) fn check(&self, row: RowView<'_>) -> Result<Checked, Fault> {
        if let Some(fault) = row.fault() {
            return Err(fault.clone());
        }
        let mut values: Vec<Option<&str>> = vec![None; self.mapping.field_count()];
        for (column, text) in row.cells() {
            if let Some(slot) = self.mapping.slot(column) {
                values[slot] = Some(text);
            }
        }
        let mut checked = Checked {
            content: Content::default(),
            identity: Identity::Given(String::new()),
            noticed: Noticed::default(),
            more: Vec::new(),
        };
        for (slot, field) in self.mapping.fields() {
            if let Some(text) = values[slot].filter(|text| !self.is_missing(field.target, text)) {
                self.take(&mut checked, field, text)?;
            }
        }
        if checked.content.item.is_none() {
            checked.content.item.clone_from(&self.item);
        }
        let given = || self.mapping.fields().filter_map(|(slot, field)| Some((field.name.as_str(), values[slot]?)));
        let with_answers = self.mapping.answers().next().is_some();
        if with_answers {
            self.take_answers(&mut checked, row, &given().collect::<Vec<_>>())?;
        }
        if !has_substance(&checked.content) {
            return Err(Fault::new(RejectReason::EmptyRow, ""));
        }
        if checked.identity == Identity::Given(String::new()) {
            checked.identity = Identity::Derived(row_hash(&self.source, given()));
        }
        Ok(checked)
    }

    /// Makes a review of each answer; where the row has no text of its own, the first answer is it.
    fn take_answers(&self, checked: &mut Checked, row: RowView<'_>, given: &[(&str, &str)]) -> Result<(), Fault> {
        let own = has_text(&checked.content).then(|| (checked.content.clone(), checked.identity.clone()));
        let mut reviews: Vec<(Content, Identity)> = own.into_iter().collect();
        for (column, question) in self.mapping.answers() {
            let cell = row.cells().find(|(at, _)| *at == column).map(|(_, text)| text);
            let Some(text) = cell.filter(|text| !text.trim().is_empty() && !self.is_marker(text)) else { continue };
            let at_fault =
                |reason| Fault { column: Some(question.to_owned()), ..Fault::new(reason, shown(question, text)) };
            if exceeds(text, TEXT_CHARS) {
                return Err(at_fault(RejectReason::TooLong));
            }
            if text.contains('\0') {
                return Err(at_fault(RejectReason::NulByte));
            }
            let mut content = checked.content.clone();
            (content.title, content.append) = (None, None);
            text.clone_into(&mut content.text);
            let asked: String = question.chars().take(KEYWORD_CHARS).collect();
            content.attributes.insert(QUESTION.to_owned(), asked);
            let identity = match &checked.identity {
                Identity::Given(id) if !id.is_empty() => Identity::Given(answer_id(id, question)),
                _ => {
                    let own = given.iter().copied().chain([(QUESTION, question), ("answer", text)]);
                    Identity::Derived(row_hash(&self.source, own))
                }
            };
            reviews.push((content, identity));
        }
        let mut reviews = reviews.into_iter();
        if let Some(first) = reviews.next() {
            (checked.content, checked.identity) = first;
            checked.more = reviews.collect();
        }
        Ok(())
    }

    fn is_missing(&self, target: Target, text: &str) -> bool {
        !target.is_text() && self.is_marker(text)
    }

    fn is_marker(&self, text: &str) -> bool {
        self.missing.iter().any(|marker| marker == text)
    }

    /// Puts the value of one field where it belongs.
    fn take(&self, checked: &mut Checked, field: &MappedField, text: &str) -> Result<(), Fault> {
        let column = self.mapping.column_of(field);
        let fault = |reason| Fault { column: Some(column.to_owned()), ..Fault::new(reason, shown(column, text)) };
        let content = &mut checked.content;
        let fits = !exceeds(text, if field.facet && !field.target.is_text() { KEYWORD_CHARS } else { TEXT_CHARS });
        fits.then_some(()).ok_or_else(|| fault(RejectReason::TooLong))?;
        if text.contains('\0') {
            return Err(fault(RejectReason::NulByte));
        }
        match field.target {
            Target::Title => content.title = Some(text.to_owned()),
            Target::Text => text.clone_into(&mut content.text),
            Target::Append => content.append = Some(text.to_owned()),
            Target::Reply => content.reply = Some(text.to_owned()),
            Target::Item => content.item = Some(text.to_owned()),
            Target::Attribute => drop(content.attributes.insert(field.name.clone(), text.to_owned())),
            Target::ExternalId if exceeds(text, EXTERNAL_ID_CHARS) => return Err(fault(RejectReason::TooLong)),
            Target::ExternalId if text.chars().any(char::is_control) => {
                return Err(fault(RejectReason::InvalidEncoding));
            }
            Target::ExternalId => checked.identity = Identity::Given(text.to_owned()),
            // A cell of spaces says no more than an empty one.
            Target::Rating | Target::Created | Target::Likes if text.trim().is_empty() => {}
            Target::Rating if number::is_rating_word(text) => {
                checked.noticed.rating_word = true;
                content.attributes.entry(LABEL.to_owned()).or_insert_with(|| text.trim().to_owned());
            }
            Target::Rating => {
                let rating = number::rating(text, self.scale).ok_or_else(|| fault(RejectReason::InvalidRating))?;
                content.rating = Some(rating);
                content.rating_raw = Some(text.to_owned());
            }
            Target::Likes => {
                content.likes = Some(number::count(text).ok_or_else(|| fault(RejectReason::InvalidCount))?);
            }
            Target::Created => {
                let written = time::parse(text, &self.reading).ok_or_else(|| fault(RejectReason::InvalidTime))?;
                checked.noticed.partial = match written {
                    Written::At(created, clue) => {
                        content.created = Some(created);
                        checked.noticed.clue = Some(clue);
                        return Ok(());
                    }
                    Written::NoYear => Some(Partial::Year),
                    Written::NoDay => Some(Partial::Day),
                };
                content.attributes.insert("created_raw".to_owned(), text.to_owned());
            }
        }
        Ok(())
    }
}

/// A column and its value, for a person.
fn shown(column: &str, text: &str) -> String {
    let shown: String = text.chars().take(SHOWN_CHARS).collect();
    format!("{column} = {shown:?}")
}

/// Whether it says anything: a text, or a rating. What other fields hold makes no review.
fn has_substance(content: &Content) -> bool {
    has_text(content) || content.rating.is_some()
}

fn has_text(content: &Content) -> bool {
    let says = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
    !content.text.trim().is_empty() || says(&content.title) || says(&content.append)
}

fn exceeds(text: &str, chars: usize) -> bool {
    text.len() > chars && text.chars().nth(chars).is_some()
}
