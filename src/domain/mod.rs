//! Plain data and rules of Pinglan: what a review, a slice, a calendar bucket or a ledger *is*.
//!
//! Knows nothing of files, databases, indexes or HTTP; every function here is pure. Everything else builds on it.

pub mod analysis;
pub mod aspect;
pub mod calendar;
pub mod correction;
pub mod facet;
pub mod fields;
pub mod ledger;
pub mod marks;
pub mod pack_rules;
pub mod page;
pub mod pain_points;
pub mod pivot;
pub mod query;
pub mod ranking;
pub mod rating;
pub mod review;
pub mod sentiment;
pub mod slice;
