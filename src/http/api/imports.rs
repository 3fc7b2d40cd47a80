//! `/imports`: bringing in an export, and the ledger of what became of its rows.

use std::sync::Arc;

use actix_multipart::Multipart;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use tokio::sync::Semaphore;
use utoipa::ToSchema;

use crate::{
    compute::{Lane, PoolError},
    domain::{
        calendar::Zone,
        ledger::{self, Counts},
    },
    error::Code,
    http::{
        Shared,
        api::tasks::{TaskBody, submit},
        preview::ImportPreview,
        problem::{Fault, Problem, ProblemBody, prefers_chinese},
        upload,
    },
    ingest::RejectsCsv,
    service::{Order, Service, ServiceError},
};

/// One import in the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Import {
    number: u64,
    file: String,
    source: String,
    /// running, done, failed or interrupted.
    state: &'static str,
    #[serde(flatten)]
    counts: ImportCounts,
    /// The sheets of a workbook that were read, each with its sums; empty for other files.
    sheets: Vec<SheetCounts>,
    warnings: Vec<ImportWarning>,
    started_at: String,
    ended_at: Option<String>,
    failure: Option<String>,
}

/// `records = inserted + updated + unchanged + rejected`.
#[derive(Debug, Serialize, ToSchema)]
struct ImportCounts {
    rows_read: u64,
    records: u64,
    inserted: u64,
    updated: u64,
    unchanged: u64,
    rejected: u64,
}

impl From<Counts> for ImportCounts {
    fn from(counts: Counts) -> Self {
        let Counts { rows_read, records, inserted, updated, unchanged, rejected } = counts;
        Self { rows_read, records, inserted, updated, unchanged, rejected }
    }
}

/// One sheet of a workbook.
#[derive(Debug, Serialize, ToSchema)]
struct SheetCounts {
    name: String,
    #[serde(flatten)]
    counts: ImportCounts,
}

/// What a file lacks, or what was noticed in it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportWarning {
    code: String,
    detail: String,
    /// The whole of it for a person, in the language of the request.
    message: String,
}

impl ImportWarning {
    pub(crate) fn new(warning: ledger::Warning, chinese: bool) -> Self {
        let wording = warning.wording();
        let message = if chinese { wording.zh } else { wording.en };
        Self { code: warning.code, detail: warning.detail, message }
    }
}

/// The ledger, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportList {
    imports: Vec<Import>,
}

impl Import {
    fn new(import: ledger::Import, zone: &Zone, chinese: bool) -> Self {
        let warnings = import.warnings.into_iter();
        let sheets = import.tables.into_iter();
        Self {
            number: import.number,
            file: import.file,
            source: import.source,
            state: import.state.name(),
            counts: import.counts.into(),
            sheets: sheets
                .filter_map(|table| Some(SheetCounts { name: table.sheet?, counts: table.counts.into() }))
                .collect(),
            warnings: warnings.map(|warning| ImportWarning::new(warning, chinese)).collect(),
            started_at: zone.rfc3339(import.started_unix_s),
            ended_at: import.ended_unix_s.map(|at| zone.rfc3339(at)),
            failure: import.failure,
        }
    }
}

/// Imports shown at most.
const LISTED: usize = 500;
/// Rejects read from the store at a time while a download runs.
const REJECTS_READ: usize = 5_000;

/// The ledger.
#[utoipa::path(get, operation_id = "list_imports", path = "/api/v1/imports", tag = "imports", responses((status = 200, body = ImportList)))]
pub(crate) async fn list(shared: web::Data<Shared>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let service = Arc::clone(&shared.service);
    let imports = shared.service.pool.run(Lane::Light, move |_| service.store.imports(LISTED)).await??;
    let (zone, chinese) = (&shared.service.config.zone, prefers_chinese(&request));
    Ok(HttpResponse::Ok()
        .json(ImportList { imports: imports.into_iter().map(|import| Import::new(import, zone, chinese)).collect() }))
}

