//! Pinglan 评览: an offline, exact, search-backed explorer for Chinese user reviews.
//!
//! # The way of a review
//! ```text
//! export file ──► ingest ──► store (SQLite: reviews, versions, ledger, change log)
//!                                │ changes since a sequence
//!                                ▼
//!               text + insight ─► engine (tantivy generation: bigrams, words, packed columns)
//!                                ▲
//! page, API ──► http ──► service ┤
//! terminal  ──► cli  ──► service ┘
//! ```
//! **The store is the truth.** The engine's index is a projection that can be deleted and rebuilt; each of its commits carries the
//! change-log sequence that it reaches, so a crash means replay, never loss. [`service`] holds the use cases and alone sees both.
//!
//! # Layers
//! A module uses those to its left in its line, and nothing else of the layers (`tests/suite/tidy` enforces it):
//! ```text
//! domain ← text ← insight ← engine ← service ← http ← cli
//! domain ← store ← service
//! domain ← ingest ← service
//! domain ← demo ← cli
//! insight, ingest ← lab ← cli
//! ```
//! [`error`], [`limits`], [`clock`], [`failpoint`], [`compute`], [`config`] and [`telemetry`] serve every layer. Heavy libraries have one
//! home each: tantivy in [`engine`], SQLite in [`store`], jieba in [`text`], actix-web and utoipa in [`http`].
//!
//! # Reading order
//! [`domain::slice`] (what is asked) → [`text`] (what "contains" means) → `engine::compile` and `engine::tally` (how it is answered)
//! → [`store`] (what is kept) → [`ingest`] (how it comes in) → [`service::import`] and `service::index` (how it all moves).

pub mod cli;
pub mod clock;
pub mod compute;
pub mod config;
pub mod demo;
pub mod domain;
pub mod engine;
pub mod error;
pub mod failpoint;
pub mod http;
pub mod ingest;
pub mod insight;
pub mod lab;
pub mod limits;
pub mod service;
pub mod store;
pub mod telemetry;
pub mod text;
