//! The real exports through the command line: every row is accounted for, and a second import says nothing new.

use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{
    command::run,
    full,
    packed::{zip, zstd},
    real_export,
};

/// Rows by the real data's own description. The first ones are small enough for every run.
const EXPORTS: [(&str, u64); 9] = [
    ("mafengwo-sights.json", 4_985),
    ("tmall-snacks.utf16.tsv", 5_458),
    ("jd-aircon.gb18030.csv", 9_507),
    ("waimai-binary.csv", 11_986),
    ("taobao-health.xlsx", 15_690),
    ("meituan-hotpot.xlsx", 16_658),
    ("maoyan-films.bom.csv", 29_251),
    ("jd-heater.jsonl.gz", 31_839),
    ("online-shopping.csv.gz", 62_769),
];

fn count(report: &Value, name: &str) -> u64 {
    report[name].as_u64().unwrap_or_else(|| panic!("{name} of {report}"))
}

#[test]
fn every_row_of_the_real_exports_is_accounted_for() {
    let wanted = &EXPORTS[..if full() { EXPORTS.len() } else { 3 }];
    let paths: Vec<PathBuf> = wanted.iter().map_while(|(name, _)| real_export(name)).collect();
    if paths.len() < wanted.len() {
        return;
    }
    let dir = TempDir::new().unwrap();
    let arguments = || std::iter::once("import").chain(paths.iter().map(|path| path.to_str().unwrap()));
    let first = run(dir.path(), arguments());
    assert!(matches!(first.code, Some(0 | 3)), "{first:?}");
    let second = run(dir.path(), arguments());
    assert_eq!(second.code, first.code);
    let mut total = 0;
    for (((name, rows), first), second) in wanted.iter().zip(&first.lines).zip(&second.lines) {
        for report in [first, second] {
            assert_eq!(count(report, "rows_read"), *rows, "{name}");
            assert_eq!(count(report, "records"), *rows, "{name}");
            let sum: u64 =
                ["inserted", "updated", "unchanged", "rejected"].iter().map(|part| count(report, part)).sum();
            assert_eq!(sum, *rows, "{name}: {report}");
        }
        total += count(first, "inserted");
        assert_eq!((count(second, "inserted"), count(second, "updated")), (0, 0), "{name}: {second}");
        assert_eq!(count(second, "rejected"), count(first, "rejected"), "{name}");
    }
    let verified = run(dir.path(), ["verify"]);
    assert_eq!((verified.code, &verified.lines[0]["reviews"]), (Some(0), &total.into()), "{verified:?}");
}

/// Two exports whose ids meet stay apart under their own sources.
#[test]
fn a_real_export_under_another_source_does_not_collide() {
    let Some(path) = real_export("jd-aircon.gb18030.csv") else { return };
    let dir = TempDir::new().unwrap();
    let path = path.to_str().unwrap();
    for source in ["one", "two"] {
        let imported = run(dir.path(), ["import", path, "--source", source]);
        assert!(matches!(imported.code, Some(0 | 3)), "{imported:?}");
        let report = &imported.lines[0];
        assert_eq!(report["source"], source);
        assert_eq!(
            count(report, "inserted") + count(report, "rejected") + count(report, "unchanged"),
            9_507,
            "{report}"
        );
        assert_eq!(count(report, "updated"), 0, "{report}");
    }
}

/// Previews say of each real export what its import finds.
#[test]
fn previews_of_the_real_exports_agree_with_their_imports() {
    let wanted = &EXPORTS[..if full() { EXPORTS.len() } else { 5 }];
    let paths: Vec<PathBuf> = wanted.iter().map_while(|(name, _)| real_export(name)).collect();
    if paths.len() < wanted.len() {
        return;
    }
    let dir = TempDir::new().unwrap();
    let arguments = ["import", "--preview"].into_iter().chain(paths.iter().map(|path| path.to_str().unwrap()));
    let ran = run(dir.path(), arguments);
    assert_eq!((ran.code, ran.lines.len()), (Some(0), wanted.len()), "{ran:?}");
    for ((name, rows), preview) in wanted.iter().zip(&ran.lines) {
        assert!(preview["problem"].is_null() && preview["more"] == serde_json::json!([]), "{name}: {preview}");
        let examined = count(preview, "rows_examined");
        assert!(examined <= *rows && count(preview, "rows_rejected") * 2 < examined, "{name}");
        let shown = preview["rows"].as_array().unwrap();
        assert_eq!(shown.len(), 20, "{name}");
        assert!(shown.iter().all(|row| row["fault"].is_object() == row["reviews"].as_array().unwrap().is_empty()));
        assert!(preview["columns"].as_array().unwrap().iter().any(|column| column["field"] == "text"), "{name}");
        assert!(
            preview["encoding"].is_null() || preview["encoding_confidence"].as_f64().unwrap() > 0.7,
            "{name}: {preview}"
        );
    }
    assert_eq!(run(dir.path(), ["verify"]).lines[0]["reviews"], 0, "a preview stores nothing");
}

