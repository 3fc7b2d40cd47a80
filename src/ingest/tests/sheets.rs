//! Workbooks: several sheets, headers below titles, dates of both systems, and attacks.

use rust_xlsxwriter::{Format as CellFormat, Workbook, Worksheet};

use super::*;
use crate::error::{Code, Coded};

fn fill(sheet: &mut Worksheet, first_row: u32, rows: &[&[&str]]) {
    for (row, cells) in (first_row..).zip(rows) {
        for (column, cell) in (0..).zip(*cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
}

fn book(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        fill(book.add_worksheet().set_name(*name).unwrap(), 0, rows);
    }
    book.save_to_buffer().unwrap()
}

/// A workbook with some part of it replaced.
fn with_part(book: &[u8], part: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let (name, mut bytes) = (entry.name().unwrap().into_owned(), Vec::new());
        std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
        if name == part {
            bytes = change(String::from_utf8(bytes).unwrap()).into_bytes();
        }
        files.push((name, bytes));
    }
    zip(&files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect::<Vec<_>>())
}

fn refusal(bytes: &[u8]) -> Option<Code> {
    try_read("a.xlsx", bytes, &Options::default()).map_or_else(Some, |read| read.error).map(|error| error.code())
}

#[test]
fn each_sheet_with_reviews_is_read_and_the_others_are_told() {
    let file = read(
        "a.xlsx",
        &book(&[
            ("说明", &[&["本表由系统导出"], &["版本", "3"]]),
            ("一月", &[&["评价内容", "评分"], &["好", "5"], &["差", "9"]]),
            ("商品", &[&["商品名称", "价格"], &["锅", "99"]]),
            ("二月", &[&["城市", "评价内容"], &["武汉", "行"]]),
            ("空", &[]),
            ("末", &[&["编码", "值"]]),
        ]),
    );
    assert_eq!((file.texts(), file.faults()), (vec!["好", "行"], vec![(2, "invalid_rating")]));
    let tables: Vec<_> = file.tables.iter().map(|table| (table.sheet.as_deref(), table.rows_before)).collect();
    assert_eq!(tables, [(Some("一月"), 0), (Some("二月"), 2)]);
    assert_eq!(file.tables[1].columns, ["城市", "评价内容"]);
    let skipped: Vec<&str> =
        file.warned().into_iter().filter(|(code, _)| *code == "skipped_sheet").map(|(_, sheet)| sheet).collect();
    assert_eq!(skipped, ["说明", "商品", "末"]);
    assert_eq!(file.records[1].content.attributes["city"], "武汉");
}

#[test]
fn a_workbook_without_reviews_names_the_columns_of_its_first_sheet() {
    let found =
        try_read("a.xlsx", &book(&[("甲", &[&["商品名称", "价格"]]), ("乙", &[&["x", "y"]])]), &Options::default());
    let Err(IngestError::MissingTextColumn { columns, .. }) = found else { panic!() };
    assert_eq!(columns, ["商品名称", "价格"]);
}

#[test]
fn titles_and_merged_groups_stand_above_the_header() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let format = CellFormat::new();
    sheet.merge_range(0, 0, 0, 4, "一号店评价明细", &format).unwrap();
    sheet.merge_range(2, 0, 3, 0, "门店名称", &format).unwrap();
    sheet.merge_range(2, 1, 2, 2, "评价", &format).unwrap();
    sheet.merge_range(2, 3, 3, 3, "城市", &format).unwrap();
    fill(
        sheet,
        3,
        &[
            &["", "评分", "评价内容"],
            &["一号店", "4.5", "好", "武汉"],
            &["", "", " "],
            &["门店名称", "评分", "评价内容", "城市"],
            &["二号店", "1", "差"],
        ],
    );
    let file = read("a.xlsx", &workbook.save_to_buffer().unwrap());
    assert_eq!((file.texts(), file.faults()), (vec!["好", "差"], vec![]));
    assert_eq!(file.records[0].content.item.as_deref(), Some("一号店"));
    assert!(file.warned().contains(&("rows_above_header", "2")) && file.warned().contains(&("repeated_header", "1")));
}

