//! JSON: an array of objects, element by element, or one object a line.
//!
//! Invariant: never much more than [`ROW_BYTES`] in memory for one value; a longer one is rejected and skipped.

use memchr::memchr;

use super::{
    elements::{Nesting, is_space},
    object::push_object,
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

/// Rows of JSON.
pub(in crate::ingest) struct Json {
    window: Window,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the bracket that opens the array.
    BeforeArray,
    InArray,
    AfterArray,
    Lines,
}

/// Where a value ends.
enum End {
    /// Its bytes, and the bytes up to the next value.
    At(usize, usize),
    /// Beyond what is followed.
    Beyond,
}

impl Json {
    pub(in crate::ingest) const fn new(window: Window, array: bool) -> Self {
        Self { window, state: if array { State::BeforeArray } else { State::Lines } }
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
        self.skip_spaces()?;
        if self.state == State::BeforeArray {
            self.window.consume(1);
            self.state = State::InArray;
            self.skip_spaces()?;
        }
        if self.state == State::InArray && self.window.bytes().first() == Some(&b']') {
            self.window.consume(1);
            self.state = State::AfterArray;
            self.skip_spaces()?;
        }
        Ok(!self.window.bytes().is_empty())
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
            State::BeforeArray | State::AfterArray | State::Lines => memchr(b'\n', rest),
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

    fn skip_spaces(&mut self) -> Result<(), IngestError> {
        loop {
            let spaces = self.window.bytes().iter().take_while(|byte| is_space(**byte)).count();
            self.window.consume(spaces);
            if !self.window.bytes().is_empty() || self.window.ended() {
                return Ok(());
            }
            self.window.grow()?;
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
