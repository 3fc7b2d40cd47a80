//! Reading request bodies: content type, size, JSON with the place of each error.

use actix_web::{HttpMessage, HttpRequest};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::problem::{Fault, Problem};
use crate::error::Code;

/// A JSON body of type `T`; an empty body reads as `{}`.
pub(crate) fn json<T: DeserializeOwned>(request: &HttpRequest, body: &[u8]) -> Result<T, Problem> {
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
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| fault(&error))?;
    reader.end().map_err(|error| Fault::new(Code::InvalidJson, error.to_string()))?;
    Ok(value)
}

/// A value that stands for a body.
pub(crate) fn value<T: DeserializeOwned>(body: Value) -> Result<T, Problem> {
    serde_path_to_error::deserialize(body).map_err(|error| fault(&error).into())
}

fn fault(error: &serde_path_to_error::Error<serde_json::Error>) -> Fault {
    let inner = error.inner();
    let message = inner.to_string();
    let code = if message.starts_with("unknown field") {
        Code::UnknownField
    } else if inner.is_data() {
        Code::InvalidValue
    } else {
        Code::InvalidJson
    };
    let segments = error.path().iter().map(|segment| format!("/{segment}")).collect::<String>();
    let fault = Fault::new(code, message);
    if segments.is_empty() { fault } else { fault.at(segments) }
}
