//! Reading exports: bytes to checked records, every row accounted for.
//!
//! Answers: what a file is (format, compression, encoding, platform), which of its columns are which fields, and what each
//! of its rows says. It must not know the store, the index or HTTP.
//!
//! Invariant: every row of the file comes out exactly once, as a [`Record`](crate::domain::ledger::Record) or as a
//! [`Reject`](crate::domain::ledger::Reject), in the order of the file. Nothing is guessed: what a file does not say stays absent.
//!
//! Reading order: `bytes` (file, gzip, encoding) → `format` (rows and cells) → `mapping` and `preset` (columns to
//! fields) → `check` (cells to content) → `export` (batches).

mod bytes;
mod check;
mod error;
mod export;
mod format;
mod identity;
mod mapping;
mod number;
mod preset;
mod rows;
mod schema;
#[cfg(test)]
mod tests;
mod time;

pub use error::IngestError;
pub use export::{Batch, Description, Export, Progress};
pub use format::Format;
pub use preset::{Preset, PresetError};
pub use schema::{Options, Schema, SchemaError, builtin_presets};
