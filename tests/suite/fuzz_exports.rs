//! Generated exports without end: random bytes, exports with bytes changed, archives. Never a panic, always a code, every row accounted for,
//! in bounded time. Runs for `FUZZ_SECONDS` (3 unless told).

use std::{
    path::Path,
    time::{Duration, Instant},
};

use pinglan::{
    error::Coded,
    ingest::{Export, Input, Options, Schema, preview},
};
use tempfile::TempDir;

use crate::support::{
    packed::{gzip, zip, zstd},
    random::Random,
};

/// Longer than any of these small files may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

fn seeds() -> Vec<Vec<u8>> {
    let csv = "\u{feff}评价ID,评价内容,评分,评价时间,追评\r\n1,\"上菜慢，\"\"等了\"\"\n一小时\",2,2021-09-04 21:51,\r\n2,好吃,5,44443.5,又来了\r\n";
    let json = r#"{"code":0,"data":{"list":[{"content":"好","score":5,"images":[{"url":"x"}]},{"content":"差\u0000","score":1}]}}"#;
    let survey = "序号,提交答卷时间,所用时间,1、打分,2、有什么建议\n1,2021-09-04,9秒,5,快一点\n";
    let rejects = "row,reason,column,detail,hint,source,raw,text,评分\n1,invalid_rating,评分,x,x,shop,x,好,5\n";
    let mut book = rust_xlsxwriter::Workbook::new();
    for name in ["一", "二"] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write_string(0, 0, "评价内容").unwrap();
        sheet.write_string(0, 1, "评分").unwrap();
        sheet.write_string(1, 0, "好吃").unwrap();
        sheet.write_number(1, 1, 5).unwrap();
    }
    let book = book.save_to_buffer().unwrap();
    let utf16: Vec<u8> = csv.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let gb = encoding_rs::GB18030.encode(&csv.replace('\u{feff}', "")).0.into_owned();
    let archive =
        zip(&[("a.csv", csv.as_bytes()), ("b.json", json.as_bytes()), ("c.xlsx", &book), ("d.csv.gz", &gzip(&gb))]);
    let lines = "{\"text\":\"好\"}\n{\"text\":\"差\",\"city\":\"武汉\"}\n";
    let texts = [csv, json, survey, rejects, lines].map(|text| text.as_bytes().to_vec());
    texts.into_iter().chain([utf16, gb.clone(), gzip(&gb), zstd(csv.as_bytes()), book, archive]).collect()
}

/// Pieces that mean something to one format or another.
const PIECES: [&[u8]; 22] = [
    b"\"",
    b",",
    b"\n",
    b"\r",
    b"\r\n",
    b"\t",
    b"|",
    b";",
    b"[",
    b"]",
    b"{",
    b"}",
    b":",
    b"\\u0000",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"\x1f\x8b",
    b"&lol;",
    b"'",
];

fn changed(random: &mut Random, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = random.pick(seeds).clone();
    for _ in 0..random.within(1..12) {
        let at = random.within(0..bytes.len().max(1)).min(bytes.len());
        let end = (at + random.within(0..64)).min(bytes.len());
        match random.within(0..7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.within(0..8),
            1 if at < bytes.len() => bytes[at] = random.next().to_le_bytes()[0],
            2 => drop(bytes.splice(at..at, random.pick(&PIECES).iter().copied())),
            3 => drop(bytes.drain(at..end)),
            4 => bytes.truncate(at),
            5 => {
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part.repeat(random.within(1..20)));
            }
            _ => {
                let other = random.pick(seeds);
                let from = random.within(0..other.len());
                bytes.splice(at..at, other[from..(from + 200).min(other.len())].to_vec());
            }
        }
    }
    bytes
}

fn generated(random: &mut Random, seeds: &[Vec<u8>]) -> Vec<u8> {
    match random.within(0..6) {
        0 => (0..random.within(0..2_000)).map(|_| random.next().to_le_bytes()[0]).collect(),
        1 => (0..random.within(0..200)).flat_map(|_| random.pick(&PIECES).to_vec()).collect(),
        2 => {
            let members: Vec<Vec<u8>> = (0..random.within(0..4)).map(|_| changed(random, seeds)).collect();
            let names = ["a.csv", "b/b.json", "c.xlsx", "../d.csv"];
            let files: Vec<(&str, &[u8])> = names.into_iter().zip(members.iter().map(Vec::as_slice)).collect();
            zip(&files)
        }
        3 => gzip(&changed(random, seeds)),
        _ => changed(random, seeds),
    }
}

/// Reads all that a file holds, as an import does.
fn read(path: &Path, schema: &Schema, options: &Options) {
    let listing = match Input::list(path) {
        Ok(listing) => listing,
        Err(error) => return check(&error),
    };
    for input in listing.inputs {
        if let Err(error) = preview(input.clone(), schema, options) {
            check(&error);
        }
        let mut export = match Export::open(input, schema, options) {
            Ok(export) => export,
            Err(error) => {
                check(&error);
                continue;
            }
        };
        let mut rows = 0;
        loop {
            match export.next_batch() {
                Ok(Some(batch)) => {
                    let mut seen: Vec<u64> = batch.records.iter().map(|record| record.row).collect();
                    seen.extend(batch.rejects.iter().map(|reject| reject.row));
                    seen.sort_unstable();
                    seen.dedup();
                    assert!(seen.into_iter().eq(rows + 1..=rows + batch.rows_read), "every row comes out");
                    rows += batch.rows_read;
                }
                Ok(None) => break,
                Err(error) => {
                    check(&error);
                    break;
                }
            }
        }
        assert_eq!(export.progress().rows, rows);
        drop((export.warnings(), export.tables()));
    }
}

fn check(error: &pinglan::ingest::IngestError) {
    let hint = error.hint().unwrap_or_else(|| panic!("{error} has no hint"));
    assert!(!hint.zh.is_empty() && !hint.en.is_empty() && !error.code().name().is_empty());
}

#[test]
fn exports() {
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(3);
    let (schema, seeds, dir) = (Schema::builtin().unwrap(), seeds(), TempDir::new().unwrap());
    let (mut random, mut rounds) = (Random::new("exports"), 0u64);
    let end = Instant::now() + Duration::from_secs(seconds);
    while Instant::now() < end {
        let bytes = generated(&mut random, &seeds);
        let name = *random.pick(&["a.csv", "a.json", "a.jsonl", "a.xlsx", "a.zip", "a"]);
        let path = dir.path().join(name);
        std::fs::write(&path, &bytes).unwrap();
        let begun = Instant::now();
        let outcome =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| read(&path, &schema, &Options::default())));
        if outcome.is_err() || begun.elapsed() > PATIENCE {
            let kept = std::env::temp_dir().join("pinglan-fuzz-export");
            std::fs::write(&kept, &bytes).unwrap();
            panic!("round {rounds}, {:?}: kept as {} under the name {name}", begun.elapsed(), kept.display());
        }
        rounds += 1;
    }
    eprintln!("exports: {rounds} files in {seconds} s");
    assert!(rounds > 0);
}
