//! Whole files, written here and read back.

mod archives;
mod faults;
mod formats;
mod identity;
mod mappings;
mod repair;
mod round_trip;
mod sheets;

use std::{io::Write as _, path::PathBuf};

use super::{Batch, Description, Export, IngestError, Input, Options, Preset, Preview, Schema, preview};
use crate::domain::{
    ledger::{Record, Reject, Table, Warning},
    review::Content,
};

/// A file that was read to its end or to its fault.
struct Read {
    description: Description,
    records: Vec<Record>,
    rejects: Vec<Reject>,
    warnings: Vec<Warning>,
    tables: Vec<Table>,
    error: Option<IngestError>,
}

impl Read {
    fn texts(&self) -> Vec<&str> {
        self.contents().map(|content| content.text.as_str()).collect()
    }

    fn contents(&self) -> impl Iterator<Item = &Content> {
        self.records.iter().map(|record| &record.content)
    }

    fn ids(&self) -> Vec<String> {
        self.records.iter().map(|record| record.id.to_string()).collect()
    }

    /// Row number and reason of each reject.
    fn faults(&self) -> Vec<(u64, &'static str)> {
        self.rejects.iter().map(|reject| (reject.row, reject.reason.name())).collect()
    }

    fn warned(&self) -> Vec<(&str, &str)> {
        self.warnings.iter().map(|warning| (warning.code.as_str(), warning.detail.as_str())).collect()
    }
}

fn try_read(name: &str, bytes: &[u8], options: &Options) -> Result<Read, IngestError> {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    read_input(Input::from(&path), options)
}

fn read_input(input: Input, options: &Options) -> Result<Read, IngestError> {
    let mut export = Export::open(input, &Schema::builtin().unwrap(), options)?;
    let description = export.description();
    let (mut records, mut rejects, mut error) = (Vec::new(), Vec::new(), None);
    let (mut read, mut tables): (u64, Vec<u64>) = (0, Vec::new());
    loop {
        match export.next_batch() {
            Ok(Some(Batch { records: some, rejects: faulty, rows_read, table })) => {
                read += rows_read;
                tables.resize(tables.len().max(table + 1), 0);
                tables[table] += rows_read;
                records.extend(some);
                rejects.extend(faulty);
            }
            Ok(None) => break,
            Err(found) => {
                assert!(error.replace(found).is_none(), "an error comes once");
            }
        }
    }
    assert_eq!(export.progress().rows, read);
    let mut rows: Vec<u64> = records.iter().map(|r| r.row).chain(rejects.iter().map(|r| r.row)).collect();
    rows.sort_unstable();
    rows.dedup();
    assert!(rows.iter().copied().eq(1..=read), "every row comes out");
    let (named, warnings) = (export.tables(), export.warnings());
    assert!(error.is_some() || tables.len() <= named.len(), "each batch has a table");
    let before: Vec<u64> = named.iter().map(|table| table.rows_before).collect();
    let sums = tables.iter().scan(0, |sum, rows| {
        *sum += rows;
        Some(*sum - rows)
    });
    assert!(sums.zip(before).all(|(sum, before)| sum == before), "tables begin where the ones before end");
    Ok(Read { description, records, rejects, warnings, tables: named, error })
}

fn read(name: &str, bytes: &[u8]) -> Read {
    try_read(name, bytes, &Options::default()).unwrap()
}

fn read_text(text: &str) -> Read {
    read("export.csv", text.as_bytes())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

/// A ZIP archive of these files.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

/// The text in each encoding that is read, with the encoding's name.
fn in_each_encoding(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let (le, be) = (utf16(text, u16::to_le_bytes), utf16(text, u16::to_be_bytes));
    vec![
        ("utf-8", text.as_bytes().to_vec()),
        ("utf-8", [b"\xef\xbb\xbf", text.as_bytes()].concat()),
        ("utf-16le", [b"\xff\xfe", le.as_slice()].concat()),
        ("utf-16be", [b"\xfe\xff", be.as_slice()].concat()),
        ("utf-16le", le),
        ("utf-16be", be),
        ("gb18030", encoding_rs::GB18030.encode(text).0.into_owned()),
    ]
}

#[test]
fn an_export_can_be_read_on_another_thread() {
    fn is_send<T: Send>() {}
    is_send::<Export>();
}
