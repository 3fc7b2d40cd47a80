//! Exports as people send them, through the real binary: archives, sheets, surveys, joined and broken files. Every row is accounted for.

use std::{fs, path::Path};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::text;
use crate::support::{
    command::{Ran, run},
    packed::{gzip, zip, zstd},
    server::Server,
};

const CSV: &str = "评价ID,评价内容,评分\n1,好吃,5\n2,难吃,1\n";

fn import(dir: &Path, name: &str, content: &[u8], options: &[&str]) -> Ran {
    let path = dir.join(name);
    fs::write(&path, content).unwrap();
    run(&dir.join("data"), [&["import", path.to_str().unwrap()], options].concat())
}

/// The sums of a report in the order of API.md, held against each other.
fn sums(report: &Value) -> [u64; 6] {
    let names = ["rows_read", "records", "inserted", "updated", "unchanged", "rejected"];
    let sums = names.map(|name| report[name].as_u64().unwrap_or_else(|| panic!("{name} of {report}")));
    assert_eq!(sums[1], sums[2..].iter().sum::<u64>(), "{report}");
    sums
}

fn warned<'r>(report: &'r Value, code: &str) -> Option<&'r str> {
    let warnings = report["warnings"].as_array().unwrap();
    warnings.iter().find(|warning| warning["code"] == code).map(|warning| warning["detail"].as_str().unwrap())
}

#[test]
fn each_file_of_an_archive_has_its_own_report() {
    let dir = TempDir::new().unwrap();
    let gb = encoding_rs::GB18030.encode("评论ID,评论内容,评分\n7,很好,5\n8,坏,9\n").0;
    let packed = gzip("text\n压缩的\n".as_bytes());
    let archive = zip(&[
        ("a.csv", CSV.as_bytes()),
        ("b/gb.csv", &gb),
        ("c.csv.gz", &packed),
        ("图.png", b"x"),
        ("bad.csv", b"a,b\n1,2\n"),
    ]);
    let ran = import(dir.path(), "全部.zip", &archive, &[]);
    assert_eq!((ran.code, ran.error().as_str()), (Some(1), "missing_text_column"), "{ran:?}");
    let told: Vec<(&str, [u64; 6])> = ran.lines.iter().map(|report| (text(report, "/file"), sums(report))).collect();
    assert_eq!(
        told,
        [
            ("全部.zip/a.csv", [2, 2, 2, 0, 0, 0]),
            ("全部.zip/b/gb.csv", [2, 2, 1, 0, 0, 1]),
            ("全部.zip/c.csv.gz", [1, 1, 1, 0, 0, 0]),
        ]
    );
    assert_eq!(warned(&ran.lines[0], "skipped_member"), Some("图.png"));
    assert_eq!(run(&dir.path().join("data"), ["verify"]).lines[0]["reviews"], 4);
    let again = import(dir.path(), "全部.zip.zst", &zstd(&archive), &[]);
    assert_eq!((again.code, again.error().as_str()), (Some(1), "nested_archive"));
}

#[test]
fn an_archive_over_http_is_one_task_with_a_report_of_each_file() {
    let server = Server::start();
    let archive = zip(&[("a.csv", CSV.as_bytes()), ("b.jsonl", "{\"text\":\"又一条\"}\n".as_bytes())]);
    let report = server.client.import("all.zip", &archive, "shop");
    assert_eq!(sums(&report), [3, 3, 3, 0, 0, 0]);
    let files: Vec<&str> = report["members"].as_array().unwrap().iter().map(|member| text(member, "/file")).collect();
    assert_eq!(files, ["all.zip/a.csv", "all.zip/b.jsonl"]);
    assert_eq!(server.client.get("/api/v1/imports").ok()["imports"].as_array().unwrap().len(), 2);
    let preview = server.client.preview("all.zip", &archive, &[]).ok();
    assert_eq!((text(&preview, "/file"), text(&preview, "/more/0/file")), ("all.zip/a.csv", "all.zip/b.jsonl"));
    assert_eq!(text(&preview, "/more/0/format"), "jsonl");
}

