//! The cells of one JSON object. Keys are columns, in the order in which they appear in the file.
//!
//! Numbers and booleans become their text, nested values compact JSON; null is absent.

use std::fmt::{self, Write as _};

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::ingest::{
    error::IngestError,
    rows::{Columns, Rows},
};

/// Adds the cells of an object to the open row; the inner error says what is wrong with the JSON.
pub(in crate::ingest) fn push_object(
    text: &str,
    rows: &mut Rows,
    columns: &mut Columns,
) -> Result<Result<(), String>, IngestError> {
    let mut too_many = None;
    let mut json = serde_json::Deserializer::from_str(text);
    let read = json.deserialize_map(Object { rows, columns, too_many: &mut too_many }).and_then(|()| json.end());
    match (too_many, read) {
        (Some(error), _) => Err(error),
        (None, read) => Ok(read.map_err(|error| error.to_string())),
    }
}

struct Object<'a> {
    rows: &'a mut Rows,
    columns: &'a mut Columns,
    /// Set when the file has more columns than are read: that ends the import, not the row.
    too_many: &'a mut Option<IngestError>,
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut expected = 0;
        while let Some(found) = map.next_key_seed(Key { columns: self.columns, expected })? {
            match found {
                Ok(column) => {
                    map.next_value_seed(Cell { rows: self.rows, column })?;
                    expected = column + 1;
                }
                Err(error) => {
                    *self.too_many = Some(error);
                    return Err(de::Error::custom("too many columns"));
                }
            }
        }
        Ok(())
    }
}

/// Reads a key as a column.
struct Key<'a> {
    columns: &'a mut Columns,
    expected: usize,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Result<usize, IngestError>;

    fn deserialize<D: Deserializer<'de>>(self, key: D) -> Result<Self::Value, D::Error> {
        key.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Result<usize, IngestError>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.columns.find_or_add(key, self.expected))
    }
}

/// Reads a value into a cell.
struct Cell<'a> {
    rows: &'a mut Rows,
    column: usize,
}

impl Cell<'_> {
    fn write(self, value: impl fmt::Display) {
        self.rows.cell_with(self.column, |text| {
            // Writing to a string does not fail.
            let _ = write!(text, "{value}");
        });
    }
}

impl<'de> DeserializeSeed<'de> for Cell<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Cell<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.rows.cell(self.column, value);
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.write(value);
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.write(value);
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.write(value);
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.write(Value::from(value));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        self.write(Value::deserialize(de::value::SeqAccessDeserializer::new(seq))?);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.write(Value::deserialize(de::value::MapAccessDeserializer::new(map))?);
        Ok(())
    }
}
