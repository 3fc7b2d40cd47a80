//! Property: what is written as CSV or JSON lines, in any encoding, is read back equal.

use proptest::prelude::*;

use super::*;

type Row = (String, String, String);

/// Text with whatever is special to a format in it.
fn cell() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[上菜慢好吃服务态度，。！]{1,6}",
        "[a-z0-9 ]{1,4}",
        prop::sample::select(vec![
            "\"", ",", "\t", "\n", "\r\n", "|", ";", "\\", "🍲", "誡", "{", "]", "é", "\u{3000}"
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    // A first character keeps the text from being empty, which would be no review.
    prop::collection::vec((cell().prop_map(|text| format!("评{text}")), cell(), cell()), 1..20)
}

fn as_csv(rows: &[Row], delimiter: u8) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    writer.write_record(["评价内容", "标题", "商家回复"]).unwrap();
    for (text, title, reply) in rows {
        writer.write_record([text, title, reply]).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn as_json(rows: &[Row]) -> Vec<serde_json::Value> {
    let object = |(text, title, reply): &Row| serde_json::json!({"text": text, "title": title, "reply": reply});
    rows.iter().map(object).collect()
}

fn read_back(bytes: &[u8]) -> Vec<Row> {
    let file = read("export", bytes);
    assert_eq!(file.faults(), []);
    let given = |cell: &Option<String>| cell.clone().unwrap_or_default();
    file.contents().map(|content| (content.text.clone(), given(&content.title), given(&content.reply))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn delimited_text_is_read_back(rows in rows(), delimiter in prop::sample::select(vec![b',', b'\t', b';', b'|'])) {
        for (_, bytes) in in_each_encoding(&as_csv(&rows, delimiter)) {
            prop_assert_eq!(read_back(&bytes), rows.clone());
        }
    }

    #[test]
    fn whatever_follows_a_header_every_row_comes_out_once(
        json in any::<bool>(),
        pieces in prop::collection::vec(prop_oneof![
            prop::collection::vec(any::<u8>(), 0..4),
            prop::sample::select(vec!["\"", ",", "\n", "\r\n", "好", "{\"text\":", "}", "[", "]", "5"])
                .prop_map(|piece| piece.as_bytes().to_vec()),
        ], 0..60),
    ) {
        let header = if json { "[{\"text\":\"很好吃很好吃很好吃很好吃\"}," } else { "text,评分\n很好吃很好吃很好吃很好吃,5\n" };
        // `try_read` holds the row numbers and sums against each other.
        if let Ok(file) = try_read("export", &[header.as_bytes(), &pieces.concat()].concat(), &Options::default()) {
            prop_assert_eq!(file.records[0].row, 1);
        }
    }

    #[test]
    fn json_is_read_back(rows in rows()) {
        let objects = as_json(&rows);
        let lines: String = objects.iter().map(|object| format!("{object}\n")).collect();
        let array = serde_json::to_string_pretty(&objects).unwrap();
        for text in [lines, array] {
            for (_, bytes) in in_each_encoding(&text) {
                prop_assert_eq!(read_back(&bytes), rows.clone());
            }
        }
    }
}
