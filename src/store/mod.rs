//! The store, and the only home of SQLite: the truth that everything else is rebuilt from.
