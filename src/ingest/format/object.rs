//! The cells of one JSON object. Keys are columns, in the order in which they appear in the file; the keys of an object inside it stand after
//! its own key and a dot (`user.city`).
//!
//! Numbers and booleans become their text, arrays compact JSON; null is absent.

use std::{
    borrow::Cow,
    fmt::{self, Write as _},
};

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::ingest::{
    error::IngestError,
    rows::{Columns, Rows},
};

/// Objects inside objects that have columns of their own; what lies deeper is kept as JSON.
const DEPTH_MAX: usize = 4;

/// Adds the cells of an object to the open row; the inner error says what is wrong with the JSON.
pub(in crate::ingest) fn push_object(
    text: &str,
    rows: &mut Rows,
    columns: &mut Columns,
) -> Result<Result<(), String>, IngestError> {
    let mut cells = Cells { rows, columns, expected: 0, depth: 0, too_many: None };
    let mut json = serde_json::Deserializer::from_str(text);
    let read = json.deserialize_map(Object { cells: &mut cells, prefix: "" }).and_then(|()| json.end());
    match (cells.too_many, read) {
        (Some(error), _) => Err(error),
        (None, read) => Ok(read.map_err(|error| error.to_string())),
    }
}

/// Where the cells of the row go.
struct Cells<'a> {
    rows: &'a mut Rows,
    columns: &'a mut Columns,
    /// The column that comes next where this object has the keys of the one before.
    expected: usize,
    /// How many objects this one lies in.
    depth: usize,
    /// Set when the file has more columns than are read: that ends the import, not the row.
    too_many: Option<IngestError>,
}

impl Cells<'_> {
    fn column<E: de::Error>(&mut self, name: &str) -> Result<usize, E> {
        let column = self.columns.find_or_add(name, self.expected).map_err(|error| {
            self.too_many = Some(error);
            E::custom("too many columns")
        })?;
        self.expected = column + 1;
        Ok(column)
    }
}

/// An object whose columns begin with `prefix`.
struct Object<'a, 'c> {
    cells: &'a mut Cells<'c>,
    prefix: &'a str,
}

impl<'de> Visitor<'de> for Object<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { cells, prefix } = self;
        while let Some(key) = map.next_key_seed(Key)? {
            let name = if prefix.is_empty() { key } else { Cow::Owned(format!("{prefix}.{key}")) };
            map.next_value_seed(Cell { cells, name: &name })?;
        }
        Ok(())
    }
}

/// Reads a key, without copying it where it stands in the text as it is.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, key: D) -> Result<Self::Value, D::Error> {
        key.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

/// Reads a value into the column of that name, or an object into columns that begin with it.
struct Cell<'a, 'c> {
    cells: &'a mut Cells<'c>,
    name: &'a str,
}

impl Cell<'_, '_> {
    fn write<E: de::Error>(self, value: impl fmt::Display) -> Result<(), E> {
        let column = self.cells.column(self.name)?;
        self.cells.rows.cell_with(column, |text| {
            // Writing to a string does not fail.
            let _ = write!(text, "{value}");
        });
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Cell<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Cell<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<(), E> {
        let column = self.cells.column(self.name)?;
        self.cells.rows.cell(column, value);
        Ok(())
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.cells.column(self.name).map(drop)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        self.write(value)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        self.write(value)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        self.write(value)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        self.write(Value::from(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        let value = Value::deserialize(de::value::SeqAccessDeserializer::new(seq))?;
        self.write(value)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let Self { cells, name } = self;
        if cells.depth == DEPTH_MAX {
            let value = Value::deserialize(de::value::MapAccessDeserializer::new(map))?;
            return Cell { cells, name }.write(value);
        }
        cells.depth += 1;
        let read = Object { cells, prefix: name }.visit_map(map);
        cells.depth -= 1;
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(objects: &[&str]) -> (Vec<String>, Vec<Vec<(usize, String)>>) {
        let (mut rows, mut columns) = (Rows::default(), Columns::default());
        for object in objects {
            push_object(object, &mut rows, &mut columns).unwrap().unwrap();
            rows.end(None);
        }
        let cells = |row| rows.get(row).cells().map(|(column, text)| (column, text.to_owned())).collect();
        (columns.names().to_vec(), (0..objects.len()).map(cells).collect())
    }

    #[test]
    fn objects_inside_have_columns_of_their_own() {
        let (names, rows) = read(&[
            r#"{"id":1,"user":{"name":"甲","home":{"city":"武汉"}},"tags":["a",{"b":1}],"gone":null}"#,
            r#"{"id":2,"user":"乙","tags":[]}"#,
        ]);
        assert_eq!(names, ["id", "user.name", "user.home.city", "tags", "gone", "user"]);
        let text = |row: usize, column: usize| {
            rows[row].iter().find(|(at, _)| *at == column).map(|(_, text)| text.as_str()).unwrap_or_default()
        };
        assert_eq!([text(0, 0), text(0, 1), text(0, 2), text(0, 3)], ["1", "甲", "武汉", r#"["a",{"b":1}]"#]);
        assert_eq!([text(1, 0), text(1, 5), text(1, 3), text(1, 1)], ["2", "乙", "[]", ""]);
    }

    #[test]
    fn what_lies_deep_is_kept_as_json() {
        let (names, rows) = read(&[r#"{"a":{"b":{"c":{"d":{"e":{"f":1}}}}}}"#]);
        assert_eq!((names[0].as_str(), rows[0][0].1.as_str()), ("a.b.c.d.e", r#"{"f":1}"#));
    }
}
