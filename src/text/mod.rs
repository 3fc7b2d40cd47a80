//! Chinese text: folding, segmenting, highlighting.
