//! Reviews as rows of a file: CSV for spreadsheets and JSON lines for programs.
//!
//! CSV has a byte order mark, CRLF and RFC 4180 quoting. No cell of a review can run as a formula or lose digits: such cells get an apostrophe in
//! front. JSON lines carry every value as it is.

use serde_json::{Map, Value, json};

use crate::{
    domain::{
        analysis::Flag,
        calendar::Zone,
        fields::{FieldKind, FieldTable, Label},
        rating::Rating,
    },
    http::view,
    service::{ExportRow, aspect_sentiment},
};

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// For spreadsheets.
    Csv,
    /// For programs.
    Jsonl,
}

impl Format {
    /// The ending of a file's name, which is also the format's name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        [Self::Csv, Self::Jsonl].into_iter().find(|format| format.name() == name)
    }

    pub(crate) const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Jsonl => "application/x-ndjson",
        }
    }
}

/// Columns whose values do not come from a field of the same name, with their labels.
const OWN: [(&str, &str, &str); 6] = [
    ("id", "评价编号", "Review id"),
    ("created_at", "时间", "Time"),
    ("sentiment_score", "情感分", "Sentiment score"),
    ("aspects", "属性", "Aspects"),
    ("opinions", "观点", "Opinions"),
    ("flags", "标记", "Flags"),
];
/// The other columns before the attributes.
const FIRST: [&str; 15] = [
    "id",
    "source",
    "item",
    "rating",
    "created_at",
    "title",
    "text",
    "append",
    "reply",
    "likes",
    "sentiment_score",
    "sentiment",
    "aspects",
    "opinions",
    "flags",
];

/// Writes rows in one format.
#[derive(Debug, Clone)]
pub(crate) struct Rows {
    pub(crate) format: Format,
    zone: Zone,
    columns: Vec<String>,
    labels: Vec<Label>,
}

impl Rows {
    /// The columns: the review itself, then every attribute that is a facet.
    pub(crate) fn new(format: Format, fields: &FieldTable, zone: Zone) -> Self {
        let attributes = fields.facets().filter(|field| field.is_attribute() && field.kind == FieldKind::Keyword);
        let attributes = attributes.map(|field| field.name.as_str()).filter(|name| !FIRST.contains(name));
        let columns: Vec<String> = FIRST.into_iter().chain(attributes).map(str::to_owned).collect();
        let label = |name: &String| {
            let own = OWN.iter().find(|(own, ..)| own == name);
            match (own, fields.get(name)) {
                (Some((_, zh, en)), _) => Label { zh: (*zh).to_owned(), en: (*en).to_owned() },
                (None, Some(field)) => field.label.clone(),
                (None, None) => Label { zh: name.clone(), en: name.clone() },
            }
        };
        let labels = columns.iter().map(label).collect();
        Self { format, zone, columns, labels }
    }

    /// What stands before the first row.
    pub(crate) fn head(&self, chinese: bool) -> Vec<u8> {
        if self.format == Format::Jsonl {
            return Vec::new();
        }
        let labels = self.labels.iter().map(|label| if chinese { &label.zh } else { &label.en });
        let mut bytes = "\u{FEFF}".as_bytes().to_vec();
        bytes.extend(csv_lines([labels.map(|label| inert(label)).collect::<Vec<_>>()]));
        bytes
    }

    /// These rows.
    pub(crate) fn lines(&self, rows: &[ExportRow]) -> Vec<u8> {
        let cells = rows.iter().map(|row| self.columns.iter().map(|column| self.value(row, column)));
        match self.format {
            Format::Csv => csv_lines(cells.map(|cells| cells.map(|value| cell(&value)).collect::<Vec<_>>())),
            Format::Jsonl => {
                let mut bytes = Vec::new();
                for cells in cells {
                    let line: Map<String, Value> = self.columns.iter().cloned().zip(cells).collect();
                    // Writing to a vector cannot fail.
                    drop(serde_json::to_writer(&mut bytes, &line));
                    bytes.push(b'\n');
                }
                bytes
            }
        }
    }

    fn value(&self, row: &ExportRow, column: &str) -> Value {
        let (id, content) = (&row.review.id, &row.review.content);
        match column {
            "id" => json!(id.to_string()),
            "source" => json!(id.source),
            "item" => json!(content.item),
            "rating" => json!(content.rating.map(Rating::stars)),
            "created_at" => json!(view::created_at(content, &self.zone)),
            "title" => json!(content.title),
            "text" => json!(content.text),
            "append" => json!(content.append),
            "reply" => json!(content.reply),
            "likes" => json!(content.likes),
            "sentiment_score" => json!(row.entry.sentiment.value()),
            "sentiment" => json!(row.bucket.name()),
            "aspects" => {
                let aspects = row.entry.aspects.iter();
                aspects.map(|(aspect, polarity)| aspect_sentiment(aspect, *polarity)).collect()
            }
            "opinions" => json!(row.entry.opinions),
            "flags" => row.entry.flags.iter().map(Flag::name).collect(),
            attribute => json!(content.attributes.get(attribute)),
        }
    }
}

fn csv_lines(rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        // Writing to a vector cannot fail.
        drop(writer.write_record(row));
    }
    writer.into_inner().unwrap_or_default()
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => inert(text),
        Value::Array(values) => {
            inert(&values.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(LIST_SEPARATOR))
        }
        number => number.to_string().trim_end_matches(".0").to_owned(),
    }
}

/// Between the values of one cell; no aspect, normal form or flag holds it.
const LIST_SEPARATOR: &str = " | ";

/// Digits from which spreadsheets round a number or write it with an exponent.
const LONG_NUMBER_DIGITS: usize = 12;

/// A text that a spreadsheet would run as a formula, or read as a number and so change, gets an apostrophe in front.
fn inert(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let changes = digits && (text.len() >= LONG_NUMBER_DIGITS || (text.len() > 1 && text.starts_with('0')));
    if runs || changes { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_neither_run_nor_change() {
        for text in ["=1+1", "+86", "-差", "@SUM(A1)", "\t=1", "\r=1", "007", "123456789012"] {
            assert_eq!(inert(text), format!("'{text}"));
        }
        for text in ["", "0", "5", "66666", "12345678901", "1.5", "a=b", " =1", "好", "'x"] {
            assert_eq!(inert(text), text);
        }
    }

    #[test]
    fn numbers_are_written_short() {
        let cells =
            [json!(5.0), json!(4.5), json!(-0.71), json!(0.0), json!(10), json!(null)].map(|value| cell(&value));
        assert_eq!(cells, ["5", "4.5", "-0.71", "0", "10", ""]);
    }
}
