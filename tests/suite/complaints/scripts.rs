//! Complaints about texts that are not, or not only, simplified Chinese.

use super::{found, reviews_with};

/// The language of each text must be known before anything is stored, and defaults to English.
#[test]
fn nobody_has_to_say_which_language_a_text_is_in() {
    let corpus = reviews_with(&[
        "배송이 빨라요",
        "配送がとても早い",
        "Delivery was très rapide",
        "发货快 fast delivery",
        "จัดส่งเร็วมาก",
    ]);
    assert_eq!(found(&corpus, "배송"), [0]);
    assert_eq!(found(&corpus, "早い"), [1]);
    assert_eq!(found(&corpus, "配送"), [1]);
    assert_eq!(found(&corpus, "DELIVERY"), [2, 3]);
    assert_eq!(found(&corpus, "TRÈS"), [2]);
    assert_eq!(found(&corpus, "发货 delivery"), [3]);
    assert_eq!(found(&corpus, "ส่งเร็ว"), [4]);
}

/// Traditional characters do not find simplified ones, nor the reverse.
#[test]
fn traditional_and_simplified_find_each_other() {
    let corpus = reviews_with(&["電視機壞了", "电视机坏了", "這臺冰箱很靜音", "这台冰箱很静音"]);
    for q in ["电视机", "電視機", "\"電视机坏\"", "壞"] {
        assert_eq!(found(&corpus, q), [0, 1], "{q}");
    }
    for q in ["静音", "靜音", "這"] {
        assert_eq!(found(&corpus, q), [2, 3], "{q}");
    }
}

/// The same letter typed with the Chinese keyboard is another letter.
#[test]
fn full_width_and_capital_letters_are_the_same_letters() {
    let corpus = reviews_with(&["ＷＩＦＩ信号差", "wifi信号差", "WiFi 信号好"]);
    for q in ["wifi", "WIFI", "ｗｉｆｉ", "Ｗifi"] {
        assert_eq!(found(&corpus, q), [0, 1, 2], "{q}");
    }
    assert_eq!(found(&corpus, "wifi　－好"), [0, 1]);
    assert_eq!(found(&corpus, "（好｜坏）"), [2]);
}

/// A query that is an emoji finds nothing.
#[test]
fn an_emoji_is_found() {
    let corpus = reviews_with(&["好吃😊😊", "赞👍🏻", "爱了❤️", "一家人👨‍👩‍👧去的", "没有表情"]);
    let cases = [
        ("😊", 0),
        ("\"😊😊\"", 0),
        ("👍", 1),
        ("👍🏻", 1),
        ("❤", 2),
        ("❤️", 2),
        ("👨‍👩‍👧", 3),
        ("\"👩\"", 3),
        ("\"吃😊\"", 0),
    ];
    for (q, place) in cases {
        assert_eq!(found(&corpus, q), [place], "{q}");
    }
    assert_eq!(found(&corpus, "-😊 -👍 -❤ -👨"), [4]);
}
