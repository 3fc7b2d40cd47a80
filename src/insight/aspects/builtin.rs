//! The packs that are compiled in, and which reviews they read.

/// Name and text of each, by name.
pub(super) const PACKS: [(&str, &str); 8] = [
    ("app", include_str!("../../../index-schema/aspects/app.toml")),
    ("appliance", include_str!("../../../index-schema/aspects/appliance.toml")),
    ("ecommerce", include_str!("../../../index-schema/aspects/ecommerce.toml")),
    ("film", include_str!("../../../index-schema/aspects/film.toml")),
    ("general", include_str!("../../../index-schema/aspects/general.toml")),
    ("hotel", include_str!("../../../index-schema/aspects/hotel.toml")),
    ("restaurant", include_str!("../../../index-schema/aspects/restaurant.toml")),
    ("sights", include_str!("../../../index-schema/aspects/sights.toml")),
];

/// The pack of reviews that no rule names.
pub(super) const DEFAULT: &str = "general";

/// Packs of the sources that the import presets and the demo data give.
pub(super) const SOURCES: [(&str, &str); 10] = [
    ("demo-app", "app"),
    ("demo-canyin", "restaurant"),
    ("demo-dianqi", "appliance"),
    ("demo-jiadian", "appliance"),
    ("demo-jiudian", "hotel"),
    ("jd", "ecommerce"),
    ("maoyan", "film"),
    ("meituan", "restaurant"),
    ("taobao", "ecommerce"),
    ("tmall", "ecommerce"),
];

/// Packs of categories that sellers of everything use, by their usual names.
pub(super) const CATEGORIES: [(&str, &str); 16] = [
    ("冰箱", "appliance"),
    ("净水器", "appliance"),
    ("吸尘器", "appliance"),
    ("家电", "appliance"),
    ("家用电器", "appliance"),
    ("应用", "app"),
    ("景点", "sights"),
    ("洗衣机", "appliance"),
    ("火锅", "restaurant"),
    ("热水器", "appliance"),
    ("电影", "film"),
    ("空调", "appliance"),
    ("美食", "restaurant"),
    ("酒店", "hotel"),
    ("餐饮", "restaurant"),
    ("餐饮美食", "restaurant"),
];
