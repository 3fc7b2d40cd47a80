//! `pinglan evaluate`: what the analysis gets right, as a table.

use std::{collections::BTreeMap, fs, io, path::PathBuf};

use serde_json::json;
use thiserror::Error;

use super::{Context, Failure, Outcome};
use crate::{
    error::{Code, Coded},
    lab::{
        self,
        evaluate::{AspectChange, Detail, PackChange, Row, RowKind},
    },
    service::{Analyst, Schema},
};

/// Measure the analysis on labelled texts.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Labelled files (JSON lines), exports with ratings, or folders of them.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// A pack of aspects to compare with the one of its name that is in effect.
    #[arg(long, value_name = "FILE")]
    pack: Option<PathBuf>,
    /// The share of texts that each flag is raised for, and what finding near-duplicates costs, instead of figures against labels.
    #[arg(long, conflicts_with = "pack")]
    flags: bool,
    /// Only the figures, without baselines and what each part is worth.
    #[arg(long)]
    brief: bool,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> Result<Outcome, Failure> {
    let analyst = Analyst::open(&context.config)?;
    let schema = Schema::load(context.config.schema_dir.as_deref(), context.config.zone.clone())?;
    let sets = lab::sets(&arguments.paths, &schema.ingest)?;
    if let Some(path) = &arguments.pack {
        let file = fs::read_to_string(path).map_err(|source| UnreadablePack { path: path.clone(), source })?;
        print_change(context, &lab::evaluate::compare(&file, &sets, analyst.insight())?);
        return Ok(Outcome::Done);
    }
    let rows = if arguments.flags {
        sets.iter().flat_map(|set| lab::evaluate::flags::export_rows(analyst.insight(), set)).collect()
    } else {
        lab::evaluate::all(&sets, analyst.insight(), if arguments.brief { Detail::Figures } else { Detail::Parts })
    };
    if context.output.is_json() {
        let figures = rows.iter().filter(|row| row.kind == RowKind::Figure);
        let metrics: BTreeMap<String, f64> =
            figures.map(|row| (format!("{}:{}", row.metric, row.set), row.value)).collect();
        let not_measured = lab::evaluate::not_measured(&rows);
        context.output.value(&json!({"metrics": metrics, "rows": rows, "not_measured": not_measured}));
        return Ok(Outcome::Done);
    }
    for row in &rows {
        context.output.line(&line(row));
    }
    for (metric, why) in lab::evaluate::not_measured(&rows) {
        context.output.line(&format!("{metric:<44} not measured: {why}"));
    }
    Ok(Outcome::Done)
}

/// A pack file that cannot be read.
#[derive(Debug, Error)]
#[error("{}: {source}", path.display())]
struct UnreadablePack {
    path: PathBuf,
    source: io::Error,
}

impl Coded for UnreadablePack {
    fn code(&self) -> Code {
        Code::UnreadableFile
    }
}

fn print_change(context: &Context, change: &PackChange) {
    if context.output.is_json() {
        context.output.value(change);
        return;
    }
    let [before, after] = change.uncovered.map(|share| share * 100.0);
    let uncovered = format!("{before:.1} % > {after:.1} %");
    context.output.line(&format!(
        "{}: {} texts, {} opinions, {uncovered} without an aspect",
        change.pack, change.texts, change.opinions
    ));
    for aspect in &change.aspects {
        let AspectChange { mentions: [before, after], gained, lost, turned, .. } = aspect;
        let f1 = aspect.f1.map(|[before, after]| format!("  F1 {before:.3} > {after:.3}")).unwrap_or_default();
        let line = format!("{:<40} {before} > {after}  +{gained} -{lost} turned {turned}{f1}", aspect.aspect);
        context.output.line(&line);
        for example in &aspect.examples {
            context.output.line(&format!("    {example}"));
        }
    }
}

fn line(row: &Row) -> String {
    let kind = match row.kind {
        RowKind::Figure => "",
        RowKind::Baseline => "  baseline: ",
        RowKind::Ablation => "  without: ",
    };
    let value = if row.value >= 100.0 { format!("{:.0}", row.value) } else { format!("{:.4}", row.value) };
    let bar = match (row.bar, row.stretch) {
        (Some(bar), Some(stretch)) => {
            let met = if row.is_met() == Some(true) { "met" } else { "MISSED" };
            format!("  bar {bar} ({stretch}) {met}")
        }
        _ => String::new(),
    };
    let name = if kind.is_empty() { row.metric.clone() } else { format!("{kind}{}", row.note) };
    let note = if kind.is_empty() && !row.note.is_empty() { format!("  {}", row.note) } else { String::new() };
    format!("{name:<44} {:<26} {:>7} {value:>9}{bar}{note}", row.set, row.examples)
}
