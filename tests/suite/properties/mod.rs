//! Whatever is asked, the answer equals that of the oracle.

mod calendar;
mod compare;
mod demo;
mod differences;
mod explain;
mod exports;
mod flags;
mod pages;
mod pain_points;
mod planted;
mod ranking;
mod real;
mod slices;
mod substrings;
mod tables;
mod words;
