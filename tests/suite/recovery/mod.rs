//! After any crash the data is sound, the ledger balances, and the same import completes what was begun.

mod backup;
mod failpoints;
mod full_disk;
mod generations;
mod kill;
mod neighbours;
mod resume;

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use pinglan::{config::Config, domain::ledger::ImportState, limits::IMPORT_BATCH_ROWS, service::Service};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{command::run, reviews::write_jsonl};

/// Four small exports, or one of several batches.
const SMALL: &[usize] = &[300, 200, 100, 300];
const LARGE: &[usize] = &[2 * IMPORT_BATCH_ROWS + 100];

/// A copy of a prepared directory.
fn copy_of(prepared: &TempDir) -> TempDir {
    let dir = TempDir::new().unwrap();
    let status = Command::new("cp").arg("-a").arg(prepared.path().join(".")).arg(dir.path()).status().unwrap();
    assert!(status.success());
    dir
}

/// Exports on disk.
struct Exports {
    rows: &'static [usize],
    files: Vec<PathBuf>,
}

impl Exports {
    /// Writes one export of that many rows each; `edition` changes every other text.
    fn write(dir: &Path, rows: &'static [usize], edition: &str) -> Self {
        let row = |id: usize| {
            let edition = if id.is_multiple_of(2) { edition } else { "" };
            json!({"id": id.to_string(), "text": format!("{id}，上菜慢{edition}"), "item": "店", "rating": id % 5 + 1})
        };
        let files = rows.iter().enumerate().map(|(file, rows)| {
            let path = dir.join(format!("{file}.jsonl"));
            let ids = file * 1_000_000..file * 1_000_000 + rows;
            write_jsonl(&path, &ids.map(row).collect::<Vec<Value>>());
            path
        });
        Self { rows, files: files.collect() }
    }

    fn total(&self) -> usize {
        self.rows.iter().sum()
    }

    /// The arguments of `import` with all files.
    fn import(&self) -> Vec<String> {
        let files = self.files.iter().map(|file| file.to_str().unwrap().to_owned());
        std::iter::once("import".to_owned()).chain(files).collect()
    }
}

/// `verify` finds nothing, every import's sums agree, none is left running, and the ledger accounts for every review.
fn check_sound(data: &Path, after: &str) {
    let verified = run(data, ["verify"]);
    assert_eq!(verified.code, Some(0), "after {after}: {verified:?}");
    assert_eq!(verified.lines[0]["ok"], true, "after {after}");
    let service = Service::open(data, Config::load(None).unwrap()).unwrap();
    let imports = service.store.imports(1_000).unwrap();
    let mut inserted = 0;
    for import in &imports {
        assert!(import.counts.balances(), "after {after}: {import:?}");
        assert_ne!(import.state, ImportState::Running, "after {after}: {import:?}");
        inserted += import.counts.inserted;
    }
    assert_eq!(service.store.review_count().unwrap(), inserted, "after {after}");
    assert_eq!(verified.lines[0]["reviews"], inserted, "after {after}");
}

/// The same import again brings in what is left, and nothing twice.
fn check_completes(data: &Path, exports: &Exports, after: &str) {
    let again = run(data, exports.import());
    assert_eq!(again.code, Some(0), "after {after}: {again:?}");
    for (report, rows) in again.lines.iter().zip(exports.rows) {
        let count = |name: &str| report[name].as_u64().unwrap();
        assert_eq!(count("inserted") + count("updated") + count("unchanged"), *rows as u64, "after {after}: {report}");
        assert_eq!(count("rejected"), 0);
    }
    check_sound(data, after);
    let answer = run(data, ["search", "上菜慢", "--limit", "1"]);
    assert_eq!(answer.lines[0]["total"], exports.total(), "after {after}");
}
