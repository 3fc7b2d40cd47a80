//! `pinglan import` of files that cannot be taken: the code, the exit code, and an index that stays as it was.

use std::{fs, io::Write, path::Path};

use flate2::{Compression, write::GzEncoder};
use tempfile::TempDir;

use crate::support::command::{Ran, run};

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

const GOOD: &str = "评价ID,商品名称,评价时间,评价内容,评分\n1,甲,2021-01-01,上菜慢,1\n2,乙,2021-01-02,好吃,5\n";

/// A directory with two reviews.
fn prepared() -> TempDir {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("good.csv"), GOOD).unwrap();
    let imported = import(dir.path(), "good.csv", &["--source", "a"]);
    assert_eq!((imported.code, &imported.lines[0]["inserted"]), (Some(0), &2.into()));
    dir
}

fn import(dir: &Path, file: &str, options: &[&str]) -> Ran {
    let path = dir.join(file);
    run(&dir.join("data"), [&["import", path.to_str().unwrap()], options].concat())
}

fn check_unchanged(dir: &Path, after: &str) {
    let data = dir.join("data");
    let answer = run(&data, ["search", ""]);
    assert_eq!(answer.lines[0]["total"], 2, "after {after}");
    assert_eq!(run(&data, ["search", "上菜慢"]).lines[0]["total"], 1, "after {after}");
    assert_eq!(run(&data, ["verify"]).code, Some(0), "after {after}");
}

#[test]
fn files_that_cannot_be_taken_change_nothing() {
    let dir = prepared();
    let mut broken_gz = gzip(GOOD.repeat(50).as_bytes());
    broken_gz.truncate(broken_gz.len() / 2);
    let bomb =
        gzip(format!("{GOOD}{}", format!("3,丁,2021-01-01,{},1\n", "好".repeat(30_000)).repeat(1_000)).as_bytes());
    let noise: Vec<u8> = (0..40_000u32).map(|at| at.wrapping_mul(2_654_435_761).to_be_bytes()[1]).collect();
    let other = GOOD.replace("甲", "丙").replace("2021-01-01", "2022-05-05").replace("上菜慢", "完全不同的话");
    let cases: [(&str, &[u8], &[&str], &[&str]); 10] = [
        ("no-text.csv", "甲,乙\n1,2\n".as_bytes(), &[], &["missing_text_column"]),
        ("empty.csv", b"", &[], &["empty_file"]),
        ("blank.csv", b"\xef\xbb\xbf", &[], &["empty_file"]),
        ("noise.csv", &noise, &[], &["unknown_encoding", "unknown_format"]),
        ("broken.csv.gz", &broken_gz, &[], &["broken_archive"]),
        ("bomb.csv.gz", &bomb, &[], &["broken_archive", "limit_exceeded"]),
        ("fake.xlsx", b"PK\x03\x04 but not a workbook", &[], &["broken_archive", "unknown_format"]),
        ("good.csv", GOOD.as_bytes(), &["--preset", "nobody"], &["unknown_preset"]),
        ("good.csv", GOOD.as_bytes(), &["--source", "NOT OK"], &["invalid_source"]),
        ("other.csv", other.as_bytes(), &["--source", "a"], &["suspicious_identity"]),
    ];
    for (name, content, options, codes) in cases {
        fs::write(dir.path().join(name), content).unwrap();
        let failed = import(dir.path(), name, options);
        assert_eq!(failed.code, Some(1), "{name} {failed:?}");
        assert!(codes.contains(&failed.error().as_str()), "{name}: {}", failed.error());
        assert!(failed.lines.is_empty(), "{name} {failed:?}");
        check_unchanged(dir.path(), name);
    }
    let missing = import(dir.path(), "no-such-file.csv", &[]);
    assert_eq!((missing.code, missing.error().as_str()), (Some(1), "unreadable_file"));
    fs::create_dir(dir.path().join("folder.csv")).unwrap();
    let folder = import(dir.path(), "folder.csv", &[]);
    assert_eq!((folder.code, folder.error().as_str()), (Some(1), "unreadable_file"));
    check_unchanged(dir.path(), "unreadable files");
}

/// The same ids under their own source are other reviews.
#[test]
fn ids_of_another_source_do_not_collide() {
    let dir = prepared();
    let other = GOOD.replace("甲", "丙").replace("上菜慢", "完全不同的话");
    fs::write(dir.path().join("other.csv"), other).unwrap();
    let imported = import(dir.path(), "other.csv", &["--source", "b"]);
    assert_eq!((imported.code, &imported.lines[0]["inserted"]), (Some(0), &2.into()));
    assert_eq!(run(&dir.path().join("data"), ["search", ""]).lines[0]["total"], 4);
}

#[test]
fn rejected_rows_end_with_their_own_exit_code() {
    let dir = prepared();
    fs::write(dir.path().join("some.csv"), "评价ID,评价内容,评分\n3,还行,3\n4,很好,11\n5,,\n").unwrap();
    let imported = import(dir.path(), "some.csv", &["--source", "a"]);
    assert_eq!(imported.code, Some(3), "{imported:?}");
    let count = |name: &str| imported.lines[0][name].as_u64().unwrap();
    assert_eq!((count("rows_read"), count("inserted"), count("rejected")), (3, 1, 2));
    assert_eq!(run(&dir.path().join("data"), ["search", "还行"]).lines[0]["total"], 1);
}

/// One file that fails does not stop the others.
#[test]
fn good_files_beside_a_bad_one_are_taken() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("good.csv"), GOOD).unwrap();
    fs::write(dir.path().join("bad.csv"), "甲,乙\n1,2\n").unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let ran = run(&dir.path().join("data"), ["import".to_owned(), path("bad.csv"), path("good.csv")]);
    assert_eq!((ran.code, ran.lines.len(), &ran.lines[0]["inserted"]), (Some(1), 1, &2.into()));
    check_unchanged(dir.path(), "a bad file beside a good one");
}

#[test]
fn faults_of_usage_have_their_own_exit_code() {
    let dir = TempDir::new().unwrap();
    for arguments in
        [&["import"][..], &["fly"], &["search"], &["search", "好", "--sort", "best"], &["serve", "--listen", "here"]]
    {
        assert_eq!(run(dir.path(), arguments).code, Some(2), "{arguments:?}");
    }
    let remote = run(dir.path(), ["serve", "--listen", "0.0.0.0:0"]);
    assert_eq!((remote.code, remote.error().as_str()), (Some(1), "not_loopback"));
    fs::write(dir.path().join("config.toml"), "zone = 'Mars/Base'").unwrap();
    let config = dir.path().join("config.toml");
    let failed = run(dir.path(), ["verify", "--config", config.to_str().unwrap()]);
    assert_eq!((failed.code, failed.error().as_str()), (Some(1), "invalid_config"));
}

/// A program that reads the output may leave before its end.
#[test]
fn search_on_the_command_line_answers_like_the_api() {
    let dir = prepared();
    let data = dir.path().join("data");
    let answer = run(&data, ["search", "--body", r#"{"q":"好吃","facets":["rating"],"limit":1}"#]);
    assert_eq!(answer.code, Some(0));
    assert_eq!((&answer.lines[0]["total"], &answer.lines[0]["facets"]["rating"]["distinct"]), (&1.into(), &1.into()));
    for (body, code) in
        [("{", "invalid_json"), ("{\"limit\":500}", "invalid_value"), ("{\"colour\":1}", "unknown_field")]
    {
        let refused = run(&data, ["search", "--body", body]);
        assert_eq!((refused.code, refused.error().as_str()), (Some(1), code), "{body}");
    }
}
