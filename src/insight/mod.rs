//! What a text says: sentiment.
