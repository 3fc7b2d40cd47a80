//! From a file to a stream of UTF-8 bytes: gzip by its magic bytes, size limits, encoding.
//!
//! Must not know rows or columns. Invariant: the stream is valid UTF-8 except where the file is not text of its encoding;
//! there it holds bytes that are never valid UTF-8, so that each row can be judged by itself.

mod decoder;
pub(super) mod encoding;
mod guard;
mod window;

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use self::{encoding::Detected, guard::Guard};
pub(super) use self::{guard::read_error, window::Window};
use super::error::IngestError;

/// A reader that can be handed to another thread.
pub(super) type ByteStream = Box<dyn Read + Send>;

/// Bytes on which format and encoding are judged.
const SAMPLE_BYTES: usize = 1024 * 1024;

/// One file, which can be read several times.
#[derive(Debug)]
pub(super) struct InputFile {
    path: PathBuf,
    /// Size on disk.
    pub(super) size: u64,
    /// Whether the content is gzip.
    pub(super) gzip: bool,
    /// Bytes of it that the main pass has read.
    pub(super) bytes_read: Arc<AtomicU64>,
}

/// The beginning of a file, unpacked.
#[derive(Debug)]
pub(super) struct Sample {
    /// The first bytes.
    pub(super) head: Vec<u8>,
    /// The first stretch that is not plain ASCII: it tells the encoding. Empty when `head` already does, or all is ASCII.
    beyond_ascii: Vec<u8>,
}

impl Sample {
    /// The stretch that tells the encoding.
    pub(super) fn telling(&self) -> &[u8] {
        if self.beyond_ascii.is_empty() { &self.head } else { &self.beyond_ascii }
    }
}

impl InputFile {
    /// Opens a regular file.
    pub(super) fn open(path: &Path) -> Result<Self, IngestError> {
        let unreadable = |source| IngestError::Unreadable { path: path.display().to_string(), source };
        let mut file = File::open(path).map_err(unreadable)?;
        let metadata = file.metadata().map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(unreadable(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")));
        }
        let mut magic = Vec::new();
        Read::by_ref(&mut file).take(2).read_to_end(&mut magic).map_err(unreadable)?;
        if metadata.len() == 0 {
            return Err(IngestError::Empty);
        }
        Ok(Self {
            path: path.to_owned(),
            size: metadata.len(),
            gzip: magic == [0x1f, 0x8b],
            bytes_read: Arc::default(),
        })
    }

    /// The file's name in lower case, without `.gz`.
    pub(super) fn name(&self) -> String {
        let name = self.path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        name.strip_suffix(".gz").map_or_else(|| name.clone(), str::to_owned)
    }

    /// The file as it lies on disk, counted in `bytes_read`.
    pub(super) fn counted(&self) -> Result<Counted, IngestError> {
        self.counted_in(Arc::clone(&self.bytes_read))
    }

    /// The unpacked bytes, counted in `bytes_read`.
    pub(super) fn unpacked(&self) -> Result<ByteStream, IngestError> {
        self.unpacked_in(Arc::clone(&self.bytes_read))
    }

    /// The text as UTF-8, without byte order mark.
    pub(super) fn text(&self, detected: Detected) -> Result<ByteStream, IngestError> {
        let mut bytes = self.unpacked()?;
        io::copy(&mut bytes.by_ref().take(detected.bom_bytes), &mut io::sink()).map_err(read_error)?;
        Ok(decoder::decoded(bytes, detected.encoding))
    }

    /// Reads the beginning, and on to the first byte that is not ASCII.
    pub(super) fn sample(&self) -> Result<Sample, IngestError> {
        let mut bytes = self.unpacked_in(Arc::default())?;
        let head = read_up_to(&mut bytes, SAMPLE_BYTES)?;
        let mut beyond_ascii = Vec::new();
        let mut plain = head.is_ascii();
        while plain {
            // What is broken further on is reported when the rows before it have been read.
            let chunk = read_up_to(&mut bytes, SAMPLE_BYTES).unwrap_or_default();
            if chunk.is_empty() {
                break;
            }
            plain = chunk.is_ascii();
            if !plain {
                beyond_ascii = chunk;
            }
        }
        Ok(Sample { head, beyond_ascii })
    }

    fn counted_in(&self, count: Arc<AtomicU64>) -> Result<Counted, IngestError> {
        let open = File::open(&self.path);
        let file = open.map_err(|source| IngestError::Unreadable { path: self.path.display().to_string(), source })?;
        Ok(Counted { file, count })
    }

    fn unpacked_in(&self, count: Arc<AtomicU64>) -> Result<ByteStream, IngestError> {
        let file = self.counted_in(Arc::clone(&count))?;
        Ok(if self.gzip {
            Box::new(Guard::new(flate2::read::MultiGzDecoder::new(file), Some(count)))
        } else {
            Box::new(Guard::new(file, None))
        })
    }
}

/// Up to `limit` bytes; an error counts only when nothing came before it.
fn read_up_to(bytes: &mut ByteStream, limit: usize) -> Result<Vec<u8>, IngestError> {
    let mut chunk = Vec::new();
    match bytes.by_ref().take(limit as u64).read_to_end(&mut chunk) {
        Err(error) if chunk.is_empty() => Err(read_error(error)),
        _ => Ok(chunk),
    }
}

/// A file that counts what is read of it.
#[derive(Debug)]
pub(super) struct Counted {
    file: File,
    count: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buf)?;
        self.count.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

impl io::Seek for Counted {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