/// Copies of real exports, packed and turned into a survey, account for the same rows.
#[test]
fn packed_and_survey_like_copies_of_real_exports_add_up() {
    let names = ["mafengwo-sights.json", "tmall-snacks.utf16.tsv", "jd-aircon.gb18030.csv"];
    let paths: Vec<PathBuf> = names.iter().map_while(|name| real_export(name)).collect();
    if paths.len() < names.len() {
        return;
    }
    let dir = TempDir::new().unwrap();
    let data = dir.path().join("data");
    let contents: Vec<Vec<u8>> = paths.iter().map(|path| std::fs::read(path).unwrap()).collect();
    let put = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let plain = run(&data, std::iter::once("import").chain(paths.iter().map(|path| path.to_str().unwrap())));
    let files: Vec<(&str, &[u8])> = names.iter().copied().zip(contents.iter().map(Vec::as_slice)).collect();
    let zipped = run(&data, ["import".to_owned(), put("all.zip", &zip(&files))]);
    let packed: Vec<String> = files.iter().map(|(name, bytes)| put(&format!("{name}.zst"), &zstd(bytes))).collect();
    let packed = run(&data, std::iter::once("import".to_owned()).chain(packed));
    for copies in [zipped, packed] {
        assert_eq!((copies.code, copies.lines.len()), (plain.code, 3), "{copies:?}");
        for (first, copy) in plain.lines.iter().zip(&copies.lines) {
            for name in ["rows_read", "records", "rejected"] {
                assert_eq!(count(first, name), count(copy, name), "{copy}");
            }
            assert_eq!(count(copy, "unchanged") + count(copy, "rejected"), count(copy, "rows_read"), "{copy}");
        }
    }
    let (survey, rows, records) = survey_of(&contents[0]);
    let answered = run(&data, ["import".to_owned(), put("survey.csv", &survey)]);
    let report = &answered.lines[0];
    assert_eq!((count(report, "rows_read"), count(report, "records")), (rows, records), "{report}");
    assert!(records > rows && count(report, "inserted") == records, "{report}");
    let again = run(&data, ["import".to_owned(), put("survey.csv", &survey)]);
    assert_eq!(count(&again.lines[0], "unchanged"), records, "{again:?}");
    assert_eq!(run(&data, ["verify"]).code, Some(0));
}

/// The first reviews of an export as sheets of answers with up to two open questions; how many rows and how many answers.
fn survey_of(json: &[u8]) -> (Vec<u8>, u64, u64) {
    let rows: Vec<Value> = serde_json::from_slice(json).unwrap();
    let text = |row: &Value| {
        let texts = row.as_object().unwrap().values().filter_map(Value::as_str);
        texts.max_by_key(|text| text.len()).unwrap_or_default().to_owned()
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(["序号", "提交答卷时间", "所用时间", "1、打分", "2、最满意的地方？", "3、您有什么建议？"])
        .unwrap();
    let (mut count, mut records) = (0, 0);
    for (row, other) in rows.iter().zip(rows.iter().skip(1)).take(500) {
        let (number, second) = (count.to_string(), if count % 3 == 0 { "(空)".to_owned() } else { text(other) });
        writer.write_record([&number, "2021-09-04 10:00:00", "30秒", "5", &text(row), &second]).unwrap();
        count += 1;
        records += if second == "(空)" { 1 } else { 2 };
    }
    (writer.into_inner().unwrap(), count, records)
}
