//! The integration tests: real binary, real server, real files; one binary so that it is linked once.
//!
//! `support` starts servers and holds the brute-force oracle; the other modules are the tests. `PINGLAN_TEST_FULL=1` runs the full
//! counts of the quality bars, `PINGLAN_TEST_SEED=n` another random draw, and `PINGLAN_SHARED_DATA=DIR` says where the real exports
//! are (default `../shared/data`; tests that need them pass without a check when there are none, and say so).

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]
#![expect(clippy::type_complexity, clippy::too_many_lines, reason = "cases stand in tables, each beside its test")]

mod api;
mod bench;
mod complaints;
mod contract;
mod fuzz;
mod fuzz_exports;
mod properties;
mod recovery;
mod support;
mod tidy;
