//! The pass in small batches, after edits and cut short, against one pass over everything.
