//! Reading request bodies: content type, size, JSON with the place of each error.

use actix_web::{HttpMessage, HttpRequest};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;

use super::problem::{Fault, Problem};
use crate::error::Code;

/// A JSON body of type `T` with every fault of its fields; an empty body reads as `{}`.
pub(crate) fn json<T: DeserializeOwned>(request: &HttpRequest, body: &[u8]) -> Result<(T, Vec<Fault>), Problem> {
    if !body.is_empty() && request.content_type() != "application/json" {
        let fault = Fault::new(
            Code::UnsupportedMediaType,
            (
                format!("请求体的类型是 `{}`", request.content_type()),
                format!("the body is `{}`", request.content_type()),
            ),
        );
        return Err(fault
            .hint("请求头请使用 content-type: application/json", "Send content-type: application/json")
            .into());
    }
    let body = if body.is_empty() { b"{}" } else { body };
    value(serde_json::from_slice(body).map_err(|error| Fault::new(Code::InvalidJson, error.to_string()))?)
}

/// A value that stands for a body. A field that cannot be read is a fault and stays at its default, so that the others are checked too.
pub(crate) fn value<T: DeserializeOwned>(mut body: Value) -> Result<(T, Vec<Fault>), Problem> {
    if !body.is_object() {
        let detail = ("请求体应是一个 JSON 对象", "the body must be a JSON object");
        return Err(Fault::new(Code::InvalidValue, detail).into());
    }
    let mut faults = Vec::new();
    loop {
        let error = match serde_path_to_error::deserialize(&body) {
            Ok(value) => return Ok((value, faults)),
            Err(error) => error,
        };
        let name = match error.path().iter().next() {
            Some(Segment::Map { key }) => key.clone(),
            _ => return Err(fault(&error).into()),
        };
        if body.as_object_mut().and_then(|fields| fields.remove(&name)).is_none() {
            return Err(fault(&error).into());
        }
        faults.push(fault(&error));
    }
}

fn fault(error: &serde_path_to_error::Error<serde_json::Error>) -> Fault {
    let inner = error.inner();
    let message = inner.to_string();
    let code = if message.starts_with("unknown field") { Code::UnknownField } else { Code::InvalidValue };
    let segment = |segment: &Segment| match segment {
        Segment::Seq { index } => format!("/{index}"),
        segment => format!("/{segment}"),
    };
    let segments = error.path().iter().map(segment).collect::<String>();
    let fault = Fault::new(code, message);
    if segments.is_empty() { fault } else { fault.at(segments) }
}
