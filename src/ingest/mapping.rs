//! Which column is which field.
//!
//! Invariant: a field has at most one column, and a column without a field is named in a warning: nothing is dropped silently.

use std::collections::HashMap;

use super::{pattern::Pattern, preset::Preset};
use crate::domain::{
    fields::{Field, FieldKind, FieldTable},
    ledger::Warning,
    rating::Scale,
};

/// What a column with answers to an open question is mapped to: each answer is a review of its own.
pub(super) const ANSWER: &str = "answer";

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

/// What a column's name stands for.
#[derive(Debug, Clone)]
enum Meaning {
    Field(Candidate),
    Answer,
    /// Someone said that it is to be left out.
    Ignored,
}

/// The columns of one file and their fields.
#[derive(Debug, Default)]
pub(super) struct Mapping {
    meanings: HashMap<String, Meaning>,
    /// Names with stars, in the order in which they are tried.
    patterns: Vec<(Pattern, Meaning)>,
    /// Columns that someone named, as written.
    wanted: Vec<String>,
    names: Vec<String>,
    /// By column, the index into `fields`.
    slots: Vec<Option<usize>>,
    /// By column, whether it is left out on purpose.
    ignored: Vec<bool>,
    /// Columns with answers to open questions.
    answers: Vec<usize>,
    fields: Vec<MappedField>,
    /// Indexes into `fields`, in the order of the fields' names.
    by_name: Vec<usize>,
}

/// A column name as it is compared: without case, white space and byte order marks.
pub(super) fn normalised(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').flat_map(char::to_lowercase).collect()
}

/// A column name without what people put around it: a mark for required questions, a colon, a remark in brackets.
fn bare(normalised: &str) -> &str {
    let name = normalised.trim_start_matches(['*', '＊']).trim_end_matches([':', '：', '*', '＊']);
    let opening = [(')', '('), ('）', '（'), (']', '['), ('】', '【')];
    let bracket = opening.iter().find(|(close, _)| name.ends_with(*close)).and_then(|(_, open)| name.rfind(*open));
    bracket.filter(|at| *at > 0).map_or(name, |at| &name[..at])
}

/// The scale that a column's name tells in brackets, such as 评分（10分制）.
fn scale_told(name: &str) -> Option<Scale> {
    let name = normalised(name);
    let told = name.strip_prefix(bare(&name)).filter(|told| !told.is_empty())?;
    let says = |words: &[&str]| words.iter().any(|word| told.contains(word));
    match () {
        () if says(&["100", "百分"]) => Some(Scale::Hundred),
        () if says(&["10", "十分"]) => Some(Scale::Ten),
        () if says(&["5", "五分"]) => Some(Scale::Five),
        () => None,
    }
}

/// What a column name stands for: as it is written, else without what people put around it.
pub(super) fn lookup<'a, T>(names: &'a HashMap<String, T>, name: &str) -> Option<&'a T> {
    let name = normalised(name);
    names.get(&name).or_else(|| names.get(bare(&name)))
}

impl Mapping {
    /// A mapping without columns.
    pub(super) fn new(fields: &FieldTable, preset: &Preset) -> Self {
        let mut mapping = Self::default();
        let candidate = |field: &Field, rank| {
            let target = Target::of(field)?;
            Some(Meaning::Field(Candidate { name: field.name.clone(), target, facet: field.facet, rank }))
        };
        for answer in &preset.answers {
            mapping.add(answer, Meaning::Answer);
        }
        for (column, field) in &preset.columns {
            let meaning = match field.as_deref() {
                None => Some(Meaning::Ignored),
                Some(ANSWER) => Some(Meaning::Answer),
                Some(name) => fields.get(name).and_then(|field| candidate(field, 0)),
            };
            if let Some(meaning) = meaning {
                mapping.add(column, meaning);
            }
        }
        for field in fields.iter() {
            for (rank, column) in field.columns.iter().enumerate() {
                if let Some(meaning) = candidate(field, rank + 1) {
                    mapping.meanings.entry(normalised(column)).or_insert(meaning);
                }
            }
        }
        mapping
    }

    /// Without a word on columns that a preset knows and the file lacks.
    pub(super) fn of_preset(mut self) -> Self {
        self.wanted.clear();
        self
    }

    fn add(&mut self, column: &str, meaning: Meaning) {
        let pattern = Pattern::new(column);
        if pattern.is_exact() {
            self.wanted.push(column.to_owned());
            self.meanings.entry(normalised(column)).or_insert(meaning);
        } else {
            self.patterns.push((pattern, meaning));
        }
    }

