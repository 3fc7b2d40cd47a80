//! Slices of answers: the request's own slice, narrowed to what a figure counts.

use serde_json::{Map, Value, json};

use super::slice::{Reader, WireFilter};
use crate::{error::Code, http::problem::Fault, limits, service::Widening};

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

/// The slice with one more entry in `filter.all`.
pub(crate) fn narrowed(base: &Map<String, Value>, filter: Map<String, Value>) -> Value {
    let mut slice = base.clone();
    let outer = slice.entry("filter").or_insert_with(|| json!({}));
    if let Value::Object(outer) = outer {
        let all = outer.entry("all").or_insert_with(|| json!([]));
        if let Value::Array(all) = all {
            all.push(json!({"filter": filter}));
        }
    }
    slice.into()
}

/// Finds fault with a slice into which no such entry fits.
pub(crate) fn check_room(entries: usize, reader: &mut Reader<'_>) {
    if entries >= limits::FILTER_VALUES {
        let detail = ("all 已满，无法再加上单元格的条件", "`all` is full: a cell's condition does not fit");
        let fault = Fault::new(Code::TooManyClauses, detail).at("/filter/all");
        reader.faults.push(fault.hint("合并 all 中的条件", "Merge conditions of `all`"));
    }
}

/// Finds fault with slices that would make the answer too long.
pub(crate) fn check_length(bytes: usize, copies: usize) -> Result<(), Fault> {
    if bytes.saturating_mul(copies) <= limits::ANSWER_SLICE_BYTES {
        return Ok(());
    }
    let detail = ("切片太长，无法在每个数字旁重复", "the slice is too long to be repeated beside every figure");
    let fault = Fault::new(Code::LimitExceeded, detail).at("/filter");
    Err(fault.hint(
        "减少维度或条数，或缩短筛选中的取值列表",
        "Ask for fewer dimensions or points, or shorten the lists in the filter",
    ))
}
