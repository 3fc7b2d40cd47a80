//! What a process takes of the machine, read from `/proc`; what a data directory takes of the disk.

use std::{fs, path::Path};

use serde::Serialize;

/// Memory of a process.
#[derive(Debug, Serialize)]
pub(super) struct Memory {
    /// Bytes that are its own: heap and stacks, no mapped files.
    pub(super) rss_anon_bytes: u64,
    /// Bytes resident in all, mapped index files included.
    pub(super) rss_bytes: u64,
}

/// Files of a data directory.
#[derive(Debug, Serialize)]
pub(super) struct Disk {
    /// Bytes of the store with its log.
    pub(super) store_bytes: u64,
    /// Bytes of the index.
    pub(super) index_bytes: u64,
}

/// Linux counts processor time for user space in hundredths of a second, whatever its own clock does.
const TICK_MS: f64 = 10.0;

/// Processor milliseconds of all threads of a process since its start; `None` when it cannot be read.
pub(super) fn cpu_ms(pid: u32) -> Option<f64> {
    ticks(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?).map(|ticks| ticks as f64 * TICK_MS)
}

/// `utime` + `stime`, fields 14 and 15. The name in parentheses may hold anything, so fields are counted after it.
fn ticks(stat: &str) -> Option<u64> {
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut next = || fields.next()?.parse::<u64>().ok();
    Some(next()? + next()?)
}

impl Memory {
    /// Of a process; `None` when it cannot be read.
    pub(super) fn of(pid: u32) -> Option<Self> {
        Self::parse(&fs::read_to_string(format!("/proc/{pid}/status")).ok()?)
    }

    fn parse(status: &str) -> Option<Self> {
        let bytes = |name: &str| {
            let value = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
            Some(value.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
        };
        Some(Self { rss_anon_bytes: bytes("RssAnon")?, rss_bytes: bytes("VmRSS")? })
    }
}

impl Disk {
    pub(super) fn of(data: &Path) -> Self {
        let store = ["store.sqlite", "store.sqlite-wal", "store.sqlite-shm"];
        let bytes = |name: &str| fs::metadata(data.join(name)).map_or(0, |metadata| metadata.len());
        Self { store_bytes: store.into_iter().map(bytes).sum(), index_bytes: bytes_below(&data.join("index")) }
    }
}

/// Bytes of all files below a folder; what cannot be read (a file that a merge has just removed) counts nothing.
fn bytes_below(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let bytes = entries.map(|entry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => bytes_below(&entry.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    });
    bytes.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_is_read_after_any_name() {
        let stat = "42 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 700 30 11 12";
        assert_eq!(ticks(stat), Some(730));
        assert_eq!(ticks("42 pinglan S 1"), None);
    }

    #[test]
    fn memory_is_read_in_bytes() {
        let memory = Memory::parse("Name:\tpinglan\nVmRSS:\t    2048 kB\nRssAnon:\t 1024 kB\n").unwrap();
        assert_eq!((memory.rss_anon_bytes, memory.rss_bytes), (1 << 20, 2 << 20));
        assert!(Memory::parse("Name:\tpinglan\n").is_none());
    }

    #[test]
    fn this_process_can_be_read() {
        let pid = std::process::id();
        assert!(cpu_ms(pid).is_some());
        assert!(Memory::of(pid).unwrap().rss_bytes > 1 << 20);
    }

    #[test]
    fn the_demo_exports_beside_store_and_index_do_not_count() {
        let dir = tempfile::tempdir().unwrap();
        for (name, bytes) in
            [("store.sqlite", 3), ("store.sqlite-wal", 4), ("index/g1/a", 5), ("index/b", 6), ("demo/c", 7)]
        {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, vec![0; bytes]).unwrap();
        }
        let disk = Disk::of(dir.path());
        assert_eq!((disk.store_bytes, disk.index_bytes), (7, 11));
    }
}
