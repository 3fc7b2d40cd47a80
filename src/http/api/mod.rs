//! One file a resource: what was typed, the handler, the answer.

pub(super) mod analyze;
pub(super) mod compare;
pub(super) mod explain;
pub(super) mod export;
pub(super) mod facets;
pub(super) mod fields;
pub(super) mod imports;
pub(super) mod narrowing;
pub(super) mod pain_points;
pub(super) mod pivot;
pub(super) mod reviews;
pub(crate) mod search;
pub(crate) mod slice;
pub(super) mod system;
pub(super) mod tasks;
pub(super) mod terms;
pub(super) mod url;
pub(super) mod words;
