//! ZIP archives: which exports they hold, and where each lies.
//!
//! Nothing is ever unpacked to disk: a member is read where it lies, as often as needed. An archive that looks like an attack is
//! refused as a whole. Sizes that an archive declares are only a first check; [`super::guard`] counts what really comes out.

use std::{
    fs::File,
    io::{BufReader, Read, Seek},
    path::{Path, PathBuf},
};

use zip::{CompressionMethod, ZipArchive, result::ZipError};

use super::Compression;
use crate::{
    ingest::error::IngestError,
    limits::{ARCHIVE_ENTRIES, DECOMPRESSION_RATIO, EXPORT_BYTES},
};

/// What a ZIP archive begins with; the second is an empty one.
const MAGICS: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];
/// Endings of the files in an archive that are read; pictures and notes beside them are passed over.
const ENDINGS: [&str; 8] = [".csv", ".tsv", ".xlsx", ".xlsm", ".json", ".jsonl", ".ndjson", ".zip"];
/// An ending that exports have as well as notes: such files are read where an archive holds nothing else.
const NOTES: &str = ".txt";

/// One export to read: a file, or a member of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    pub(super) path: PathBuf,
    pub(super) member: Option<Member>,
}

/// The exports of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The exports, in the order of the archive; one for a file that is none.
    pub inputs: Vec<Input>,
    /// Members that are no exports, by name.
    pub skipped: Vec<String>,
    /// Whether the file is an archive.
    pub is_archive: bool,
}

/// Where a member lies in its archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) start: u64,
    pub(super) packed: u64,
    pub(super) deflated: bool,
}

/// What the directory of an archive says of one file in it.
#[derive(Debug)]
pub(in crate::ingest) struct Entry {
    pub(in crate::ingest) name: String,
    pub(in crate::ingest) unpacked: u64,
}

impl From<&Path> for Input {
    fn from(path: &Path) -> Self {
        Self { path: path.to_owned(), member: None }
    }
}

impl From<&PathBuf> for Input {
    fn from(path: &PathBuf) -> Self {
        Self::from(path.as_path())
    }
}

impl Input {
    /// The exports that a file holds: itself, or the members of a ZIP archive that is no workbook.
    ///
    /// # Errors
    /// When the file cannot be read, or is an archive that is broken, encrypted, too large, or looks like an attack.
    pub fn list(path: &Path) -> Result<Listing, IngestError> {
        let unreadable = |source| IngestError::Unreadable { path: path.display().to_string(), source };
        let mut magic = Vec::new();
        let mut file = File::open(path).map_err(unreadable)?;
        // What cannot be read, such as a folder, is reported when it is opened as an export.
        let _ = Read::by_ref(&mut file).take(4).read_to_end(&mut magic);
        let itself = Listing { inputs: vec![Self::from(path)], skipped: Vec::new(), is_archive: false };
        if !MAGICS.contains(&magic.as_slice()) {
            return Ok(itself);
        }
        let size = file.metadata().map_err(unreadable)?.len();
        let mut archive = open(BufReader::new(file), size)?;
        if is_office(&archive) {
            return Ok(itself);
        }
        list(path, &mut archive)
    }

    /// The name of the member of an archive; none for a file of its own.
    #[must_use]
    pub fn member(&self) -> Option<&str> {
        self.member.as_ref().map(|member| member.name.as_str())
    }
}

/// Whether the bytes begin like a ZIP archive.
pub(in crate::ingest) fn is_zip(head: &[u8]) -> bool {
    MAGICS.iter().any(|magic| head.starts_with(magic))
}

/// Reads the directory and checks what it declares.
fn open<R: Read + Seek>(reader: R, size: u64) -> Result<ZipArchive<R>, IngestError> {
    let archive = ZipArchive::new(reader).map_err(|error| broken(&error))?;
    let unpacked = archive.decompressed_size().unwrap_or(0);
    if unpacked > u128::from(EXPORT_BYTES) {
        return Err(IngestError::Limit { what: "unpacked size in bytes", limit: EXPORT_BYTES });
    }
    let ratio = u128::from(size.max(1)) * u128::from(DECOMPRESSION_RATIO);
    if unpacked > u128::from(super::guard::RATIO_FLOOR_BYTES) && unpacked > ratio {
        return Err(IngestError::Limit { what: "unpacked bytes per packed byte", limit: DECOMPRESSION_RATIO });
    }
    Ok(archive)
}

fn is_office<R: Read + Seek>(archive: &ZipArchive<R>) -> bool {
    archive.file_names().flatten().any(|name| matches!(name.as_ref(), "[Content_Types].xml" | "mimetype"))
}

