//! After any crash the data is sound, the ledger balances, and the same import completes what was begun.

mod failpoints;
mod kill;
mod neighbours;

use std::path::{Path, PathBuf};

use pinglan::{config::Config, domain::ledger::ImportState, service::Service};
use serde_json::{Value, json};

use crate::support::{command::run, reviews::write_jsonl};

/// Two exports: three batches and one.
const ROWS: [usize; 2] = [4_100, 300];

/// Writes the exports; `edition` changes a word of every other text.
fn write_exports(dir: &Path, edition: &str) -> Vec<PathBuf> {
    let row = |id: usize| {
        let edition = if id % 2 == 0 { edition } else { "" };
        json!({"id": id.to_string(), "text": format!("第{id}条，上菜慢{edition}"), "item": "店", "rating": id % 5 + 1})
    };
    let files = ROWS.iter().zip(["first.jsonl", "second.jsonl"]).enumerate();
    files
        .map(|(file, (rows, name))| {
            let rows: Vec<Value> = (0..*rows).map(|id| row(file * 10_000 + id)).collect();
            write_jsonl(&dir.join(name), &rows);
            dir.join(name)
        })
        .collect()
}

/// `import` with both files.
fn import(files: &[PathBuf]) -> Vec<String> {
    std::iter::once("import".to_owned()).chain(files.iter().map(|file| file.to_str().unwrap().to_owned())).collect()
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
fn check_completes(data: &Path, files: &[PathBuf], after: &str) {
    let again = run(data, import(files));
    assert_eq!(again.code, Some(0), "after {after}: {again:?}");
    for (report, rows) in again.lines.iter().zip(ROWS) {
        let count = |name: &str| report[name].as_u64().unwrap();
        assert_eq!(count("inserted") + count("updated") + count("unchanged"), rows as u64, "after {after}: {report}");
        assert_eq!(count("rejected"), 0);
    }
    check_sound(data, after);
    let answer = run(data, ["search", "上菜慢", "--limit", "1"]);
    assert_eq!(answer.lines[0]["total"], ROWS.iter().sum::<usize>(), "after {after}");
}
