//! Whatever is asked, the answer equals that of the oracle.

mod calendar;
mod compare;
mod demo;
mod pages;
mod ranking;
mod real;
mod slices;
mod substrings;
