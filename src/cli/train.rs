//! `pinglan train`: rebuilds the shipped models from labelled files, or learns a pack's aspects from a user's own.

use std::path::{Path, PathBuf};

use super::{Context, Failure, Outcome};
use crate::{
    lab::{Set, evaluate::aspects::pack_of, train},
    service::Analyst,
};

/// Rebuild the models that ship, with their cards; or learn a pack's aspects from labelled reviews of your own.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Folder with the labelled files, in `gold/` and `exports/`.
    #[arg(long, value_name = "DIR", required_unless_present = "aspects", conflicts_with = "aspects")]
    from: Option<PathBuf>,
    /// Reviews with labelled aspects, one JSON object a line.
    #[arg(long, value_name = "FILE", requires = "out")]
    aspects: Option<PathBuf>,
    /// The pack that learns; that with most of the labelled aspects when left out.
    #[arg(long, value_name = "NAME", requires = "aspects")]
    pack: Option<String>,
    /// Folder for the models and cards; with --aspects a schema directory.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> Result<Outcome, Failure> {
    match (&arguments.aspects, &arguments.from) {
        (Some(file), _) => learn_aspects(context, arguments, file),
        (None, Some(from)) => rebuild(context, from, arguments.out.as_deref()),
        (None, None) => Ok(Outcome::Failed),
    }
}

/// Learns the aspects of a pack.
fn learn_aspects(context: &Context, arguments: &Arguments, file: &Path) -> Result<Outcome, Failure> {
    let analyst = Analyst::open(&context.config)?;
    let set = Set::read(file)?;
    let pack = match &arguments.pack {
        Some(name) => analyst.packs().find(name),
        None => pack_of(&set, analyst.insight()),
    };
    let pack = pack.ok_or_else(|| train::AspectsError::NoPack(arguments.pack.clone().unwrap_or_default()))?;
    let learned = train::aspects(&set, analyst.insight(), pack);
    let schema_dir = arguments.out.as_deref().unwrap_or(Path::new("."));
    let (path, bytes) = train::write_aspects(&learned, schema_dir, pack.name())?;
    let ids: Vec<&str> = learned.ids().collect();
    if context.output.is_json() {
        context.output.value(
            &serde_json::json!({"pack": pack.name(), "file": path.display().to_string(), "bytes": bytes, "aspects": ids}),
        );
    } else {
        context.output.line(&format!("{}: {} aspects, {bytes} bytes, {}", pack.name(), ids.len(), path.display()));
    }
    Ok(Outcome::Done)
}

/// Rebuilds what ships.
fn rebuild(context: &Context, from: &Path, out: Option<&Path>) -> Result<Outcome, Failure> {
    let out = out.unwrap_or(Path::new("index-schema/models"));
    for trained in [train::sentiment(from)?, train::abuse(from)?, train::opinions(from)?] {
        trained.write(out)?;
        print(context, &trained.card);
    }
    Ok(Outcome::Done)
}

fn print(context: &Context, card: &train::Card) {
    if context.output.is_json() {
        context.output.value(card);
        return;
    }
    context.output.line(&format!("{}: {} weights, {} bytes", card.model, card.weights, card.bytes));
    for figure in &card.figures {
        let note = if figure.note.is_empty() { "" } else { " · " };
        let line = format!(
            "  {:.4} {} {} ({}){note}{}",
            figure.value, figure.metric, figure.set, figure.examples, figure.note
        );
        context.output.line(&line);
    }
}
