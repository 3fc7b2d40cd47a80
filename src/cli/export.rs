//! `pinglan export`: every review of a slice, to a file or to standard output.

use std::{
    env,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use serde_json::{Value, json};
use thiserror::Error;

use super::{Context, Failure, Outcome, handover::Handover};
use crate::{
    domain::page::Sort,
    error::{Code, Coded, Wording},
    http,
    service::{Progress, RunningServer},
};

/// Export every review of a slice.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// csv (for spreadsheets) or jsonl (for programs).
    #[arg(long, default_value = "csv", value_parser = ["csv", "jsonl"])]
    format: String,
    /// File to write; standard output when left out.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Query text; all reviews when left out.
    #[arg(long, default_value = "", value_name = "TEXT")]
    q: String,
    /// Filter as JSON, as in POST /export.
    #[arg(long, default_value = "{}", value_name = "JSON")]
    filter: String,
    /// relevance, newest, oldest, rating_asc, rating_desc or likes.
    #[arg(long, default_value = "newest", value_parser = super::search::parse_sort)]
    sort: Sort,
    /// Language of the CSV header, zh or en [default: that of the terminal].
    #[arg(long, value_parser = ["zh", "en"])]
    language: Option<String>,
}

/// A file that cannot be written.
#[derive(Debug, Error)]
#[error("{path}: {source}")]
struct Unwritable {
    path: String,
    source: io::Error,
}

impl Coded for Unwritable {
    fn code(&self) -> Code {
        if self.source.kind() == io::ErrorKind::StorageFull { Code::DiskFull } else { Code::UnwritableFile }
    }

    fn hint(&self) -> Option<Wording> {
        Some(Wording::new(
            "检查目录是否存在、可写，以及磁盘空间；或换一个文件",
            "Check that the folder exists, can be written and has space, or choose another file",
        ))
    }
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> Result<Outcome, Failure> {
    let filter: Value = serde_json::from_str(&arguments.filter).map_err(|error| http::Refusal::json(&error))?;
    let body = json!({"q": arguments.q, "filter": filter, "format": arguments.format, "sort": arguments.sort.name()});
    let chinese = match &arguments.language {
        Some(language) => language == "zh",
        None => ["LC_ALL", "LANG"].iter().any(|name| env::var(name).is_ok_and(|value| value.starts_with("zh"))),
    };
    let Some(path) = &arguments.output else {
        return match write(context, body, chinese, &mut io::stdout().lock()) {
            // A reader that has gone has what it wanted.
            Err(error) if error.is_broken_pipe() => Ok(Outcome::Done),
            Err(error) => Err(error.into_failure("-")),
            Ok(_) => Ok(Outcome::Done),
        };
    };
    let reviews = write_whole(context, body, chinese, path)?;
    if context.output.is_json() {
        context.output.value(&json!({"file": path, "format": arguments.format, "reviews": reviews}));
    } else {
        context.output.line(&format!("{reviews} reviews in {}", path.display()));
    }
    Ok(Outcome::Done)
}

/// Writes beside the file and renames at the end, so that a part of an export never looks like the whole.
fn write_whole(context: &Context, body: Value, chinese: bool, path: &Path) -> Result<u64, Failure> {
    let shown = path.display().to_string();
    let unwritable = |source| Failure::from(Unwritable { path: shown.clone(), source });
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    let part = PathBuf::from(name);
    let mut file = BufWriter::new(File::create(&part).map_err(unwritable)?);
    let written = write(context, body, chinese, &mut file).map_err(|error| error.into_failure(&shown));
    let finished = written.and_then(|reviews| {
        file.flush().and_then(|()| fs::rename(&part, path)).map_err(unwritable)?;
        Ok(reviews)
    });
    if finished.is_err() {
        // What cannot be removed is named `.part` and says what it is.
        drop(fs::remove_file(&part));
    }
    finished
}

/// Why an export came to no end.
enum WriteError {
    Output(io::Error),
    Failed(Failure),
}

impl WriteError {
    fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    fn into_failure(self, path: &str) -> Failure {
        match self {
            Self::Output(source) => Unwritable { path: path.to_owned(), source }.into(),
            Self::Failed(failure) => failure,
        }
    }
}

/// Writes the export, with progress on a terminal; returns how many reviews.
fn write(context: &Context, body: Value, chinese: bool, out: &mut dyn Write) -> Result<u64, WriteError> {
    let failed = |error: Failure| WriteError::Failed(error);
    let progress = Arc::new(Progress::default());
    let _watch = context.output.watch("export", &progress);
    let mut part = |bytes: &[u8]| out.write_all(bytes);
    let reviews = match RunningServer::find(&context.data) {
        Some(server) => {
            let server = Handover::new(server);
            server.export(&body, chinese, &progress, &mut part).map_err(|error| failed(error.into()))?
        }
        None => {
            let service = context.open().map_err(|error| failed(error.into()))?;
            service.catch_up(&progress).map_err(|error| failed(error.into()))?;
            http::export(&service, body, chinese, &progress, &mut part).map_err(|error| failed(error.into()))?
        }
    };
    let reviews = reviews.map_err(WriteError::Output)?;
    out.flush().map_err(WriteError::Output)?;
    Ok(reviews)
}
