//! `pinglan import FILE…`: takes in exports, or shows how they would be read; here or through the server that holds the data directory.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use serde_json::Value;

use super::{
    Context, Failure, Outcome,
    handover::{Handover, refusal},
    output::Output,
    previewed,
};
use crate::{
    domain::ledger::Warning,
    error::Wording,
    http,
    ingest::IngestError,
    service::{ImportRequest, Progress, RunningServer, Service, ServiceError, parse_mapping},
};

/// Import exports: CSV, TSV, Excel, JSON or JSON lines, also as .gz, .zst or in a .zip.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Files; no flags are needed where the columns are known.
    #[arg(required_unless_present = "keep_mapping", value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Source of the reviews, `[a-z0-9_-]+`, instead of the preset's.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Preset by name, instead of the recognised one.
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
    /// What the columns are: the name of a mapping that is kept, JSON, or @FILE with JSON.
    #[arg(long, value_name = "MAPPING")]
    mapping: Option<String>,
    /// Keep the mapping given as JSON under this name.
    #[arg(long, value_name = "NAME", requires = "mapping")]
    keep_mapping: Option<String>,
    /// Item of rows that name none.
    #[arg(long, value_name = "NAME")]
    item: Option<String>,
    /// Where in a JSON document the reviews are, such as data.list.
    #[arg(long, value_name = "PATH")]
    path: Option<String>,
    /// Encoding, instead of the recognised one: utf-8, utf-16le, utf-16be, gb18030.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Show how the files would be read, and store nothing.
    #[arg(long)]
    preview: bool,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> Result<Outcome, Failure> {
    let mapping = arguments.mapping.as_deref().map(read_mapping).transpose()?;
    let request = ImportRequest {
        source: arguments.source.clone(),
        preset: arguments.preset.clone(),
        mapping,
        item: arguments.item.clone(),
        path: arguments.path.clone(),
        encoding: arguments.encoding.clone(),
    };
    let target = Target::find(context)?;
    if let (Some(name), Some(json)) = (&arguments.keep_mapping, &request.mapping) {
        target.keep_mapping(name, json)?;
    }
    let files = arguments.files.iter().map(|path| (path.clone(), request.clone())).collect::<Vec<_>>();
    if arguments.preview { preview_all(context, &target, &files) } else { import_into(context, &target, &files) }
}

/// A mapping as it is typed: `@FILE` stands for what the file holds.
fn read_mapping(typed: &str) -> Result<String, IngestError> {
    let Some(path) = typed.strip_prefix('@') else { return Ok(typed.to_owned()) };
    std::fs::read_to_string(path).map_err(|source| IngestError::Unreadable { path: path.to_owned(), source })
}

/// Imports files one after the other; one that fails does not stop the others.
pub(super) fn import_all(context: &Context, files: &[(PathBuf, ImportRequest)]) -> Result<Outcome, Failure> {
    import_into(context, &Target::find(context)?, files)
}

fn import_into(context: &Context, target: &Target, files: &[(PathBuf, ImportRequest)]) -> Result<Outcome, Failure> {
    let (mut failed, mut rejected) = (false, false);
    for (path, request) in files {
        let file = file_name(path);
        let progress = Arc::new(Progress::default());
        let watch = context.output.watch(&file, &progress);
        let report = target.import(path, &file, request, &progress);
        drop(watch);
        match report {
            Ok(report) => {
                // Each file of an archive is an import of its own.
                let members = report["members"].as_array();
                for report in members.map_or(std::slice::from_ref(&report), Vec::as_slice) {
                    rejected |= report["rejected"].as_u64().is_some_and(|rejected| rejected > 0);
                    failed |= report["problem"].is_object();
                    print(context.output, report);
                }
            }
            Err(failure) => {
                failed = true;
                context.output.error(failure.as_ref());
            }
        }
    }
    if let Target::Here(service) = target {
        index(context, service)?;
    }
    Ok(match (failed, rejected) {
        (true, _) => Outcome::Failed,
        (false, true) => Outcome::DoneWithRejects,
        (false, false) => Outcome::Done,
    })
}

