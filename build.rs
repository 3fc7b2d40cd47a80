//! Rebuilds the binary when the page that it embeds has changed.

use std::fs;

fn main() {
    // A folder that exists can be watched; empty, it means that the page is not built. Where the sources are read-only there is none.
    drop(fs::create_dir_all("web/dist"));
    println!("cargo::rerun-if-changed=web/dist");
}