/// One import.
#[utoipa::path(get, operation_id = "get_import", path = "/api/v1/imports/{number}", tag = "imports", params(("number" = u64, Path)),
    responses((status = 200, body = Import), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn get(
    shared: web::Data<Shared>,
    request: HttpRequest,
    number: web::Path<u64>,
) -> Result<HttpResponse, Problem> {
    let import = find(&shared, *number).await?;
    Ok(HttpResponse::Ok().json(Import::new(import, &shared.service.config.zone, prefers_chinese(&request))))
}

/// The rejected rows of an import as CSV: what was wrong, then the columns of the file as they stood. Repaired, the file can be imported.
#[utoipa::path(get, operation_id = "get_import_rejects", path = "/api/v1/imports/{number}/rejects", tag = "imports", params(("number" = u64, Path)),
    responses((status = 200, content_type = "text/csv", body = String), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn rejects(
    shared: web::Data<Shared>,
    request: HttpRequest,
    number: web::Path<u64>,
) -> Result<HttpResponse, Problem> {
    let import = find(&shared, *number).await?;
    let csv = Arc::new(RejectsCsv::new(&import, prefers_chinese(&request)));
    let service = Arc::clone(&shared.service);
    let pages = futures_util::stream::unfold(Some(0u64), move |after| {
        let (service, csv, number) = (Arc::clone(&service), Arc::clone(&csv), import.number);
        async move {
            let after = after?;
            let worker = Arc::clone(&service);
            let page = service.pool.run(Lane::Light, move |_| worker.store.rejects(number, after, REJECTS_READ)).await;
            let rejects = match page {
                Ok(Ok(rejects)) => rejects,
                Ok(Err(error)) => return Some((Err(actix_web::error::ErrorInternalServerError(error)), None)),
                Err(error) => return Some((Err(actix_web::error::ErrorServiceUnavailable(error)), None)),
            };
            let next = rejects.last().map(|reject| reject.row);
            (after == 0 || next.is_some()).then(|| (Ok(csv_page(&csv, &rejects, after == 0)), next))
        }
    });
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((
            "content-disposition",
            format!("attachment; filename=\"import-{}-rejects.csv\"", import.number),
        ))
        .streaming(pages))
}

fn csv_page(csv: &RejectsCsv, rejects: &[ledger::Reject], first: bool) -> web::Bytes {
    let mut bytes = if first { csv.head() } else { Vec::new() };
    bytes.extend(csv.lines(rejects));
    bytes.into()
}

async fn find(shared: &Shared, number: u64) -> Result<ledger::Import, Problem> {
    let service = Arc::clone(&shared.service);
    let found = shared.service.pool.run(Lane::Light, move |_| service.store.import(number)).await??;
    found.ok_or_else(|| {
        Fault::new(Code::ImportNotFound, (format!("没有第 {number} 次导入"), format!("there is no import {number}")))
            .into()
    })
}

/// What to import: a file, and what is to be said of it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documents the multipart form")]
pub(crate) struct ImportForm {
    #[schema(format = Binary)]
    file: String,
    /// Source of the reviews, `[a-z0-9_-]+`, instead of the preset's.
    source: Option<String>,
    /// Name of a preset, instead of the recognised one.
    preset: Option<String>,
    /// A mapping as JSON, or the name of one that is kept.
    mapping: Option<String>,
    /// The item of rows that name none.
    item: Option<String>,
    /// Where in a JSON document the reviews are, such as `data.list`.
    path: Option<String>,
    /// utf-8, utf-16le, utf-16be or gb18030, instead of the recognised one.
    encoding: Option<String>,
}

/// Takes in an export: the file is kept until its task, which tells how it goes, has ended. The task's result is the report; for an archive
/// the sums, with a report of each file under `members`.
#[utoipa::path(post, operation_id = "create_import", path = "/api/v1/imports", tag = "imports",
    request_body(content = ImportForm, content_type = "multipart/form-data"),
    responses((status = 202, body = TaskBody), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn create(shared: web::Data<Shared>, form: Multipart) -> Result<HttpResponse, Problem> {
    let upload = upload::receive(&shared.service, form).await?;
    let (service, request) = (Arc::clone(&shared.service), upload.request.clone());
    let options = web::block(move || service.import_options(&request)).await.map_err(|_| PoolError::Panicked)??;
    let name = upload.name.clone();
    let durable = move |service: &Service| {
        let path = service.data_dir().upload_path(&name);
        service.data_dir().sync_upload(&name).map_err(|source| ServiceError::File { path, source })
    };
    let order = Order::Import { upload: upload.name.clone(), file: upload.file.clone(), options: Box::new(options) };
    let accepted = submit(&shared, order, durable).await?;
    upload.keep();
    Ok(accepted)
}

/// Previews at a time: each may hold the strings of a workbook.
static PREVIEWS: Semaphore = Semaphore::const_new(2);

/// Shows an export as it would be imported: what is recognised, its columns with samples, its first rows with their faults. Stores nothing.
#[utoipa::path(post, operation_id = "preview_import", path = "/api/v1/imports/preview", tag = "imports",
    request_body(content = ImportForm, content_type = "multipart/form-data"),
    responses((status = 200, body = ImportPreview), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn preview(
    shared: web::Data<Shared>,
    request: HttpRequest,
    form: Multipart,
) -> Result<HttpResponse, Problem> {
    let upload = upload::receive(&shared.service, form).await?;
    let _turn = PREVIEWS.acquire().await.map_err(|_| PoolError::Panicked)?;
    let service = Arc::clone(&shared.service);
    let look = web::block(move || service.preview(&upload.path(), &upload.file, &upload.request));
    let preview = look.await.map_err(|_| PoolError::Panicked)??;
    let chinese = prefers_chinese(&request);
    Ok(HttpResponse::Ok().json(ImportPreview::new(preview, &shared.service.config.zone, chinese)))
}
