//! `pinglan demo`: made-up exports with planted stories, to try things out.

use std::path::PathBuf;

use super::{Context, Failure, Outcome, import};
use crate::{demo, service::ImportRequest};

/// Write the demo exports; with --import also take them in.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Folder for the exports [default: demo in the data directory].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Reviews in all.
    #[arg(long, default_value_t = demo::Options::default().reviews, value_name = "N")]
    reviews: u32,
    /// Import them, each file under its own source.
    #[arg(long)]
    import: bool,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> Result<Outcome, Failure> {
    let dir = arguments.out.clone().unwrap_or_else(|| context.data.join("demo"));
    let options = demo::Options { reviews: arguments.reviews, ..demo::Options::default() };
    let written = demo::write_exports(&dir, &options)?;
    if arguments.import {
        let files: Vec<_> = written
            .files
            .into_iter()
            .map(|file| (file.path, ImportRequest { source: Some(file.source), ..ImportRequest::default() }))
            .collect();
        return import::import_all(context, &files);
    }
    for file in &written.files {
        context.output.line(&format!("{} (--source {})", file.path.display(), file.source));
    }
    context.output.line(&format!("{}", written.stories_file.display()));
    Ok(Outcome::Done)
}
