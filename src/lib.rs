//! Pinglan 评览: an offline, exact, search-backed explorer for Chinese user reviews.

pub mod clock;
pub mod demo;
pub mod domain;
pub mod engine;
pub mod error;
pub mod failpoint;
pub mod ingest;
pub mod insight;
pub mod limits;
pub mod service;
pub mod store;
pub mod text;
