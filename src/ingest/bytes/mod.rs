//! From a file to a stream of UTF-8 bytes: members of archives, gzip and zstd by their magic bytes, size limits, encoding.
//!
//! Must not know rows or columns. Invariant: the stream is valid UTF-8 except where the file is not text of its encoding;
//! there it holds bytes that are never valid UTF-8, so that each row can be judged by itself.

pub(super) mod archive;
mod decoder;
pub(super) mod encoding;
mod guard;
mod window;

use std::{
    fs::File,
    io::{self, Read, Seek},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use self::{
    archive::{Input, Member},
    encoding::Detected,
    guard::Guard,
};
pub(super) use self::{guard::read_error, window::Window};
use super::error::IngestError;

/// A reader that can be handed to another thread.
pub(super) type ByteStream = Box<dyn Read + Send>;

/// Bytes on which format and encoding are judged.
const SAMPLE_BYTES: usize = 1024 * 1024;

/// How a file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    Gzip,
    Zstd,
}

impl Compression {
    const ALL: [(Self, &'static [u8], &'static [&'static str]); 2] =
        [(Self::Gzip, b"\x1f\x8b", &[".gz"]), (Self::Zstd, b"\x28\xb5\x2f\xfd", &[".zst", ".zstd"])];

    fn of(head: &[u8]) -> Option<Self> {
        Self::ALL.iter().find(|(_, magic, _)| head.starts_with(magic)).map(|(compression, ..)| *compression)
    }

    /// The name for people.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }

    /// A file's name without the ending that says how it is compressed.
    fn strip(name: &str) -> &str {
        let endings = Self::ALL.iter().flat_map(|(.., endings)| endings.iter());
        endings.filter_map(|ending| name.strip_suffix(ending)).next().unwrap_or(name)
    }
}

/// One file or member of an archive, which can be read several times.
#[derive(Debug)]
pub(super) struct InputFile {
    input: Input,
    /// Bytes on disk.
    pub(super) size: u64,
    /// How the content is compressed, whatever the archive around it does.
    pub(super) compression: Option<Compression>,
    /// Bytes of it that the main pass has read.
    pub(super) bytes_read: Arc<AtomicU64>,
}

/// The largest window of zstd that is granted, as a power of two: 128 MB, what its own tools grant.
const ZSTD_WINDOW_LOG: u32 = 27;

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
    /// Opens a regular file, or a member of one.
    pub(super) fn open(input: Input) -> Result<Self, IngestError> {
        let unreadable = |source| IngestError::Unreadable { path: input.path.display().to_string(), source };
        let metadata = File::open(&input.path).and_then(|file| file.metadata()).map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(unreadable(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")));
        }
        let size = input.member.as_ref().map_or(metadata.len(), |member| member.packed);
        if size == 0 {
            return Err(IngestError::Empty);
        }
        let mut file = Self { input, size, compression: None, bytes_read: Arc::default() };
        let mut magic = Vec::new();
        file.stored_in(Arc::default())?.take(4).read_to_end(&mut magic).map_err(read_error)?;
        file.compression = Compression::of(&magic);
        Ok(file)
    }

    /// The file's name in lower case, without its folder and what says how it is compressed.
    pub(super) fn name(&self) -> String {
        let path = self.input.path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        let name = self.input.member().map_or(path, |name| name.rsplit('/').next().unwrap_or(name).to_lowercase());
        Compression::strip(&name).to_owned()
    }

    /// Whether the content lies on disk as it is.
    pub(super) const fn is_plain(&self) -> bool {
        self.input.member.is_none() && self.compression.is_none()
    }

    /// The file as it lies on disk, counted in `bytes_read`; only where [`Self::is_plain`].
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
        let open = File::open(&self.input.path);
        let unreadable = |source| IngestError::Unreadable { path: self.input.path.display().to_string(), source };
        Ok(Counted { file: open.map_err(unreadable)?, count })
    }

    /// The file's bytes: a member of an archive inflated, its own compression left as it is.
    fn stored_in(&self, count: Arc<AtomicU64>) -> Result<ByteStream, IngestError> {
        let mut file = self.counted_in(Arc::clone(&count))?;
        let Some(Member { start, packed, deflated, .. }) = &self.input.member else {
            return Ok(Box::new(Guard::new(file, None)));
        };
        file.seek(io::SeekFrom::Start(*start)).map_err(read_error)?;
        let stored = file.take(*packed);
        Ok(if *deflated {
            Box::new(Guard::new(flate2::read::DeflateDecoder::new(stored), Some(count)))
        } else {
            Box::new(Guard::new(stored, Some(count)))
        })
    }

    fn unpacked_in(&self, count: Arc<AtomicU64>) -> Result<ByteStream, IngestError> {
        let stored = self.stored_in(Arc::clone(&count))?;
        Ok(match self.compression {
            None => stored,
            Some(Compression::Gzip) => Box::new(Guard::new(flate2::read::MultiGzDecoder::new(stored), Some(count))),
            Some(Compression::Zstd) => {
                let mut decoder = zstd::stream::read::Decoder::new(stored).map_err(read_error)?;
                decoder.window_log_max(ZSTD_WINDOW_LOG).map_err(read_error)?;
                Box::new(Guard::new(decoder, Some(count)))
            }
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
