//! Entry point of the `pinglan` binary.

fn main() {}
