//! Which column is which field.
//!
//! Invariant: a field has at most one column, and a column without a field is named in a warning: nothing is dropped silently.

use std::collections::HashMap;

use super::preset::Preset;
use crate::domain::{
    fields::{Field, FieldKind, FieldTable},
    ledger::Warning,
};

/// Where the value of a field goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    ExternalId,
    Item,
    Title,
    Text,
    Append,
    Reply,
    Rating,
    Created,
    Likes,
    Attribute,
}

impl Target {
    /// The target of a field that exports can carry.
    fn of(field: &Field) -> Option<Self> {
        Some(match field.name.as_str() {
            "external_id" => Self::ExternalId,
            "item" => Self::Item,
            "title" => Self::Title,
            "text" => Self::Text,
            "append" => Self::Append,
            "reply" => Self::Reply,
            "rating" => Self::Rating,
            "created" => Self::Created,
            "likes" => Self::Likes,
            // The source is the file's, and this one is written by the reading of times.
            "source" | "created_raw" => return None,
            _ if field.kind == FieldKind::Derived => return None,
            _ => Self::Attribute,
        })
    }

    pub(super) const fn is_text(self) -> bool {
        matches!(self, Self::Title | Self::Text | Self::Append | Self::Reply)
    }
}

/// A field that a column of the file carries.
#[derive(Debug, Clone)]
pub(super) struct MappedField {
    pub(super) name: String,
    pub(super) target: Target,
    /// Whether its values are counted, and so must fit a line.
    pub(super) facet: bool,
    column: usize,
}

/// A field that could be mapped, and how telling the column name is (less is more).
#[derive(Debug, Clone)]
struct Candidate {
    name: String,
    target: Target,
    facet: bool,
    rank: usize,
}

/// The columns of one file and their fields.
#[derive(Debug, Default)]
pub(super) struct Mapping {
    candidates: HashMap<String, Candidate>,
    names: Vec<String>,
    /// By column, the index into `fields`.
    slots: Vec<Option<usize>>,
    fields: Vec<MappedField>,
    /// Indexes into `fields`, in the order of the fields' names.
    by_name: Vec<usize>,
}

/// A column name as it is compared: without case, white space and byte order marks.
pub(super) fn normalised(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').flat_map(char::to_lowercase).collect()
}

impl Mapping {
    /// A mapping without columns.
    pub(super) fn new(fields: &FieldTable, preset: &Preset) -> Self {
        let mut candidates = HashMap::new();
        let mut add = |column: &str, field: &Field, rank| {
            if let Some(target) = Target::of(field) {
                let candidate = Candidate { name: field.name.clone(), target, facet: field.facet, rank };
                candidates.entry(normalised(column)).or_insert(candidate);
            }
        };
        let overrides = preset.columns.iter().filter_map(|(column, field)| Some((column, fields.get(field)?)));
        overrides.for_each(|(column, field)| add(column, field, 0));
        for field in fields.iter() {
            field.columns.iter().enumerate().for_each(|(rank, column)| add(column, field, rank + 1));
        }
        Self { candidates, ..Self::default() }
    }

    /// Maps the columns that are new in `names`. Those that come together compete for a field, the more telling name wins;
    /// a field that has a column keeps it.
    pub(super) fn extend(&mut self, names: &[String]) {
        let first = self.names.len();
        self.names.extend_from_slice(&names[first..]);
        self.slots.resize(names.len(), None);
        let candidate = |column: usize| self.candidates.get(&normalised(&names[column]));
        let mut found: Vec<(usize, Candidate)> =
            (first..names.len()).filter_map(|column| Some((column, candidate(column)?.clone()))).collect();
        found.sort_by_key(|(column, candidate)| (candidate.rank, *column));
        for (column, Candidate { name, target, facet, .. }) in found {
            if self.field(&name).is_none() {
                self.slots[column] = Some(self.fields.len());
                self.fields.push(MappedField { name, target, facet, column });
            }
        }
        self.by_name = (0..self.fields.len()).collect();
        self.by_name.sort_by(|a, b| self.fields[*a].name.cmp(&self.fields[*b].name));
    }

    /// How many columns have been mapped or found unknown.
    pub(super) fn width(&self) -> usize {
        self.names.len()
    }

