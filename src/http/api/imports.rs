//! `/imports`: bringing in an export, and the ledger of what became of its rows.

use std::{path::Path, sync::Arc};

use actix_multipart::{Field, Multipart};
use actix_web::{HttpResponse, web};
use futures_util::StreamExt;
use serde::Serialize;
use tokio::{fs::File, io::AsyncWriteExt};
use utoipa::ToSchema;

use crate::{
    compute::Lane,
    domain::{
        calendar::Zone,
        ledger::{self, Counts},
    },
    error::Code,
    http::{
        Shared,
        api::tasks::{TaskBody, submit},
        problem::{Fault, Problem, ProblemBody},
    },
    ingest::Options,
    limits,
    service::{Order, Service, ServiceError, SharedService},
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

/// What a file lacks.
#[derive(Debug, Serialize, ToSchema)]
struct ImportWarning {
    code: String,
    detail: String,
}

/// The ledger, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportList {
    imports: Vec<Import>,
}

impl Import {
    fn new(import: ledger::Import, zone: &Zone) -> Self {
        let warnings = import.warnings.into_iter();
        Self {
            number: import.number,
            file: import.file,
            source: import.source,
            state: import.state.name(),
            counts: import.counts.into(),
            warnings: warnings.map(|warning| ImportWarning { code: warning.code, detail: warning.detail }).collect(),
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
pub(crate) async fn list(shared: web::Data<Shared>) -> Result<HttpResponse, Problem> {
    let service = Arc::clone(&shared.service);
    let imports = shared.service.pool.run(Lane::Light, move |_| service.store.imports(LISTED)).await??;
    let zone = &shared.service.config.zone;
    Ok(HttpResponse::Ok()
        .json(ImportList { imports: imports.into_iter().map(|import| Import::new(import, zone)).collect() }))
}

/// One import.
#[utoipa::path(get, operation_id = "get_import", path = "/api/v1/imports/{number}", tag = "imports", params(("number" = u64, Path)),
    responses((status = 200, body = Import), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn get(shared: web::Data<Shared>, number: web::Path<u64>) -> Result<HttpResponse, Problem> {
    let import = find(&shared, *number).await?;
    Ok(HttpResponse::Ok().json(Import::new(import, &shared.service.config.zone)))
}

/// The rejected rows of an import as CSV.
#[utoipa::path(get, operation_id = "get_import_rejects", path = "/api/v1/imports/{number}/rejects", tag = "imports", params(("number" = u64, Path)),
    responses((status = 200, content_type = "text/csv", body = String), (status = "4XX", body = ProblemBody)))]
pub(crate) async fn rejects(shared: web::Data<Shared>, number: web::Path<u64>) -> Result<HttpResponse, Problem> {
    let import = find(&shared, *number).await?;
    let service = Arc::clone(&shared.service);
    let pages = futures_util::stream::unfold(Some(0u64), move |after| {
        let (service, number) = (Arc::clone(&service), import.number);
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
            (after == 0 || next.is_some()).then(|| (Ok(csv_page(&rejects, after == 0)), next))
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

/// CSV for Excel: byte order mark, CRLF, and no cell that a spreadsheet would run as a formula.
fn csv_page(rejects: &[ledger::Reject], first: bool) -> web::Bytes {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    if first {
        // Writing to a vector cannot fail.
        drop(writer.write_record(["row", "reason", "detail", "raw"]));
    }
    for reject in rejects {
        let row = reject.row.to_string();
        drop(writer.write_record([&row, reject.reason.name(), &inert(&reject.detail), &inert(&reject.raw)]));
    }
    let mut bytes = if first { "\u{FEFF}".as_bytes().to_vec() } else { Vec::new() };
    bytes.extend(writer.into_inner().unwrap_or_default());
    bytes.into()
}

/// A cell that begins like a formula gets an apostrophe in front.
fn inert(cell: &str) -> String {
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if runs { format!("'{cell}") } else { cell.to_owned() }
}

async fn find(shared: &Shared, number: u64) -> Result<ledger::Import, Problem> {
    let service = Arc::clone(&shared.service);
    let found = shared.service.pool.run(Lane::Light, move |_| service.store.import(number)).await??;
    found.ok_or_else(|| {
        Fault::new(Code::ImportNotFound, (format!("没有第 {number} 次导入"), format!("there is no import {number}")))
            .into()
    })
}

/// What to import: a file, with optional `source` and `preset`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "documents the multipart form")]
pub(crate) struct ImportForm {
    #[schema(format = Binary)]
    file: String,
    source: Option<String>,
    preset: Option<String>,
}

/// Takes in an export: the file is kept until its task, which tells how it goes, has ended.
#[utoipa::path(post, operation_id = "create_import", path = "/api/v1/imports", tag = "imports",
    request_body(content = ImportForm, content_type = "multipart/form-data"),
    responses((status = 202, body = TaskBody), (status = "4XX", body = ProblemBody), (status = "5XX", body = ProblemBody)))]
pub(crate) async fn create(shared: web::Data<Shared>, form: Multipart) -> Result<HttpResponse, Problem> {
    let name = shared.service.data_dir().new_upload().map_err(|error| unwritable(&error))?;
    let upload = Upload { service: Arc::clone(&shared.service), name: Some(name.clone()) };
    let (file, options) = receive(form, &shared.service.data_dir().upload_path(&name)).await?;
    let durable = move |service: &Service| {
        let path = service.data_dir().upload_path(&name);
        service.data_dir().sync_upload(&name).map_err(|source| ServiceError::File { path, source })
    };
    let order = Order::Import { upload: upload.name.clone().unwrap_or_default(), file, options };
    let accepted = submit(&shared, order, durable).await?;
    upload.keep();
    Ok(accepted)
}

/// An uploaded file, removed unless a task takes it over.
struct Upload {
    service: SharedService,
    name: Option<String>,
}

impl Upload {
    fn keep(mut self) {
        self.name = None;
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if let Some(name) = &self.name {
            self.service.data_dir().remove_upload(name);
        }
    }
}

/// Writes the file part to `path`; returns its name and the options.
async fn receive(mut form: Multipart, path: &Path) -> Result<(String, Options), Problem> {
    let (mut file, mut options) = (None, Options::default());
    while let Some(field) = form.next().await {
        let field = field.map_err(|error| malformed(&error))?;
        match field.name().unwrap_or_default().to_owned().as_str() {
            "file" => {
                let name = field.content_disposition().and_then(|d| d.get_filename()).unwrap_or("upload").to_owned();
                write(field, path).await?;
                // Only a name, never a path, whatever the client sends.
                file = name.rsplit(['/', '\\']).next().map(str::to_owned);
            }
            "source" => options.source = Some(text(field).await?),
            "preset" => options.preset = Some(text(field).await?),
            name => {
                return Err(Fault::new(
                    Code::UnknownField,
                    (format!("没有名为 `{name}` 的表单项"), format!("there is no form field `{name}`")),
                )
                .into());
            }
        }
    }
    let missing = || Fault::new(Code::InvalidRequest, ("表单缺少 `file`", "the form has no part `file`")).at("/file");
    file.map(|file| (file, options)).ok_or_else(|| missing().into())
}

async fn write(mut field: Field, path: &Path) -> Result<(), Problem> {
    let mut out = File::create(path).await.map_err(|error| unwritable(&error))?;
    let mut written = 0u64;
    while let Some(chunk) = field.next().await {
        let chunk = chunk.map_err(|error| malformed(&error))?;
        written += chunk.len() as u64;
        if written > limits::UPLOAD_BYTES {
            return Err(Fault::new(
                Code::PayloadTooLarge,
                (
                    format!("文件最大 {} 字节", limits::UPLOAD_BYTES),
                    format!("a file is at most {} bytes", limits::UPLOAD_BYTES),
                ),
            )
            .into());
        }
        out.write_all(&chunk).await.map_err(|error| unwritable(&error))?;
    }
    out.flush().await.map_err(|error| unwritable(&error).into())
}

async fn text(mut field: Field) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.next().await {
        bytes.extend_from_slice(&chunk.map_err(|error| malformed(&error))?);
        if bytes.len() > limits::KEYWORD_CHARS {
            return Err(Fault::new(Code::InvalidValue, ("表单项过长", "a form field is too long")).into());
        }
    }
    String::from_utf8(bytes)
        .map_err(|_| Fault::new(Code::InvalidValue, ("表单项不是 UTF-8", "a form field is not UTF-8")).into())
}

fn malformed(error: &actix_multipart::MultipartError) -> Fault {
    Fault::new(Code::InvalidRequest, (format!("表单无法读取：{error}"), format!("the form cannot be read: {error}")))
}

fn unwritable(error: &std::io::Error) -> Fault {
    let code = if error.kind() == std::io::ErrorKind::StorageFull { Code::DiskFull } else { Code::Internal };
    Fault::new(code, (format!("上传的文件无法保存：{error}"), format!("the upload cannot be kept: {error}")))
}
