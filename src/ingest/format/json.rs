//! JSON: arrays of objects at one path of a document, element by element, or one object a line.
//!
//! Invariant: never much more than [`ROW_BYTES`] in memory for one value; a longer one is rejected and skipped. What stands outside of
//! the arrays of a document is its frame; what stands outside of the document is a row that cannot be read.

use memchr::memchr;

use super::{
    Seen,
    elements::{Nesting, is_space},
    object::push_object,
    shape::Shape,
    walk::{Step, Walk},
};
use crate::{
    domain::ledger::RejectReason,
    ingest::{
        bytes::Window,
        error::IngestError,
        rows::{Columns, Fault, Rows},
    },
    limits::{REJECT_RAW_CHARS, ROW_BYTES},
};

const BOM: &[u8] = "\u{feff}".as_bytes();

/// Rows of JSON.
pub(in crate::ingest) struct Json {
    window: Window,
    /// The path of the arrays; none where each line is a value.
    path: Option<Vec<String>>,
    walk: Walk,
    state: State,
    pub(super) seen: Seen,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Outside of the arrays.
    Frame,
    InArray,
    /// At a value that ends with its line.
    Line,
}

/// Where a value ends.
enum End {
    /// Its bytes, and the bytes up to the next value.
    At(usize, usize),
    /// Beyond what is followed.
    Beyond,
}

impl Json {
    pub(super) fn new(window: Window, shape: Shape) -> Self {
        let path = match shape {
            Shape::Arrays(path) => Some(path),
            Shape::Lines => None,
        };
        Self { window, path, walk: Walk::default(), state: State::Frame, seen: Seen::default() }
    }

    /// See [`super::RowReader::fill`].
    pub(in crate::ingest) fn fill(&mut self, rows: &mut Rows, columns: &mut Columns) -> Result<(), IngestError> {
        while !rows.is_full() && self.find_value()? {
            match self.value_end()? {
                End::At(length, consumed) => {
                    push(&self.window.bytes()[..length], rows, columns)?;
                    self.window.consume(consumed);
                }
                End::Beyond => {
                    let fault = Fault::new(RejectReason::TooLong, format!("> {ROW_BYTES}"));
                    rows.reject(fault, &beginning(self.window.bytes()));
                    self.skip_value()?;
                }
            }
        }
        Ok(())
    }

    /// Moves to the next value; false at the end.
    fn find_value(&mut self) -> Result<bool, IngestError> {
        loop {
            self.skip_spaces()?;
            let Some(byte) = self.window.bytes().first().copied() else {
                self.seen.torn = !self.walk.at_root();
                return Ok(false);
            };
            match self.state {
                State::InArray if byte == b']' => {
                    self.walk.close();
                    self.window.consume(1);
                    self.state = State::Frame;
                }
                State::InArray => return Ok(true),
                State::Frame | State::Line => {
                    self.state = self.frame(byte);
                    if self.state == State::Line {
                        return Ok(true);
                    }
                }
            }
        }
    }

    /// Walks through the frame of the document up to the next array of reviews, or to what is no part of a document.
    fn frame(&mut self, byte: u8) -> State {
        let Some(path) = &self.path else { return State::Line };
        // Outside of a document only another document may begin; the reviews of an array that is the document itself lie nowhere else.
        if self.walk.at_root() && byte != b'[' && (byte != b'{' || path.is_empty()) {
            return State::Line;
        }
        let mut walked = 0;
        let mut state = State::Frame;
        for byte in self.window.bytes() {
            walked += 1;
            let step = self.walk.step(*byte);
            if step == Step::Array && self.walk.path() == *path {
                state = State::InArray;
                break;
            }
            if self.walk.at_root() {
                break;
            }
        }
        self.window.consume(walked);
        state
    }

    fn value_end(&mut self) -> Result<End, IngestError> {
        let (mut nesting, mut at) = (Nesting::default(), 0);
        loop {
            let bytes = self.window.bytes();
            if let Some(length) = self.end_in(&mut nesting, at) {
                // The bracket that closes the array is left for `find_value`.
                let consumed = length + usize::from(bytes[length] != b']');
                return Ok(if length > ROW_BYTES { End::Beyond } else { End::At(length, consumed) });
            }
            at = bytes.len();
            if at > ROW_BYTES {
                return Ok(End::Beyond);
            }
            if self.window.ended() {
                return Ok(End::At(at, at));
            }
            self.window.grow()?;
        }
    }

    /// The end of the value within the window, looking from `at` on.
    fn end_in(&self, nesting: &mut Nesting, at: usize) -> Option<usize> {
        let rest = &self.window.bytes()[at..];
        let length = match self.state {
            State::InArray => rest.iter().position(|byte| nesting.ends_at(*byte)),
            State::Frame | State::Line => memchr(b'\n', rest),
        };
        length.map(|length| at + length)
    }

    /// Skips a value of any length.
    fn skip_value(&mut self) -> Result<(), IngestError> {
        let mut nesting = Nesting::default();
        loop {
            if let Some(length) = self.end_in(&mut nesting, 0) {
                self.window.consume(length + usize::from(self.window.bytes()[length] != b']'));
                return Ok(());
            }
            self.window.consume(self.window.bytes().len());
            if self.window.ended() {
                return Ok(());
            }
            self.window.grow()?;
        }
    }

    /// Skips white space and, where files were joined, byte order marks.
    fn skip_spaces(&mut self) -> Result<(), IngestError> {
        loop {
            let spaces = self.window.bytes().iter().take_while(|byte| is_space(**byte)).count();
            self.window.consume(spaces);
            if self.window.bytes().starts_with(BOM) {
                self.seen.boms += 1;
                self.window.consume(BOM.len());
            } else if self.window.ended() || self.window.bytes().len() >= BOM.len() {
                return Ok(());
            } else {
                self.window.grow()?;
            }
        }
    }
}

/// Adds one value as a row.
fn push(value: &[u8], rows: &mut Rows, columns: &mut Columns) -> Result<(), IngestError> {
    let Ok(text) = std::str::from_utf8(value) else {
        rows.reject(Fault::new(RejectReason::InvalidEncoding, ""), &beginning(value));
        return Ok(());
    };
    let text = text.trim_end();
    match push_object(text, rows, columns)? {
        Ok(()) => rows.end(Some(text)),
        Err(detail) => rows.reject(Fault::new(RejectReason::InvalidJson, detail), text),
    }
    Ok(())
}

/// The beginning of a value that is rejected, for people: what the ledger keeps has at most four bytes a character.
fn beginning(value: &[u8]) -> String {
    String::from_utf8_lossy(&value[..value.len().min(4 * REJECT_RAW_CHARS)]).into_owned()
}
