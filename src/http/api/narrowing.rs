//! Slices of answers: the request's own slice, narrowed to what a figure counts.

use serde_json::{Map, Value, json};

use super::slice::{Reader, WireFilter};
use crate::{
    error::Code,
    http::problem::{Fault, Problem},
    limits,
    service::Widening,
};

/// A slice as its client wrote it, which the figures of the answer repeat.
pub(crate) fn base(q: &str, filter: &WireFilter, widening: Widening) -> Value {
    let mut slice = json!({"q": q, "filter": filter});
    for (name, _) in
        [("synonyms", widening.synonyms), ("approximate", widening.approximate)].iter().filter(|(_, on)| *on)
    {
        slice[*name] = json!(true);
    }
    slice
}

/// The slice with one more entry in `filter.all`: a filter.
pub(crate) fn narrowed(base: &Map<String, Value>, filter: Map<String, Value>) -> Value {
    narrowed_to(base, json!({"filter": filter}))
}

/// The slice with one more entry in `filter.all`.
pub(crate) fn narrowed_to(base: &Map<String, Value>, entry: Value) -> Value {
    let mut slice = base.clone();
    let outer = slice.entry("filter").or_insert_with(|| json!({}));
    if let Value::Object(outer) = outer {
        let all = outer.entry("all").or_insert_with(|| json!([]));
        if let Value::Array(all) = all {
            all.push(entry);
        }
    }
    slice.into()
}

/// A slice within a request, in the form in which answers repeat it.
pub(crate) fn base_of(slice: &Value, widening: Widening) -> Value {
    let filter = slice.get("filter").and_then(Value::as_object).cloned().unwrap_or_default();
    base(slice.get("q").and_then(Value::as_str).unwrap_or_default(), &WireFilter(filter), widening)
}

/// Finds fault with a slice into which no such entry fits.
pub(crate) fn check_room(entries: usize, reader: &mut Reader<'_>) {
    check_room_at("", entries, reader);
}

/// The same for the slice at a pointer.
pub(crate) fn check_room_at(at: &str, entries: usize, reader: &mut Reader<'_>) {
    if entries >= limits::FILTER_VALUES {
        let detail = ("all 已满，无法再加上单元格的条件", "`all` is full: a cell's condition does not fit");
        let fault = Fault::new(Code::TooManyClauses, detail).at(format!("{at}/filter/all"));
        reader.faults.push(fault.hint("合并 all 中的条件", "Merge conditions of `all`"));
    }
}

/// Finds fault with slices that would make the answer too long.
pub(crate) fn check_length(bytes: usize, copies: usize) -> Result<(), Problem> {
    if bytes.saturating_mul(copies) <= limits::ANSWER_SLICE_BYTES {
        return Ok(());
    }
    let detail = ("切片太长，无法在每个数字旁重复", "the slice is too long to be repeated beside every figure");
    let fault = Fault::new(Code::LimitExceeded, detail).at("/filter");
    let fault = fault.hint(
        "减少维度或条数，或缩短筛选中的取值列表",
        "Ask for fewer dimensions or points, or shorten the lists in the filter",
    );
    Err(fault.into())
}
