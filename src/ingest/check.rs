//! From the cells of a row to what the review says, or to why it cannot be taken.
//!
//! Pure: one row and the mapping in, content or fault out, so that the rows of a batch can be checked side by side.

use super::{
    identity::{RowHash, row_hash},
    mapping::{MappedField, Mapping, Target},
    number,
    rows::{Fault, RowView},
    time::{self, Written},
};
use crate::{
    domain::{calendar::Zone, ledger::RejectReason, rating::Scale, review::Content},
    limits::{KEYWORD_CHARS, TEXT_CHARS},
};

/// Characters of an id that a file gives.
const EXTERNAL_ID_CHARS: usize = 200;
/// Characters of a rejected value that a detail shows.
const SHOWN_CHARS: usize = 80;

/// What is the same for every row of a file.
#[derive(Debug)]
pub(super) struct Checker {
    pub(super) mapping: Mapping,
    pub(super) source: String,
    pub(super) scale: Scale,
    pub(super) zone: Zone,
    pub(super) missing: Vec<String>,
}

/// A row that can be taken.
#[derive(Debug)]
pub(super) struct Checked {
    pub(super) content: Content,
    pub(super) identity: Identity,
    /// What its date lacks.
    pub(super) partial: Option<Partial>,
}

/// Where a row's id comes from.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Identity {
    Given(String),
    Derived(RowHash),
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
        let mut checked =
            Checked { content: Content::default(), identity: Identity::Given(String::new()), partial: None };
        for (slot, field) in self.mapping.fields() {
            if let Some(text) = values[slot].filter(|text| !self.is_missing(field.target, text)) {
                self.take(&mut checked, field, text)?;
            }
        }
        if !has_substance(&checked.content) {
            return Err(Fault::new(RejectReason::MissingText, ""));
        }
        if checked.identity == Identity::Given(String::new()) {
            let given = self.mapping.fields().filter_map(|(slot, field)| Some((field.name.as_str(), values[slot]?)));
            checked.identity = Identity::Derived(row_hash(&self.source, given));
        }
        Ok(checked)
    }

    fn is_missing(&self, target: Target, text: &str) -> bool {
        !target.is_text() && self.missing.iter().any(|marker| marker == text)
    }

    /// Puts the value of one field where it belongs.
    fn take(&self, checked: &mut Checked, field: &MappedField, text: &str) -> Result<(), Fault> {
        let fault = |reason| Fault::new(reason, self.detail(field, text));
        let content = &mut checked.content;
        let fits = !exceeds(text, if field.facet && !field.target.is_text() { KEYWORD_CHARS } else { TEXT_CHARS });
        fits.then_some(()).ok_or_else(|| fault(RejectReason::TooLong))?;
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
            Target::Rating => {
                let rating = number::rating(text, self.scale).ok_or_else(|| fault(RejectReason::InvalidRating))?;
                content.rating = Some(rating);
                content.rating_raw = Some(text.to_owned());
            }
            Target::Likes => {
                content.likes = Some(number::count(text).ok_or_else(|| fault(RejectReason::InvalidCount))?);
            }
            Target::Created => {
                checked.partial = match time::parse(text, &self.zone).ok_or_else(|| fault(RejectReason::InvalidTime))? {
                    Written::At(created) => {
                        content.created = Some(created);
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

    fn detail(&self, field: &MappedField, text: &str) -> String {
        let shown: String = text.chars().take(SHOWN_CHARS).collect();
        format!("{} = {shown:?}", self.mapping.column_of(field))
    }
}

fn has_substance(content: &Content) -> bool {
    !content.text.is_empty() || content.title.is_some() || content.append.is_some() || content.rating.is_some()
}

fn exceeds(text: &str, chars: usize) -> bool {
    text.len() > chars && text.chars().nth(chars).is_some()
}
