//! Formats JSON for reading and for line-by-line comparison: a value that fits is written on one line.

use serde_json::Value;

const WIDTH: usize = 140;

/// The value as JSON text, with lines of at most 140 characters where values can be broken.
pub fn to_text(value: &Value) -> String {
    let mut text = String::new();
    write(value, 0, 0, &mut text);
    text.push('\n');
    text
}

/// Writes `value` inside `depth` others, on a line that has `used` characters already.
fn write(value: &Value, depth: usize, used: usize, text: &mut String) {
    let line = value.to_string();
    match value {
        Value::Object(fields) if !fields.is_empty() && line.len() > WIDTH.saturating_sub(used) => {
            let entries = fields.iter().map(|(name, value)| (format!("{}: ", Value::from(name.as_str())), value));
            several(['{', '}'], entries, depth, text);
        }
        Value::Array(items) if !items.is_empty() && line.len() > WIDTH.saturating_sub(used) => {
            several(['[', ']'], items.iter().map(|value| (String::new(), value)), depth, text);
        }
        _ => text.push_str(&line),
    }
}

fn several<'a>(
    [open, close]: [char; 2],
    entries: impl Iterator<Item = (String, &'a Value)>,
    depth: usize,
    text: &mut String,
) {
    text.push(open);
    for (index, (name, value)) in entries.enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.extend(std::iter::repeat_n(' ', depth + 1));
        text.push_str(&name);
        write(value, depth + 1, depth + 1 + name.len(), text);
    }
    text.push('\n');
    text.extend(std::iter::repeat_n(' ', depth));
    text.push(close);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_that_fits_is_written_on_one_line() {
        let value = json!({ "a": [1, { "b": null }], "c": "d".repeat(130) });
        let text = to_text(&value);
        assert_eq!(text, format!("{{\n \"a\": [1,{{\"b\":null}}],\n \"c\": \"{}\"\n}}\n", "d".repeat(130)));
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        assert_eq!(to_text(&json!({})), "{}\n");
    }
}
