//! What a ZIP archive says it holds, read from its central directory: enough to refuse a bomb before it is unpacked.
//!
//! After PKWARE's APPNOTE 4.3.12 and 4.3.16.

use std::io::{self, Read, Seek, SeekFrom};

/// The end record and the longest comment that may follow it.
const TAIL_BYTES: u64 = 22 + 65_535;
const END_RECORD: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";
const ENTRY_BYTES: usize = 46;

/// The sizes of one archived file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) packed: u64,
    pub(super) unpacked: u64,
}

/// The files of an archive of `size` bytes; none when the directory cannot be read.
pub(super) fn entries(archive: &mut (impl Read + Seek), size: u64) -> io::Result<Vec<Entry>> {
    archive.seek(SeekFrom::Start(size.saturating_sub(TAIL_BYTES)))?;
    let mut tail = Vec::new();
    archive.take(TAIL_BYTES).read_to_end(&mut tail)?;
    let Some(end) = tail.windows(END_RECORD.len()).rposition(|window| window == END_RECORD) else {
        return Ok(Vec::new());
    };
    let (Some(length), Some(start)) = (u32_at(&tail, end + 12), u32_at(&tail, end + 16)) else { return Ok(Vec::new()) };
    archive.seek(SeekFrom::Start(start))?;
    let mut directory = Vec::new();
    archive.take(length.min(size)).read_to_end(&mut directory)?;
    Ok(parse(&directory))
}

fn parse(directory: &[u8]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut rest = directory;
    while rest.starts_with(ENTRY) {
        let Some(entry) = entry(rest) else { break };
        let Some(after) = [28, 30, 32].iter().try_fold(ENTRY_BYTES, |sum, at| Some(sum + u16_at(rest, *at)?)) else {
            break;
        };
        entries.push(entry);
        rest = rest.get(after..).unwrap_or_default();
    }
    entries
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let name = bytes.get(ENTRY_BYTES..ENTRY_BYTES + u16_at(bytes, 28)?)?;
    let name = String::from_utf8_lossy(name).into_owned();
    Some(Entry { name, packed: u32_at(bytes, 20)?, unpacked: u32_at(bytes, 24)? })
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    let field = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(usize::from(u16::from_le_bytes(field)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u64> {
    let field = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u64::from(u32::from_le_bytes(field)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_lists_its_parts() {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.add_worksheet().write_string(0, 0, "评价内容").unwrap();
        let bytes = book.save_to_buffer().unwrap();
        let entries = entries(&mut io::Cursor::new(&bytes), bytes.len() as u64).unwrap();
        let sheet = entries.iter().find(|entry| entry.name == "xl/worksheets/sheet1.xml").unwrap();
        assert!(sheet.unpacked > sheet.packed && sheet.packed > 0, "{sheet:?}");
    }

    #[test]
    fn what_is_no_archive_lists_nothing() {
        for bytes in [b"".as_slice(), b"PK\x05\x06", &[b'a'; 100]] {
            assert_eq!(entries(&mut io::Cursor::new(bytes), bytes.len() as u64).unwrap(), []);
        }
    }
}
