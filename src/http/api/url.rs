//! The parameters of an address as the body of a search: the page's address and `GET /search` are one codec.

use serde_json::{Map, Value, json};

use crate::{
    error::Code,
    http::problem::{Fault, Problem},
    limits,
};

/// The body of `POST /search` that these parameters stand for.
pub(crate) fn search_body(query: &str) -> Result<Value, Problem> {
    let pairs = actix_web::web::Query::<Vec<(String, String)>>::from_query(query)
        .map_err(|error| {
            Fault::new(
                Code::InvalidRequest,
                (format!("地址参数无法读取：{error}"), format!("the address cannot be read: {error}")),
            )
        })?
        .into_inner();
    if pairs.len() > limits::FILTER_VALUES {
        return Err(Fault::new(
            Code::InvalidRequest,
            (format!("参数最多 {} 个", limits::FILTER_VALUES), format!("at most {} parameters", limits::FILTER_VALUES)),
        )
        .into());
    }
    let (mut body, mut filter, mut not) = (Map::new(), Map::new(), Map::new());
    for (name, value) in pairs {
        match name.as_str() {
            "q" | "sort" | "cursor" => drop(body.insert(name, value.into())),
            "limit" | "facet_limit" => drop(body.insert(name, number(&value))),
            "synonyms" | "approximate" => drop(body.insert(name, truth(&value))),
            "summary" => drop(body.insert(name, json!(value != "false"))),
            "facets" => drop(body.insert(name, value.split(',').filter(|facet| !facet.is_empty()).collect())),
            "timeline" => drop(body.insert(name, json!({"interval": value, "split": "sentiment"}))),
            "all" | "none" => push(&mut filter, &name, nested(&value)),
            name => match name.strip_prefix('-') {
                Some(name) => add(&mut not, name, &value),
                None => add(&mut filter, name, &value),
            },
        }
    }
    if !not.is_empty() {
        filter.insert("not".into(), not.into());
    }
    body.insert("filter".into(), filter.into());
    Ok(body.into())
}

fn add(filter: &mut Map<String, Value>, name: &str, value: &str) {
    let condition = match (name, value.split_once("..")) {
        ("rating", Some((low, high))) => json!({"gte": open_number(low), "lte": open_number(high)}),
        ("created", Some((from, to))) => json!({"from": open(from), "to": open(to)}),
        ("created", None) => json!({"from": value, "to": value}),
        ("rating", None) => return push(filter, name, number(value)),
        _ => return push(filter, name, value.into()),
    };
    filter.insert(name.to_owned(), condition);
}

fn push(filter: &mut Map<String, Value>, name: &str, value: Value) {
    match filter.entry(name).or_insert_with(|| json!([])) {
        Value::Array(values) => values.push(value),
        other => *other = json!([value]),
    }
}

/// A slice written as JSON; else the text, for the checks of the body to name.
fn nested(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}

/// A number where the text is one; else the text, for the checks of the body to name.
fn number(text: &str) -> Value {
    text.parse::<u64>()
        .map(Value::from)
        .or_else(|_| text.parse::<f64>().map(Value::from))
        .unwrap_or_else(|_| text.into())
}

/// A truth value where the text is one; else the text, for the checks of the body to name.
fn truth(text: &str) -> Value {
    text.parse::<bool>().map_or_else(|_| text.into(), Value::from)
}

fn open_number(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { number(text) }
}

fn open(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stands_for_a_body() {
        let query = "q=%E4%B8%8A%E8%8F%9C%E6%85%A2&rating=1..2.5&created=2021-01-01..&item=a&item=b&-item=c&sort=newest&limit=5\
                     &facets=rating,item&timeline=month&missing=item&rating=5&synonyms=true";
        let expected = json!({
            "q": "上菜慢", "sort": "newest", "limit": 5, "facets": ["rating", "item"], "synonyms": true,
            "timeline": {"interval": "month", "split": "sentiment"},
            "filter": {
                "rating": [5], "created": {"from": "2021-01-01", "to": null}, "item": ["a", "b"], "missing": ["item"],
                "not": {"item": ["c"]}
            }
        });
        assert_eq!(search_body(query).unwrap(), expected);
    }

    #[test]
    fn slices_inside_a_slice_are_json() {
        let query = "all=%7B%22q%22:%22a%22%7D&none=%7B%22filter%22:%7B%22item%22:%5B%22b%22%5D%7D%7D&none=odd";
        let expected = json!({"filter": {"all": [{"q": "a"}], "none": [{"filter": {"item": ["b"]}}, "odd"]}});
        assert_eq!(search_body(query).unwrap(), expected);
    }
}
