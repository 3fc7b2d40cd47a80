//! ZIP archives: their files are exports of their own, and attacks are refused.

use super::*;
use crate::{
    error::{Code, Coded},
    limits::ARCHIVE_ENTRIES,
};

const CSV: &str = "评价内容,评分\n好吃,5\n难吃,1\n";

fn list(bytes: &[u8]) -> Result<(tempfile::TempDir, super::super::Listing), IngestError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.zip");
    std::fs::write(&path, bytes).unwrap();
    Input::list(&path).map(|listing| (folder, listing))
}

fn refused(bytes: &[u8]) -> Code {
    let error = list(bytes).err().unwrap();
    assert!(error.hint().is_some());
    error.code()
}

#[test]
fn each_file_of_an_archive_is_read() {
    let (gb, packed) = (encoding_rs::GB18030.encode(CSV).0, gzip(CSV.as_bytes()));
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "评价内容").unwrap();
    sheet.write_string(1, 0, "表格里的").unwrap();
    let book = book.save_to_buffer().unwrap();
    let json = "[{\"text\":\"一\"}]".as_bytes();
    let files: [(&str, &[u8]); 8] = [
        ("说明.txt", b"read me"),
        ("2021/一月.csv", CSV.as_bytes()),
        ("gb.csv", &gb),
        ("packed.csv.gz", &packed),
        ("book.xlsx", &book),
        ("a.json", json),
        ("图.png", b"\x89PNG"),
        ("__MACOSX/._gb.csv", b"x"),
    ];
    let (_folder, listing) = list(&zip(&files)).unwrap();
    assert!(listing.is_archive);
    assert_eq!(listing.skipped, ["图.png", "说明.txt"]);
    let read: Vec<(String, Vec<String>)> = listing
        .inputs
        .into_iter()
        .map(|input| {
            let name = input.member().unwrap().to_owned();
            let file = read_input(input, &Options::default()).unwrap();
            (name, file.texts().into_iter().map(str::to_owned).collect())
        })
        .collect();
    let both = ["好吃", "难吃"].map(str::to_owned).to_vec();
    let expected = [
        ("2021/一月.csv", both.clone()),
        ("gb.csv", both.clone()),
        ("packed.csv.gz", both),
        ("book.xlsx", vec!["表格里的".to_owned()]),
        ("a.json", vec!["一".to_owned()]),
    ];
    assert_eq!(read, expected.map(|(name, texts)| (name.to_owned(), texts)));
}

#[test]
fn a_text_file_is_an_export_where_there_is_no_other() {
    let (_folder, listing) = list(&zip(&[("a.txt", CSV.as_bytes())])).unwrap();
    assert_eq!(read_input(listing.inputs[0].clone(), &Options::default()).unwrap().texts(), ["好吃", "难吃"]);
}

#[test]
fn a_file_and_a_workbook_are_no_archives() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, CSV).unwrap();
    let listing = Input::list(&path).unwrap();
    assert!(!listing.is_archive && listing.inputs == [Input::from(&path)]);
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write_string(0, 0, "评价内容").unwrap();
    assert!(!list(&book.save_to_buffer().unwrap()).unwrap().1.is_archive);
}

#[test]
fn attacks_and_what_cannot_be_read_are_refused() {
    for name in ["../evil.csv", "/etc/passwd.csv", "a\\..\\..\\b.csv", "C:\\x.csv"] {
        assert_eq!(refused(&zip(&[("a.csv", CSV.as_bytes()), (name, b"text\nx\n")])), Code::UnsafeArchive, "{name}");
    }
    let zeros = vec![b'a'; 64 * 1024 * 1024];
    assert_eq!(refused(&zip(&[("bomb.csv", &zeros)])), Code::LimitExceeded);
    let names: Vec<String> = (0..=ARCHIVE_ENTRIES).map(|number| format!("{number}.csv")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), CSV.as_bytes())).collect();
    assert_eq!(refused(&zip(&many)), Code::LimitExceeded);
    assert_eq!(refused(&zip(&[])), Code::EmptyFile);
    assert_eq!(refused(&zip(&[("a.png", b"x")])), Code::UnknownFormat);
    let mut encrypted = zip(&[("a.csv", CSV.as_bytes())]);
    // The first bit of the flags says so, in both headers.
    for magic in [b"PK\x03\x04", b"PK\x01\x02"] {
        let at = encrypted.windows(4).position(|window| window == magic).unwrap();
        encrypted[at + if magic[2] == 3 { 6 } else { 8 }] |= 1;
    }
    assert_eq!(refused(&encrypted), Code::EncryptedArchive);
    let torn = zip(&[("a.csv", CSV.as_bytes())]);
    assert_eq!(refused(&torn[..torn.len() / 2]), Code::BrokenArchive);
}

#[test]
fn an_archive_within_another_is_named() {
    let inner = zip(&[("a.csv", CSV.as_bytes())]);
    let (_folder, listing) = list(&zip(&[("inner.zip", &inner)])).unwrap();
    let error = read_input(listing.inputs[0].clone(), &Options::default()).err().unwrap();
    assert_eq!(error.code(), Code::NestedArchive);
    let packed = try_read("a.zip.gz", &gzip(&inner), &Options::default()).err().unwrap();
    assert_eq!(packed.code(), Code::NestedArchive);
}

/// An archive may declare less than it holds: what comes out is counted.
#[test]
fn a_bomb_that_lies_about_its_size_is_stopped() {
    let mut csv = CSV.as_bytes().to_vec();
    csv.resize(64 * 1024 * 1024, b'a');
    let mut bomb = zip(&[("a.csv", &csv)]);
    let small = 1000_u32.to_le_bytes();
    let at = bomb.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    bomb[at + 24..at + 28].copy_from_slice(&small);
    let (_folder, listing) = list(&bomb).unwrap();
    let outcome = read_input(listing.inputs[0].clone(), &Options::default());
    let error = outcome.map_or_else(Some, |read| read.error);
    assert_eq!(error.map(|error| error.code()), Some(Code::LimitExceeded));
}

#[test]
fn zstd_is_read_and_its_faults_are_told() {
    let whole = zstd(CSV.repeat(2_000).as_bytes());
    assert_eq!(read("a.csv.zst", &whole).description.compression, Some("zstd"));
    assert_eq!(read("a", &[zstd(CSV.as_bytes()), zstd("好,3\n".as_bytes())].concat()).texts(), ["好吃", "难吃", "好"]);
    let torn = try_read("a.csv.zst", &whole[..whole.len() / 2], &Options::default());
    assert_eq!(torn.map_or_else(Some, |read| read.error).map(|error| error.code()), Some(Code::BrokenArchive));
    let bomb = zstd(&[CSV.as_bytes(), &vec![b'a'; 64 * 1024 * 1024]].concat());
    let stopped = try_read("a.csv.zst", &bomb, &Options::default());
    assert_eq!(stopped.map_or_else(Some, |read| read.error).map(|error| error.code()), Some(Code::LimitExceeded));
}