    /// The index of the field that a column carries.
    pub(super) fn slot(&self, column: usize) -> Option<usize> {
        self.slots.get(column).copied().flatten()
    }

    /// The mapped fields with their indexes, in the order of their names.
    pub(super) fn fields(&self) -> impl Iterator<Item = (usize, &MappedField)> {
        self.by_name.iter().map(|slot| (*slot, &self.fields[*slot]))
    }

    pub(super) fn field_count(&self) -> usize {
        self.fields.len()
    }

    /// The name of the column that carries a field, for people.
    pub(super) fn column_of(&self, field: &MappedField) -> &str {
        &self.names[field.column]
    }

    pub(super) fn has(&self, target: Target) -> bool {
        self.fields.iter().any(|field| field.target == target)
    }

    /// Each column with its field.
    pub(super) fn pairs(&self) -> Vec<(String, Option<String>)> {
        let field = |slot: &Option<usize>| slot.map(|slot| self.fields[slot].name.clone());
        self.names.iter().cloned().zip(self.slots.iter().map(field)).collect()
    }

    /// The columns that are not stored: unknown ones, and those whose field has a better column.
    pub(super) fn warnings(&self) -> Vec<Warning> {
        let unmapped = self.slots.iter().enumerate().filter(|(_, slot)| slot.is_none());
        unmapped
            .map(|(column, _)| Warning { code: "unmapped_column".to_owned(), detail: self.describe(column) })
            .collect()
    }

    fn describe(&self, column: usize) -> String {
        let name = match self.names[column].as_str() {
            "" => format!("#{}", column + 1),
            name => name.to_owned(),
        };
        let rival = self.candidates.get(&normalised(&self.names[column])).and_then(|known| self.field(&known.name));
        rival.map_or_else(|| name.clone(), |rival| format!("{name} ({}: {})", rival.name, self.column_of(rival)))
    }

    fn field(&self, name: &str) -> Option<&MappedField> {
        self.fields.iter().find(|field| field.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping(preset: &str, names: &[&str]) -> Mapping {
        let fields = FieldTable::parse(include_str!("../../index-schema/review.toml")).unwrap();
        let mut mapping = Mapping::new(&fields, &Preset::parse(&format!("name = 'a'\n{preset}")).unwrap());
        mapping.extend(&names.iter().map(ToString::to_string).collect::<Vec<_>>());
        mapping
    }

    fn fields(mapping: &Mapping) -> Vec<String> {
        mapping.pairs().into_iter().map(|(_, field)| field.unwrap_or_default()).collect()
    }

    fn warned(mapping: &Mapping) -> Vec<String> {
        mapping.warnings().into_iter().map(|warning| warning.detail).collect()
    }

    #[test]
    fn names_are_compared_without_case_spaces_and_marks() {
        let mapping = mapping("", &["\u{feff}评 分", " Review_Text ", "CAT", "评论　时间"]);
        assert_eq!(fields(&mapping), ["rating", "text", "category", "created"]);
    }

    #[test]
    fn of_two_columns_the_more_telling_name_wins_and_the_other_is_warned_of() {
        let mapping = mapping("", &["内容", "评价内容", "评分", "评分", "", "不认识"]);
        assert_eq!(fields(&mapping), ["", "text", "rating", "", "", ""]);
        assert_eq!(warned(&mapping), ["内容 (text: 评价内容)", "评分 (rating: 评分)", "#5", "不认识"]);
    }

    #[test]
    fn a_preset_overrides_the_names_that_hold_everywhere() {
        let mapping = mapping("columns = { '评分' = 'author_level', '口碑' = 'rating' }", &["评分", "口碑", "text"]);
        assert_eq!(fields(&mapping), ["author_level", "rating", "text"]);
    }

    #[test]
    fn columns_that_come_later_do_not_displace_earlier_ones() {
        let mut mapping = mapping("", &["content", "id"]);
        mapping.extend(&["content", "id", "text", "rating"].map(ToOwned::to_owned));
        assert_eq!(fields(&mapping), ["text", "external_id", "", "rating"]);
        let order: Vec<&str> = mapping.fields().map(|(_, field)| field.name.as_str()).collect();
        assert_eq!(order, ["external_id", "rating", "text"]);
    }
}
