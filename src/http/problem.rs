//! Errors as `application/problem+json` (RFC 9457), and the one place where a code becomes an HTTP status.

use std::fmt;

use actix_web::{
    HttpRequest, HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    error::{Code, Coded, Wording},
    service::ServiceError,
};

/// An error on its way to a client, in both languages until the request's is known.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    faults: Vec<Fault>,
}

/// One thing that is wrong.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) code: Code,
    pub(crate) detail: Wording,
    /// JSON pointer into the request, when one place is at fault.
    pub(crate) field: Option<String>,
    pub(crate) hint: Option<Wording>,
    /// What to send in place of the text at fault; the same in every language.
    pub(crate) repair: Option<String>,
    /// When to try again, if that would help.
    pub(crate) retry_after_s: Option<u32>,
}

impl Fault {
    pub(crate) fn new(code: Code, detail: impl Into<Wording>) -> Self {
        Self { code, detail: detail.into(), field: None, hint: None, repair: None, retry_after_s: None }
    }

    pub(crate) fn of(error: &impl Coded) -> Self {
        Self {
            code: error.code(),
            detail: error.detail(),
            field: None,
            hint: error.hint(),
            repair: None,
            retry_after_s: error.retry_after_s(),
        }
    }

    pub(crate) fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    pub(crate) fn hint(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.hint = Some(Wording::new(zh, en));
        self
    }
}

/// The wire form of a problem.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody {
    /// A URN that names the code.
    #[serde(rename = "type")]
    kind: String,
    /// What kind of error it is.
    title: &'static str,
    /// HTTP status.
    status: u16,
    /// What happened this time.
    detail: String,
    /// Stable code.
    code: &'static str,
    /// JSON pointer to the part of the request at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    /// What to send in place of the text at fault, where one is known that can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    repair: Option<String>,
    /// Names this request in the log.
    request_id: String,
    /// Every fault, the first included.
    faults: Vec<FaultBody>,
}

/// One fault on the wire.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Fault)]
struct FaultBody {
    code: &'static str,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    /// What to send in place of the text at fault, where one is known that can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    repair: Option<String>,
}

impl Problem {
    /// From all faults; without any it is an internal error.
    pub(crate) fn new(mut faults: Vec<Fault>) -> Self {
        if faults.is_empty() {
            faults.push(Fault::new(Code::Internal, "no fault was named".to_owned()));
        }
        Self { faults }
    }

    /// The fault that names the problem.
    pub(crate) fn into_first(mut self) -> Fault {
        self.faults.swap_remove(0)
    }

    fn first(&self) -> &Fault {
        &self.faults[0]
    }

    pub(crate) fn status(&self) -> StatusCode {
        status_of(self.first().code)
    }

    /// The response in the request's language.
    pub(crate) fn respond(&self, request: &HttpRequest, request_id: &str) -> HttpResponse {
        let chinese = prefers_chinese(request);
        let worded = |wording: &Wording| if chinese { wording.zh.clone() } else { wording.en.clone() };
        let hint = |fault: &Fault| fault.hint.as_ref().map(worded);
        let title = |code: Code| if chinese { code.title_zh() } else { code.title_en() };
        let first = self.first();
        let mut detail = worded(&first.detail);
        if is_inside(first.code) {
            tracing::error!(request_id, code = first.code.name(), detail = first.detail.en, "request failed");
            // What went wrong inside is for the log, not for the client.
            title(first.code).clone_into(&mut detail);
        }
        let body = ProblemBody {
            kind: format!("urn:pinglan:error:{}", first.code.name()),
            title: title(first.code),
            status: self.status().as_u16(),
            detail,
            code: first.code.name(),
            field: first.field.clone(),
            hint: hint(first),
            repair: first.repair.clone(),
            request_id: request_id.to_owned(),
            faults: self
                .faults
                .iter()
                .map(|fault| FaultBody {
                    code: fault.code.name(),
                    detail: if is_inside(first.code) { title(fault.code).to_owned() } else { worded(&fault.detail) },
                    field: fault.field.clone(),
                    hint: hint(fault),
                    repair: fault.repair.clone(),
                })
                .collect(),
        };
        let mut response = HttpResponse::build(self.status());
        if self.status() == StatusCode::UNAUTHORIZED {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"pinglan\""));
        }
        let passes = [StatusCode::SERVICE_UNAVAILABLE, StatusCode::TOO_MANY_REQUESTS].contains(&self.status());
        if passes && first.code != Code::PageNotBuilt {
            response.insert_header((header::RETRY_AFTER, first.retry_after_s.unwrap_or(1).to_string()));
        }
        response.insert_header((header::CONTENT_TYPE, "application/problem+json")).json(body)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.first().code.name(), self.first().detail.en)
    }
}

/// The middleware renders problems, because only it knows the request; this status is what reaches it.
impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status()
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        Self::new(vec![fault])
    }
}

impl<E: Into<ServiceError>> From<E> for Problem {
    fn from(error: E) -> Self {
        Fault::of(&error.into()).into()
    }
}

/// Whether what happened is for the log alone: clients can do nothing about it.
fn is_inside(code: Code) -> bool {
    status_of(code).is_server_error() && !matches!(code, Code::PageNotBuilt | Code::DiskFull)
}

/// Whether the request asks for Chinese first.
pub(crate) fn prefers_chinese(request: &HttpRequest) -> bool {
    let accepted = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|languages| languages.trim_start().to_ascii_lowercase().starts_with("zh"))
}

/// The HTTP status of a code.
pub(crate) const fn status_of(code: Code) -> StatusCode {
    match code {
        Code::InvalidJson
        | Code::InvalidRequest
        | Code::InvalidValue
        | Code::UnknownField
        | Code::InvalidQuery
        | Code::EmptyPhrase
        | Code::QueryTooLong
        | Code::InvalidWord
        | Code::TooManyClauses
        | Code::InvalidCursor
        | Code::UnreadableFile
        | Code::UnknownFormat
        | Code::UnknownEncoding
        | Code::BrokenArchive
        | Code::UnsafeArchive
        | Code::EncryptedArchive
        | Code::NestedArchive
        | Code::UnknownPath
        | Code::InvalidMapping
        | Code::EmptyFile
        | Code::MissingTextColumn
        | Code::UnknownPreset
        | Code::InvalidSource
        | Code::BrokenBackup
        | Code::LimitExceeded => StatusCode::BAD_REQUEST,
        Code::Unauthorized => StatusCode::UNAUTHORIZED,
        Code::Forbidden => StatusCode::FORBIDDEN,
        Code::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        Code::NotFound
        | Code::KeyNotFound
        | Code::ReviewNotFound
        | Code::ImportNotFound
        | Code::TaskNotFound
        | Code::GenerationNotFound
        | Code::UnknownMapping => StatusCode::NOT_FOUND,
        Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Code::SuspiciousIdentity
        | Code::KeyNameTaken
        | Code::DataDirLocked
        | Code::GenerationOutdated
        | Code::TargetNotEmpty => StatusCode::CONFLICT,
        Code::CursorExpired => StatusCode::GONE,
        Code::PayloadTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::PageNotBuilt | Code::Busy | Code::DeadlineExceeded => StatusCode::SERVICE_UNAVAILABLE,
        Code::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
        Code::Internal
        | Code::UnwritableFile
        | Code::StoreFailed
        | Code::StoreTooNew
        | Code::IndexFailed
        | Code::InvalidConfig
        | Code::NotLoopback => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
