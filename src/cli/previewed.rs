//! A preview as lines for people.

use serde_json::Value;

use super::output::Output;

/// Characters of a sample or a text that a line shows.
const SHOWN_CHARS: usize = 40;

/// Prints each table of a file.
pub(super) fn print(output: Output, preview: &Value) {
    let more = preview["more"].as_array().into_iter().flatten();
    for table in std::iter::once(preview).chain(more) {
        table_lines(table).iter().for_each(|line| output.line(line));
    }
    for skipped in preview["skipped"].as_array().into_iter().flatten() {
        output.line(&format!("{}: no export · 不是导出文件", text(skipped)));
    }
}

fn table_lines(table: &Value) -> Vec<String> {
    let parts = ["sheet", "format", "compression", "encoding", "delimiter", "path", "preset", "source"];
    let known = parts.iter().filter(|part| !table[**part].is_null());
    let told: Vec<String> = known.map(|part| format!("{part} {:?}", text(&table[*part]))).collect();
    let mut lines = vec![format!("{}: {}", text(&table["file"]), told.join(", "))];
    if let Some(confidence) = table["encoding_confidence"].as_f64() {
        lines.push(format!("  encoding certain to {:.0} %, header in row {}", confidence * 100.0, table["header_row"]));
    }
    for column in list(&table["columns"]) {
        let samples: Vec<String> = list(&column["samples"]).map(|sample| shown(&text(sample))).collect();
        let field = column["field"].as_str().unwrap_or("–");
        lines.push(format!("  {} → {field}: {}", text(&column["name"]), samples.join(" | ")));
    }
    for row in list(&table["rows"]) {
        for review in list(&row["reviews"]) {
            let rating = review["rating"].as_f64().map_or_else(String::new, |rating| format!(" {rating}★"));
            let created = review["created_at"].as_str().unwrap_or("–");
            lines.push(format!("  {}{rating} {created} {}", row["row"], shown(&text(&review["text"]))));
        }
        if row["fault"].is_object() {
            let fault = &row["fault"];
            lines.push(format!(
                "  {} {}: {} ({})",
                row["row"],
                text(&fault["code"]),
                text(&fault["detail"]),
                text(&fault["hint"])
            ));
        }
    }
    lines.push(format!("  {} of {} rows would be rejected", table["rows_rejected"], table["rows_examined"]));
    for warning in list(&table["warnings"]) {
        lines.push(format!("  {}: {}", text(&warning["code"]), text(&warning["message"])));
    }
    if table["problem"].is_object() {
        let problem = &table["problem"];
        lines.push(format!("  {}: {}", text(&problem["code"]), text(&problem["detail"])));
        lines.push(format!("  {}", text(&problem["hint"])));
    }
    lines
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn shown(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SHOWN_CHARS).collect();
    if text.chars().count() > SHOWN_CHARS { format!("{line}…") } else { line }
}
