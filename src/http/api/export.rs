//! `POST /export`: a whole slice of one snapshot as a file, streamed while the client takes it.

use std::{sync::Arc, time::Duration};

use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::slice::{FilterSchema, Reader, WireFilter};
use crate::{
    compute::Lane,
    domain::page::Sort,
    error::{Code, Coded},
    http::{
        Shared, extract,
        problem::{Fault, Problem, ProblemBody, prefers_chinese},
        rows::{Format, Rows},
    },
    service::{Export, ExportRequest as Request, Service, ServiceError, SharedService, Widening},
};

/// What to export.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ExportRequest {
    /// Query text; blank for all reviews.
    #[schema(required = false)]
    q: String,
    /// Conditions on fields.
    #[schema(value_type = FilterSchema, required = false)]
    filter: WireFilter,
    /// Whether pieces of the query may occur in other wordings.
    #[schema(required = false)]
    synonyms: bool,
    /// Whether half of the pieces are enough.
    #[schema(required = false)]
    approximate: bool,
    /// csv or jsonl.
    format: String,
    /// relevance, newest, oldest, rating_asc, rating_desc or likes.
    #[schema(value_type = String, required = false)]
    sort: Sort,
}

impl ExportRequest {
    /// What the request means, or all that is wrong with it.
    pub(crate) fn check(self, service: &Service, faults: Vec<Fault>) -> Result<(Request, Format), Problem> {
        let today = service.today();
        let mut reader = Reader::new(&service.schema, today);
        reader.faults = faults;
        let slice = reader.slice(&self.q, &self.filter);
        let format = Format::parse(&self.format);
        if format.is_none() && !reader.faults.iter().any(|fault| fault.field.as_deref() == Some("/format")) {
            let detail =
                (format!("没有导出格式 `{}`", self.format), format!("there is no export format `{}`", self.format));
            let fault = Fault::new(Code::InvalidValue, detail).at("/format");
            reader.faults.push(fault.hint("可用的格式：csv, jsonl", "Known formats: csv, jsonl"));
        }
        match format {
            Some(format) if reader.faults.is_empty() => {
                let slice = service.widened(slice, Widening { synonyms: self.synonyms, approximate: self.approximate });
                Ok((Request { slice, sort: self.sort, today }, format))
            }
            _ => Err(Problem::new(reader.faults)),
        }
    }
}

/// How long one batch may wait for a thread and be read. The client already has a part of the file, so patience is better than an end.
const BATCH_PATIENCE: Duration = Duration::from_secs(60);

/// Exports every review of a slice.
#[utoipa::path(post, operation_id = "export", path = "/api/v1/export", tag = "search", request_body = ExportRequest,
    responses(
        (status = 200, description = "One row a review; `x-total-count` tells how many", content(
            (String = "text/csv"), (String = "application/x-ndjson"))),
        (status = "4XX", body = ProblemBody)))]
pub(crate) async fn post(
    shared: web::Data<Shared>,
    request: HttpRequest,
    body: web::Bytes,
) -> Result<HttpResponse, Problem> {
    let (wire, faults) = extract::json::<ExportRequest>(&request, &body)?;
    let service = Arc::clone(&shared.service);
    let (wanted, format) = wire.check(&service, faults)?;
    let name = wanted.today.to_string();
    let worker = Arc::clone(&service);
    let export = service.pool.run(Lane::Heavy, move |job| worker.export(&wanted, job)).await??;
    let rows = Rows::new(format, service.schema.fields(), service.config.zone.clone());
    let total = export.total();
    let disposition = format!("attachment; filename=\"pinglan-{name}-{total}.{}\"", format.name());
    let head = rows.head(prefers_chinese(&request));
    Ok(HttpResponse::Ok()
        .content_type(format.content_type())
        .insert_header(("content-disposition", disposition))
        .insert_header(("x-total-count", total.to_string()))
        .streaming(parts(service, export, rows, head)))
}

/// The file in parts, each read when the client has taken the one before. An error breaks the connection off, so that a part of a file never looks
/// like the whole.
fn parts(
    service: SharedService,
    export: Export,
    rows: Rows,
    head: Vec<u8>,
) -> impl stream::Stream<Item = Result<web::Bytes, actix_web::Error>> {
    stream::unfold(Some((service, export, rows, head)), |state| async {
        let (service, mut export, rows, head) = state?;
        if export.read() == export.total() {
            return (!head.is_empty()).then(|| (Ok(head.into()), None));
        }
        let worker = Arc::clone(&service);
        let read = move |_: &_| {
            let batch = batch(&worker, &mut export, &rows);
            batch.map(|bytes| (bytes, export, rows))
        };
        let part = service.pool.go_on(Lane::Heavy, BATCH_PATIENCE, read).await;
        Some(match part.map_err(ServiceError::from).and_then(|part| part) {
            Ok((bytes, export, rows)) => {
                let mut part = head;
                part.extend(bytes);
                (Ok(part.into()), Some((service, export, rows, Vec::new())))
            }
            Err(error) => {
                tracing::error!(code = error.code().name(), %error, "an export broke off");
                (Err(actix_web::error::ErrorInternalServerError(error)), None)
            }
        })
    })
}

/// The next rows of an export, written.
pub(crate) fn batch(service: &Service, export: &mut Export, rows: &Rows) -> Result<Vec<u8>, ServiceError> {
    Ok(rows.lines(&service.next_rows(export)?))
}
