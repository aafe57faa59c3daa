//! A letter: a subject, paragraphs, at most one table, and one thing to do. It is laid out as plain text and as HTML,
//! and what people wrote stays text in both.

use std::fmt::Write;

use entities::values::Language;

use super::speech::pick;

/// What is said to a reader, before it is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The subject line.
    pub subject: String,
    /// What is said before the table.
    pub opening: Vec<String>,
    /// What is listed.
    pub rows: Vec<Row>,
    /// What is said after it.
    pub closing: Vec<String>,
    /// Where to go from here.
    pub action: Action,
    /// A last word, below the thing to do.
    pub note: Option<String>,
}

/// A line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is about.
    pub name: String,
    /// What is said of it.
    pub value: String,
}

/// The one thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What the button says.
    pub label: String,
    /// Where it leads.
    pub url: String,
}

/// A letter laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The subject line.
    pub subject: String,
    /// As plain text.
    pub text: String,
    /// As HTML.
    pub html: String,
}

/// Lays out a letter to `reader`, signed by `cooperative`.
pub fn write(letter: &Letter, language: Language, reader: &str, cooperative: &str) -> Written {
    let greeting = pick(language, format!("Hola, {reader}:"), format!("Hello {reader},"));
    let farewell = pick(language, "Un saludo cordial,", "Kind regards,");
    Written {
        subject: letter.subject.clone(),
        text: text(letter, &greeting, &farewell, cooperative),
        html: html(letter, language, &greeting, &farewell, cooperative),
    }
}

fn text(letter: &Letter, greeting: &str, farewell: &str, cooperative: &str) -> String {
    let mut parts = vec![greeting.to_owned()];
    parts.extend(letter.opening.iter().cloned());
    if !letter.rows.is_empty() {
        let rows: Vec<String> = letter.rows.iter().map(|row| format!("  - {}: {}", row.name, row.value)).collect();
        parts.push(rows.join("\n"));
    }
    parts.extend(letter.closing.iter().cloned());
    parts.push(format!("{}:\n{}", letter.action.label, letter.action.url));
    parts.extend(letter.note.iter().cloned());
    parts.push(format!("{farewell}\n{cooperative}"));
    parts.join("\n\n") + "\n"
}

const PAGE: &str = "font-family:Georgia,'Times New Roman',serif;font-size:17px;line-height:1.5;color:#20302e;\
                    max-width:34rem;margin:0 auto;padding:1.5rem";
const TABLE: &str = "border-collapse:collapse;width:100%;margin:1rem 0";
const NAME: &str = "text-align:left;font-weight:normal;padding:.4rem .5rem .4rem 0;border-bottom:1px solid #d8d2c4";
const VALUE: &str = "text-align:right;padding:.4rem 0;border-bottom:1px solid #d8d2c4";
const BUTTON: &str = "display:inline-block;background:#1f5c4d;color:#ffffff;text-decoration:none;padding:.7rem 1.2rem;\
                      border-radius:.4rem";
const NOTE: &str = "font-size:14px;color:#5a6663";

fn html(letter: &Letter, language: Language, greeting: &str, farewell: &str, cooperative: &str) -> String {
    let mut page = String::new();
    // Writing to a string does not fail.
    let _ = write!(
        page,
        "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{}</title></head><body><div style=\"{PAGE}\">",
        language.word(),
        escaped(&letter.subject)
    );
    let paragraph = |page: &mut String, text: &str| {
        let _ = write!(page, "<p>{}</p>", escaped(text));
    };
    paragraph(&mut page, greeting);
    letter.opening.iter().for_each(|text| paragraph(&mut page, text));
    if !letter.rows.is_empty() {
        let _ = write!(page, "<table style=\"{TABLE}\">");
        for row in &letter.rows {
            let (name, value) = (escaped(&row.name), escaped(&row.value));
            let _ = write!(
                page,
                "<tr><th scope=\"row\" style=\"{NAME}\">{name}</th><td style=\"{VALUE}\">{value}</td></tr>"
            );
        }
        page.push_str("</table>");
    }
    letter.closing.iter().for_each(|text| paragraph(&mut page, text));
    let (url, label) = (escaped(&letter.action.url), escaped(&letter.action.label));
    let _ = write!(page, "<p><a href=\"{url}\" style=\"{BUTTON}\">{label}</a></p>");
    if let Some(note) = &letter.note {
        let _ = write!(page, "<p style=\"{NOTE}\">{}</p>", escaped(note));
    }
    let _ = write!(page, "<p>{}<br>{}</p></div></body></html>", escaped(farewell), escaped(cooperative));
    page
}

/// `text` as HTML shows it, in a paragraph or in a quoted attribute.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            letter => safe.push(letter),
        }
    }
    safe
}
