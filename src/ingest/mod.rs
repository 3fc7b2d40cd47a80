//! Reading exports: bytes to checked records, every row accounted for.
//!
//! Answers: what a file is (format, compression, encoding, platform), which of its columns are which fields, and what each
//! of its rows says. It must not know the store, the index or HTTP.
//!
//! Invariant: every row of the file comes out exactly once, as a [`Record`](crate::domain::ledger::Record) or as a
//! [`Reject`](crate::domain::ledger::Reject), in the order of the file. Nothing is guessed: what a file does not say stays absent.
//!
//! Reading order: `bytes` (file, archives, encoding) → `format` (tables, rows and cells) → `mapping` and `preset` (columns to
//! fields) → `check` (cells to content) → `table` and `export` (batches) → `preview`.

mod bytes;
mod check;
mod error;
mod export;
mod format;
mod identity;
mod known;
mod mapping;
mod number;
mod pattern;
mod preset;
mod preview;
mod repair;
mod rows;
mod schema;
mod table;
mod tally;
#[cfg(test)]
mod tests;
mod time;

pub use bytes::archive::{Input, Listing};
pub use error::IngestError;
pub use export::{Batch, Export, Progress};
pub use format::Format;
pub use preset::{Preset, PresetError};
pub use preview::{ColumnPreview, Preview, RowPreview, preview};
pub use repair::RejectsCsv;
pub use schema::{Options, Schema, SchemaError, builtin_presets};
pub use table::Description;
