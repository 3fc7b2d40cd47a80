//! The workshop behind the analysis: reads labelled texts, trains the models of `index-schema/models/`, and measures what the analysis
//! gets right.
//!
//! Nothing that serves depends on it. Knows files and figures; what a text says is decided in [`crate::insight`] alone.

pub mod evaluate;
mod exports;
mod inputs;
mod labelled;
pub mod train;

pub use inputs::{InputError, sets};
pub use labelled::{Labelled, LabelledError, Opinion, Set};