#[test]
fn dates_count_from_1900_or_1904() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    fill(sheet, 0, &[&["评价内容", "评价时间"], &["带格式"], &["不带格式"]]);
    sheet.write_number_with_format(1, 1, 42_981.5, &CellFormat::new().set_num_format("yyyy-mm-dd hh:mm")).unwrap();
    sheet.write_number(2, 1, 42_981.5).unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let times = |bytes: &[u8]| -> Vec<i64> {
        read("a.xlsx", bytes).contents().map(|content| content.created.unwrap().unix_s).collect()
    };
    // 2017-09-03 and 2021-09-04, at noon in Shanghai.
    assert_eq!(times(&bytes), [1_504_411_200; 2]);
    let mac = with_part(&bytes, "xl/workbook.xml", |xml| xml.replace("<workbookPr ", "<workbookPr date1904=\"1\" "));
    assert_ne!(mac, bytes);
    assert_eq!(times(&mac), [1_630_728_000; 2]);
}

#[test]
fn a_formula_is_its_value_and_text_that_looks_like_one_stays_text() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    fill(sheet, 0, &[&["评价内容", "评分"], &["=HYPERLINK(\"http://x\")", "5"], &["", "4"]]);
    sheet.write_formula(2, 0, rust_xlsxwriter::Formula::new("=A1&\"!\"").set_result("算出的")).unwrap();
    let file = read("a.xlsx", &workbook.save_to_buffer().unwrap());
    assert_eq!(file.texts(), ["=HYPERLINK(\"http://x\")", "算出的"]);
}

#[test]
fn entities_and_parts_that_lie_are_refused() {
    let plain = book(&[("甲", &[&["评价内容"], &["好"]])]);
    let laughs = with_part(&plain, "xl/sharedStrings.xml", |xml| {
        let mut entities = "<!ENTITY a0 \"哈\">".to_owned();
        for level in 1..10 {
            entities += &format!("<!ENTITY a{level} \"{}\">", format!("&a{};", level - 1).repeat(10));
        }
        xml.replace("<sst", &format!("<!DOCTYPE sst [{entities}]><sst")).replace("好", "&a9;")
    });
    assert_eq!(refusal(&laughs), Some(Code::BrokenArchive));
    let unknown = with_part(&plain, "xl/sharedStrings.xml", |xml| xml.replace("好", "&lol;"));
    assert!(matches!(refusal(&unknown), None | Some(Code::BrokenArchive)));
    let mut lying = with_part(&plain, "xl/worksheets/sheet1.xml", |xml| format!("{xml}{}", " ".repeat(100_000)));
    let name = b"xl/worksheets/sheet1.xml";
    let at = lying.windows(name.len()).rposition(|window| window == name).unwrap() - 46;
    lying[at + 24..at + 28].copy_from_slice(&10_u32.to_le_bytes());
    assert_eq!(refusal(&lying), Some(Code::BrokenArchive));
}

#[test]
fn a_cell_of_fifty_megabytes_costs_its_row() {
    let plain = book(&[("甲", &[&["评价内容", "评分"], &["好", "5"], &["差", "1"]])]);
    // Of characters that hardly repeat, so that it is no bomb.
    let mut seed = 1_u64;
    let long: String = std::iter::repeat_with(|| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        char::from_u32(0x4e00 + u32::try_from(seed >> 33).unwrap() % 20_000).unwrap()
    })
    .take(17_000_000)
    .collect();
    let huge = with_part(&plain, "xl/sharedStrings.xml", |xml| xml.replace("好", &long));
    let file = read("a.xlsx", &huge);
    assert_eq!((file.faults(), file.texts()), (vec![(1, "too_long")], vec!["差"]));
    assert!(file.rejects[0].raw.chars().count() <= crate::limits::REJECT_RAW_CHARS && file.rejects[0].cells.is_empty());
    drop(file);
    let beyond = with_part(&plain, "xl/sharedStrings.xml", |xml| xml.replace("好", &long.repeat(2)));
    assert_eq!(refusal(&beyond), Some(Code::LimitExceeded));
}