#[test]
fn each_sheet_is_accounted_for() {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in [
        ("一月", &[&["评价内容", "评分"][..], &["好", "5"], &["差", "x"]][..]),
        ("商品", &[&["商品名称", "价格"], &["锅", "9"]]),
        ("二月", &[&["二月评价"], &["评分", "评价内容"], &["3", "还行"]]),
    ] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(*cells) {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
    }
    let server = Server::start();
    let bytes = book.save_to_buffer().unwrap();
    let report = server.client.import("两月.xlsx", &bytes, "shop");
    assert_eq!(sums(&report), [3, 3, 2, 0, 0, 1]);
    let import = server.client.get("/api/v1/imports/1").ok();
    for entry in [&report, &import] {
        let sheets: Vec<(&str, [u64; 6])> =
            entry["sheets"].as_array().unwrap().iter().map(|sheet| (text(sheet, "/name"), sums(sheet))).collect();
        assert_eq!(sheets, [("一月", [2, 2, 1, 0, 0, 1]), ("二月", [1, 1, 1, 0, 0, 0])]);
    }
    assert_eq!(warned(&report, "skipped_sheet"), Some("商品"));
    let preview = server.client.preview("两月.xlsx", &bytes, &[]).ok();
    assert_eq!((text(&preview, "/sheet"), text(&preview, "/more/1/sheet")), ("一月", "二月"));
    assert_eq!(
        (text(&preview, "/more/0/problem/code"), &preview["more"][1]["header_row"]),
        ("missing_text_column", &json!(2))
    );
}

#[test]
fn answers_of_a_survey_are_counted_as_records() {
    let dir = TempDir::new().unwrap();
    let survey = "序号,提交答卷时间,所用时间,1、打分,2、有什么建议,3、为什么\n\
        1,2021-09-04 10:00,9秒,5,快一点,近\n2,2021-09-04 10:01,9秒,4,(空),\n3,2021-09-04 10:02,9秒,,,\n";
    let first = import(dir.path(), "问卷.csv", survey.as_bytes(), &[]);
    assert_eq!((first.code, sums(&first.lines[0])), (Some(3), [3, 4, 3, 0, 0, 1]));
    assert_eq!(sums(&import(dir.path(), "问卷.csv", survey.as_bytes(), &[]).lines[0]), [3, 4, 0, 0, 3, 1]);
    let found = run(&dir.path().join("data"), ["search", "问题:为什么"]);
    assert!(found.code == Some(0), "{found:?}");
}

#[test]
fn ids_that_occur_twice_are_unchanged_or_updated_and_a_second_import_changes_nothing() {
    let dir = TempDir::new().unwrap();
    let csv = "评价ID,评价内容,评分\n1,好,5\n2,行,3\n1,好,5\n2,不行,1\n2,不行,1\n3,x,\n";
    let first = import(dir.path(), "a.csv", csv.as_bytes(), &[]);
    assert_eq!(sums(&first.lines[0]), [6, 6, 3, 1, 2, 0]);
    assert_eq!(warned(&first.lines[0], "duplicate_id"), Some("1 (# 4)"));
    assert_eq!(sums(&import(dir.path(), "a.csv", csv.as_bytes(), &[]).lines[0]), [6, 6, 0, 0, 6, 0]);
    let data = dir.path().join("data");
    assert_eq!(run(&data, ["search", "id:2"]).code, Some(1), "ids are no field of queries");
    assert_eq!(run(&data, ["search", "不行"]).lines[0]["total"], 1);
    // Changed once more, the earlier content is kept.
    let changed = import(dir.path(), "b.csv", "评价ID,评价内容,评分\n2,行,3\n".as_bytes(), &[]);
    assert_eq!(sums(&changed.lines[0]), [1, 1, 0, 1, 0, 0]);
}

#[test]
fn rejected_rows_come_back_repaired() {
    let server = Server::start();
    let csv = "评价ID,评价内容,评分\n1,好吃,5\n2,=1+1,55\n3,\"没合上,1\n4,,\n";
    let report = server.client.import("a.csv", csv.as_bytes(), "mine");
    assert_eq!(sums(&report), [4, 4, 1, 0, 0, 3]);
    let download = server.client.get("/api/v1/imports/1/rejects").text();
    let repaired =
        download.replace(",55\r", ",5\r").replace(",\"\"\"没合上\",", ",没合上,").replace(",4,,", ",4,补上的,");
    assert_ne!(download, repaired);
    let task = server.client.wait(&server.client.upload("import-1-rejects.csv", repaired.as_bytes(), &[]).ok());
    assert_eq!((sums(&task["result"]), text(&task["result"], "/source")), ([3, 3, 3, 0, 0, 0], "mine"), "{repaired}");
    let texts = |id: &str| server.client.get(&format!("/api/v1/reviews/mine%3A{id}")).ok()["text"].clone();
    assert_eq!([texts("2"), texts("3"), texts("4")], [json!("=1+1"), json!("没合上"), json!("补上的")]);
}