fn preview_all(context: &Context, target: &Target, files: &[(PathBuf, ImportRequest)]) -> Result<Outcome, Failure> {
    let mut failed = false;
    for (path, request) in files {
        match target.preview(path, &file_name(path), request) {
            Ok(preview) if context.output.is_json() => context.output.value(&preview),
            Ok(preview) => previewed::print(context.output, &preview),
            Err(failure) => {
                failed = true;
                context.output.error(failure.as_ref());
            }
        }
    }
    Ok(if failed { Outcome::Failed } else { Outcome::Done })
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

enum Target {
    Here(Box<Service>),
    Server(Handover),
}

impl Target {
    fn find(context: &Context) -> Result<Self, Failure> {
        Ok(match RunningServer::find(&context.data) {
            Some(server) => Self::Server(Handover::new(server)),
            None => Self::Here(Box::new(context.open()?)),
        })
    }

    fn import(&self, path: &Path, file: &str, request: &ImportRequest, progress: &Progress) -> Result<Value, Failure> {
        match self {
            Self::Here(service) => {
                let options = service.import_options(request)?;
                Ok(service.import(path, file, &options, progress)?.into_json()?)
            }
            Self::Server(server) => Ok(server.import(path, file, request, progress)?),
        }
    }

    fn preview(&self, path: &Path, file: &str, request: &ImportRequest) -> Result<Value, Failure> {
        match self {
            Self::Here(service) => Ok(http::preview_json(service.preview(path, file, request)?, &service.config.zone)),
            Self::Server(server) => Ok(server.preview(path, file, request)?),
        }
    }

    fn keep_mapping(&self, name: &str, json: &str) -> Result<(), Failure> {
        let mapping = parse_mapping(json).map_err(ServiceError::from)?;
        match self {
            Self::Here(service) => drop(service.keep_mapping(name, mapping)?),
            Self::Server(server) => {
                let value = serde_json::to_value(&mapping)
                    .map_err(|error| IngestError::InvalidMapping { detail: error.to_string() })?;
                drop(server.keep_mapping(name, &value)?);
            }
        }
        Ok(())
    }
}

/// Brings marks and index up to date.
fn index(context: &Context, service: &Service) -> Result<(), Failure> {
    let progress = Arc::new(Progress::default());
    let _watch = context.output.watch("index", &progress);
    if service.is_index_outdated() {
        return Ok(service.rebuild(&progress)?);
    }
    service.mark_duplicates(&progress)?;
    service.catch_up(&progress)?;
    Ok(())
}

fn print(output: Output, report: &Value) {
    if report["problem"].is_object() {
        output.error(&refusal(&report["problem"]));
        return;
    }
    if output.is_json() {
        output.value(report);
        return;
    }
    let text = |name: &str| report[name].as_str().unwrap_or_default().to_owned();
    let import = report["import"].as_u64().unwrap_or(0);
    output.line(&format!("{} → {} (import {import}): {}", text("file"), text("source"), sums(report)));
    for sheet in report["sheets"].as_array().into_iter().flatten() {
        output.line(&format!("  {}: {}", sheet["name"].as_str().unwrap_or_default(), sums(sheet)));
    }
    let warnings: Vec<Warning> = serde_json::from_value(report["warnings"].clone()).unwrap_or_default();
    for warning in warnings {
        let Wording { zh, en } = warning.wording();
        output.line(&format!("  {}: {en} · {zh}", warning.code));
    }
}

fn sums(report: &Value) -> String {
    let count = |name: &str| report[name].as_u64().unwrap_or(0);
    let records = match (count("rows_read"), count("records")) {
        (rows, records) if rows == records => format!("{rows} rows read"),
        (rows, records) => format!("{rows} rows read, {records} records"),
    };
    format!(
        "{records} = {} inserted + {} updated + {} unchanged + {} rejected",
        count("inserted"),
        count("updated"),
        count("unchanged"),
        count("rejected"),
    )
}
