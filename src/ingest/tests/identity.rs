//! Ids stay the same from one import to the next, and identical rows stay apart.

use super::*;

#[test]
fn given_ids_are_used_and_missing_ones_derived() {
    let file = read_text("评论ID,text\nA:1,好\n,好\n,好\n");
    let ids = file.ids();
    assert_eq!(ids[0], "import:A:1");
    assert!(ids[1].ends_with("-1") && ids[2].ends_with("-2"), "{ids:?}");
    assert_eq!(ids[1][..ids[1].len() - 1], ids[2][..ids[2].len() - 1]);
}

#[test]
fn identical_rows_stay_and_a_second_import_gives_the_same_ids() {
    let text = format!("text,评分\n{}不错,4\n", "好,5\n".repeat(5_000));
    let (first, second) = (read_text(&text).ids(), read_text(&text).ids());
    assert_eq!(first, second);
    assert_eq!(first.iter().collect::<std::collections::HashSet<_>>().len(), 5_001);
}

#[test]
fn the_order_of_columns_and_unknown_ones_do_not_matter_but_the_source_does() {
    let id = |text: &str| read_text(text).ids().remove(0);
    assert_eq!(id("text,评分\n好,5\n"), id("星级,x,review\n5,y,好\n"));
    assert_ne!(id("text,评分\n好,5\n"), id("text,评分\n好,4\n"));
    let other = Options { source: Some("other".to_owned()), ..Options::default() };
    let other = try_read("x", "text,评分\n好,5\n".as_bytes(), &other).unwrap().ids().remove(0);
    assert_ne!(id("text,评分\n好,5\n").split_once(':').unwrap().1, other.split_once(':').unwrap().1);
}

#[test]
fn an_id_that_cannot_be_shown_is_rejected() {
    assert_eq!(read("x", b"{\"id\":\"a\\u0007\",\"text\":\"x\"}").faults(), [(1, "invalid_encoding")]);
}