/// Each fault has its code, its hint in both languages, and loses no row.
#[test]
fn faults_of_whole_files_have_codes_and_hints() {
    let server = Server::start();
    let mut lying = zip(&[("a.csv", &[CSV.as_bytes(), &vec![b'a'; 64 << 20]].concat())]);
    let at = lying.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    lying[at + 24..at + 28].copy_from_slice(&1_000_u32.to_le_bytes());
    let (torn, big5) = (
        gzip(CSV.repeat(900).as_bytes()),
        encoding_rs::BIG5.encode("評分,內容\n5,餐點很好吃，服務態度也不錯，下次還會再來\n").0,
    );
    let cases: [(&str, &[u8], &str); 9] = [
        ("big5.csv", &big5, "unknown_encoding"),
        ("torn.csv.gz", &torn[..torn.len() / 2], "broken_archive"),
        ("no-text.csv", "甲,乙\n1,2\n".as_bytes(), "missing_text_column"),
        ("traversal.zip", &zip(&[("../../a.csv", CSV.as_bytes())]), "unsafe_archive"),
        ("bomb.zip", &zip(&[("a.csv", &vec![b'a'; 64 << 20])]), "limit_exceeded"),
        ("lying.zip", &lying, "limit_exceeded"),
        ("nested.zip", &zip(&[("in.zip", &zip(&[("a.csv", CSV.as_bytes())]))]), "nested_archive"),
        ("pictures.zip", &zip(&[("a.png", b"x")]), "unknown_format"),
        ("zeros.csv", &[0; 4_096], "unknown_format"),
    ];
    for (name, content, code) in cases {
        let task = server.client.wait(&server.client.upload(name, content, &[]).ok());
        assert_eq!((text(&task, "/state"), text(&task, "/problem/code")), ("failed", code), "{name} {task}");
        let hints = [text(&task, "/problem/hint_zh"), text(&task, "/problem/hint_en")];
        assert!(!hints[0].is_ascii() && !hints[1].is_empty(), "{name} {task}");
        let preview = server.client.preview(name, content, &[]);
        let told = preview.json();
        let told = if preview.status == 200 {
            text(&told, "/problem/code").to_owned()
        } else {
            text(&told, "/code").to_owned()
        };
        assert_eq!(told, code, "{name}");
    }
    assert_eq!(server.client.search(&json!({})).ok()["total"], 0);
    let left: Vec<_> = fs::read_dir(server.data().join("uploads")).into_iter().flatten().collect();
    assert!(left.is_empty(), "{left:?}");
}

/// Faults of rows cost these rows, and what is merely strange costs none.
#[test]
fn faults_within_files_lose_no_row() {
    let dir = TempDir::new().unwrap();
    let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let mixed = [gb("评价内容,评分\n很好吃很好吃,5\n"), b"\x81\x22,3\n\xff,2\n".to_vec(), gb("难吃,1\n")].concat();
    let cases: [(&str, Vec<u8>, [u64; 2], &str); 9] = [
        ("gbk bytes", mixed, [4, 2], ""),
        (
            "joined",
            format!("\u{feff}{CSV}\u{feff}{}", CSV.replace("1,好吃", "7,好吃")).into_bytes(),
            [4, 0],
            "bom_in_middle",
        ),
        ("torn", b"id,text\n1,a\n2".to_vec(), [2, 1], ""),
        ("torn json", "[{\"text\":\"a\"},{\"tex".as_bytes().to_vec(), [2, 1], "torn_file"),
        ("nul", b"id,text\n1,a\0b\n2,c\n".to_vec(), [2, 1], ""),
        ("quote", "id,text\n1,\"a\n2,b\n3,\"c\"d\n4,e\n".as_bytes().to_vec(), [4, 2], ""),
        ("zones", b"text,time\na,2021-09-04 10:00\nb,2021-09-04T10:00Z\n".to_vec(), [2, 0], "mixed_zones"),
        ("serials", b"text,time\na,44443.5\nb,44444\n".to_vec(), [2, 0], "excel_serial"),
        ("formula", b"text\n=cmd|'/c calc'!A1\n@x\n".to_vec(), [2, 0], ""),
    ];
    for (name, content, [read, rejected], warning) in cases {
        let ran = import(dir.path(), &format!("{name}.csv"), &content, &["--source", "a"]);
        let report = &ran.lines[0];
        let sums = sums(report);
        assert_eq!([sums[0], sums[5]], [read, rejected], "{name}: {ran:?}");
        assert!(warning.is_empty() || warned(report, warning).is_some(), "{name}: {report}");
        assert_eq!(ran.code, Some(if rejected > 0 { 3 } else { 0 }), "{name}");
    }
    assert_eq!(run(&dir.path().join("data"), ["verify"]).code, Some(0));
}
