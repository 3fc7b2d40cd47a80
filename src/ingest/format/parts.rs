//! The parts of a workbook before it is read: within the limits, as large as they say, and without what spreadsheets never write.
//!
//! The reader of workbooks holds shared strings and each piece of XML whole, and trusts the sizes that the archive declares. So every
//! part is unpacked once before, which costs little beside reading it.

use std::io::{Read, Seek, SeekFrom};

use memchr::{memchr2, memmem};

use crate::{
    ingest::{
        bytes::{
            archive::{Entry, entries, inspect},
            read_error,
        },
        error::IngestError,
    },
    limits::{WHOLE_FILE_BYTES, XML_PIECE_BYTES},
};

/// Bytes at the beginning of a part within which a document type would stand.
const PROLOG_BYTES: u64 = 64 * 1024;

/// Checks the parts of a workbook of `size` bytes and leaves the archive at its beginning.
pub(super) fn check(archive: &mut (impl Read + Seek), size: u64) -> Result<(), IngestError> {
    let entries = entries(archive, size)?;
    let has = |name: &str| entries.iter().any(|entry| entry.name.trim_start_matches('/') == name);
    if !has("[Content_Types].xml") && !has("xl/workbook.xml") {
        return Err(if has("mimetype") { other_document() } else { IngestError::NestedArchive });
    }
    if !entries.iter().any(|entry| entry.name.ends_with("workbook.xml")) {
        return Err(other_document());
    }
    if entries.iter().any(|entry| entry.name.ends_with("sharedStrings.xml") && entry.unpacked > WHOLE_FILE_BYTES) {
        return Err(IngestError::Limit { what: "size of a workbook's strings in bytes", limit: WHOLE_FILE_BYTES });
    }
    let mut part = Part::default();
    let mut at = None;
    inspect(archive, |index, bytes| {
        if at != Some(index) {
            (at, part) = (Some(index), Part::default());
        }
        if is_xml(&entries, index) { part.look(bytes) } else { Ok(()) }
    })?;
    archive.seek(SeekFrom::Start(0)).map_err(read_error)?;
    Ok(())
}

fn is_xml(entries: &[Entry], index: usize) -> bool {
    entries.get(index).is_some_and(|entry| entry.name.ends_with(".xml") || entry.name.ends_with(".rels"))
}

fn other_document() -> IngestError {
    IngestError::UnknownFormat { detail: "a document that is no .xlsx workbook".to_owned() }
}

/// What has been seen of one part.
#[derive(Default)]
struct Part {
    read: u64,
    /// Bytes since the last bracket.
    piece: u64,
    /// The end of the bytes before, in which a word may begin.
    tail: Vec<u8>,
}

impl Part {
    fn look(&mut self, bytes: &[u8]) -> Result<(), IngestError> {
        if self.read < PROLOG_BYTES {
            self.tail.extend_from_slice(bytes);
            if memmem::find(&self.tail, b"<!DOCTYPE").is_some() || memmem::find(&self.tail, b"<!ENTITY").is_some() {
                return Err(IngestError::BrokenArchive {
                    detail: "the workbook declares entities, which spreadsheets never do".to_owned(),
                });
            }
            self.tail.drain(..self.tail.len().saturating_sub(b"<!DOCTYPE".len()));
        }
        self.read += bytes.len() as u64;
        // A run without any bracket lies within one piece; where pieces are short, two looks suffice.
        let first = memchr2(b'<', b'>', bytes);
        self.piece += first.unwrap_or(bytes.len()) as u64;
        if self.piece > XML_PIECE_BYTES {
            return Err(IngestError::Limit { what: "size of a cell in bytes", limit: XML_PIECE_BYTES });
        }
        if first.is_some() {
            let last = bytes.iter().rposition(|byte| matches!(byte, b'<' | b'>')).unwrap_or(0);
            self.piece = (bytes.len() - last) as u64;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_pieces_and_document_types_are_seen_across_reads() {
        let mut part = Part::default();
        part.look(b"<?xml version='1.0'?><!DOC").unwrap();
        assert!(matches!(part.look(b"TYPE lolz>"), Err(IngestError::BrokenArchive { .. })));
        let (mut part, text) = (Part::default(), vec![b'a'; 1024 * 1024]);
        part.look(b"<t>").unwrap();
        let pieces = (0..100).take_while(|_| part.look(&text).is_ok()).count();
        assert_eq!(pieces as u64, XML_PIECE_BYTES / (1024 * 1024) - 1);
        let mut part = Part::default();
        assert!((0..100).all(|_| part.look(&text).is_ok() && part.look(b"</t><t>").is_ok()));
    }
}