    fn meaning(&self, column: usize) -> Option<&Meaning> {
        let name = &self.names[column];
        lookup(&self.meanings, name).or_else(|| {
            let found = self.patterns.iter().find(|(pattern, _)| pattern.matches(name));
            found.map(|(_, meaning)| meaning)
        })
    }

    /// Maps the columns that are new in `names`. Those that come together compete for a field, the more telling name wins;
    /// a field that has a column keeps it.
    pub(super) fn extend(&mut self, names: &[String]) {
        let first = self.names.len();
        self.names.extend_from_slice(&names[first..]);
        self.slots.resize(names.len(), None);
        self.ignored.resize(names.len(), false);
        let mut found: Vec<(usize, Candidate)> = Vec::new();
        for column in first..names.len() {
            match self.meaning(column).cloned() {
                Some(Meaning::Field(candidate)) => found.push((column, candidate)),
                Some(Meaning::Answer) => self.answers.push(column),
                Some(Meaning::Ignored) => self.ignored[column] = true,
                None => {}
            }
        }
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

    /// Whether a column holds texts of reviews.
    pub(super) fn has_text(&self) -> bool {
        !self.answers.is_empty() || [Target::Text, Target::Title, Target::Append].iter().any(|target| self.has(*target))
    }

    /// The columns with answers to open questions, with the questions.
    pub(super) fn answers(&self) -> impl Iterator<Item = (usize, &str)> {
        self.answers.iter().map(|column| (*column, self.names[*column].as_str()))
    }

    /// The scale that the name of the column with ratings tells.
    pub(super) fn scale_told(&self) -> Option<Scale> {
        let rating = self.fields.iter().find(|field| field.target == Target::Rating)?;
        scale_told(self.column_of(rating))
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
        let field = |column: usize| {
            let answer = self.answers.contains(&column).then(|| ANSWER.to_owned());
            self.slots[column].map(|slot| self.fields[slot].name.clone()).or(answer)
        };
        self.names.iter().cloned().enumerate().map(|(column, name)| (name, field(column))).collect()
    }

    /// The columns that are not stored: unknown ones, and those whose field has a better column; and columns that were named but are not
    /// there.
    pub(super) fn warnings(&self) -> Vec<Warning> {
        let warning = |code: &str, detail: String| Warning { code: code.to_owned(), detail };
        let unmapped = (0..self.names.len())
            .filter(|column| self.slots[*column].is_none() && !self.ignored[*column] && !self.answers.contains(column));
        let there: Vec<String> = self.names.iter().map(|name| normalised(name)).collect();
        let missing = self.wanted.iter().filter(|wanted| {
            let wanted = normalised(wanted);
            !there.iter().any(|name| *name == wanted || bare(name) == wanted)
        });
        unmapped
            .map(|column| warning("unmapped_column", self.describe(column)))
            .chain(missing.map(|wanted| warning("missing_column", wanted.clone())))
            .collect()
    }

    fn describe(&self, column: usize) -> String {
        let name = match self.names[column].as_str() {
            "" => format!("#{}", column + 1),
            name => name.to_owned(),
        };
        let rival = match self.meaning(column) {
            Some(Meaning::Field(known)) => self.field(&known.name),
            _ => None,
        };
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
    fn what_people_put_around_a_name_is_no_part_of_it() {
        let mapping = mapping("", &["*评价内容：", "评分（10分制）", "(x)"]);
        assert_eq!(fields(&mapping), ["text", "rating", ""]);
        assert_eq!(mapping.scale_told(), Some(Scale::Ten));
        let told = ["评分(百分制)", "评分[满分5分]", "评分", "评分（必填）"].map(scale_told);
        assert_eq!(told, [Some(Scale::Hundred), Some(Scale::Five), None, None]);
    }

    #[test]
    fn columns_can_be_left_out_and_answers_chosen() {
        let preset = "answers = ['*建议*']\ncolumns = { '*满意度*' = 'rating', '备注' = 'answer', '没有' = 'text' }";
        let mapping = mapping(preset, &["1、满意度", "2、有什么建议？", "备注", "内容"]);
        assert_eq!(fields(&mapping), ["rating", "answer", "answer", "text"]);
        assert_eq!(warned(&mapping), ["没有"]);
        let names = ["内容".to_owned(), "评分".to_owned()];
        let table = FieldTable::parse(include_str!("../../index-schema/review.toml")).unwrap();
        let mut preset = Preset::parse("name = 'a'").unwrap();
        preset.columns.insert("评分".to_owned(), None);
        let mut left_out = Mapping::new(&table, &preset);
        left_out.extend(&names);
        assert_eq!((fields(&left_out), left_out.warnings()), (vec!["text".to_owned(), String::new()], vec![]));
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
