//! Over HTTP against the real server; the files mirror the address tree.

mod analysis;
mod compare;
mod explain;
mod export;
mod facets;
mod failures;
mod fields;
mod formats;
mod imports;
mod keys;
mod ledger;
mod load;
mod mappings;
mod pain_points;
mod pivot;
mod reviews;
mod roles;
mod search;
mod search_faults;
mod system;
mod tasks;
mod understood;
mod verify;
mod words;

use serde_json::Value;

/// The text at a JSON pointer.
fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("no text at {pointer} in {value}"))
}

/// The ids of the hits of a search, in order.
fn ids(answer: &Value) -> Vec<&str> {
    answer["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap()).collect()
}

/// A value in a path or a query string.
fn encoded(value: &str) -> String {
    value
        .bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