fn list<R: Read + Seek>(path: &Path, archive: &mut ZipArchive<R>) -> Result<Listing, IngestError> {
    if archive.len() > ARCHIVE_ENTRIES {
        return Err(IngestError::Limit { what: "number of files in the archive", limit: ARCHIVE_ENTRIES as u64 });
    }
    let mut listing = Listing { inputs: Vec::new(), skipped: Vec::new(), is_archive: true };
    let mut notes: Vec<Input> = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|error| broken(&error))?;
        let name = member_name(entry.name_raw());
        if is_unsafe(&name) || entry.is_symlink() {
            return Err(IngestError::UnsafeArchive { name });
        }
        if entry.is_dir() || is_clutter(&name) {
            continue;
        }
        if entry.encrypted() {
            return Err(IngestError::EncryptedArchive { name });
        }
        let may_be_note = name.to_lowercase().ends_with(NOTES);
        if !is_export(&name) && !may_be_note {
            listing.skipped.push(name);
            continue;
        }
        let deflated = match entry.compression() {
            CompressionMethod::Stored => false,
            CompressionMethod::Deflated => true,
            other => return Err(IngestError::BrokenArchive { detail: format!("{name}: {other} is not read here") }),
        };
        let start = entry.data_start().ok_or_else(|| IngestError::BrokenArchive { detail: name.clone() })?;
        let member = Member { name, start, packed: entry.compressed_size(), deflated };
        let found = if may_be_note { &mut notes } else { &mut listing.inputs };
        found.push(Input { path: path.to_owned(), member: Some(member) });
    }
    if listing.inputs.is_empty() {
        listing.inputs = notes;
    } else {
        listing.skipped.extend(notes.iter().filter_map(|note| note.member().map(str::to_owned)));
    }
    if listing.inputs.is_empty() {
        return Err(if listing.skipped.is_empty() {
            IngestError::Empty
        } else {
            IngestError::UnknownFormat {
                detail: format!("a ZIP archive without any export: {}", listing.skipped.join(", ")),
            }
        });
    }
    Ok(listing)
}

/// The files of a workbook, within the limits that hold for every archive.
pub(in crate::ingest) fn entries(archive: &mut (impl Read + Seek), size: u64) -> Result<Vec<Entry>, IngestError> {
    let mut archive = open(archive, size)?;
    if archive.len() > ARCHIVE_ENTRIES {
        return Err(IngestError::Limit { what: "number of files in the archive", limit: ARCHIVE_ENTRIES as u64 });
    }
    (0..archive.len())
        .map(|index| {
            let entry = archive.by_index_raw(index).map_err(|error| broken(&error))?;
            if entry.encrypted() {
                return Err(IngestError::EncryptedArchive { name: member_name(entry.name_raw()) });
            }
            Ok(Entry { name: member_name(entry.name_raw()), unpacked: entry.size() })
        })
        .collect()
}

/// Reads every file of a workbook to its end; `look` sees the pieces as they come, and may stop.
pub(in crate::ingest) fn inspect<R: Read + Seek>(
    archive: &mut R,
    mut look: impl FnMut(usize, &[u8]) -> Result<(), IngestError>,
) -> Result<(), IngestError> {
    let mut archive = ZipArchive::new(archive).map_err(|error| broken(&error))?;
    let mut buffer = vec![0; 64 * 1024];
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| broken(&error))?;
        let declared = entry.size();
        let mut produced = 0;
        loop {
            let read =
                entry.read(&mut buffer).map_err(|error| IngestError::BrokenArchive { detail: error.to_string() })?;
            if read == 0 {
                break;
            }
            produced += read as u64;
            if produced > declared {
                return Err(IngestError::BrokenArchive { detail: "a file is larger than the archive says".to_owned() });
            }
            look(index, &buffer[..read])?;
        }
    }
    Ok(())
}

fn broken(error: &ZipError) -> IngestError {
    IngestError::BrokenArchive { detail: error.to_string() }
}

/// Names are UTF-8 or, from older Chinese tools, GBK, whatever the flags say.
fn member_name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(raw).0.into_owned(),
    }
}

/// Whether a name would leave the folder that an archive is unpacked in.
fn is_unsafe(name: &str) -> bool {
    let mut parts = name.split(['/', '\\']);
    name.starts_with(['/', '\\'])
        || name.as_bytes().get(1) == Some(&b':')
        || name.contains('\0')
        || parts.any(|part| part == "..")
}

/// What operating systems leave in archives.
fn is_clutter(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    name.starts_with("__MACOSX/") || file.starts_with(['.', '~']) || file == "Thumbs.db" || file == "desktop.ini"
}

fn is_export(name: &str) -> bool {
    let name = name.to_lowercase();
    let unpacked = Compression::strip(&name);
    ENDINGS.iter().any(|ending| unpacked.ends_with(ending)) || unpacked.len() < name.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_leave_the_folder_are_unsafe_and_clutter_is_passed_over() {
        for name in ["../a.csv", "a/../../b.csv", "/etc/passwd", "\\a.csv", "C:\\a.csv", "a\\..\\b.csv", "a\0.csv"] {
            assert!(is_unsafe(name), "{name:?}");
        }
        for name in ["a.csv", "评价/2021..csv", "a/b/c.csv", "..a.csv"] {
            assert!(!is_unsafe(name), "{name}");
        }
        assert!(is_clutter("__MACOSX/._a.csv") && is_clutter("x/.DS_Store") && !is_clutter("x/a.csv"));
        assert!(is_export("A.CSV") && is_export("a.csv.gz") && is_export("b.zst") && !is_export("a.png"));
    }

    #[test]
    fn names_in_gbk_are_read() {
        assert_eq!(member_name(&encoding_rs::GBK.encode("评价.csv").0), "评价.csv");
        assert_eq!(member_name("评价.csv".as_bytes()), "评价.csv");
    }
}
