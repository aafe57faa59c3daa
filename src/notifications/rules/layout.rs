//! The layout of a mail as plain text and as HTML. What people wrote is escaped in the HTML.

use std::fmt::Write;

use super::mail_content::MailContent;
use crate::platform::locale::{Localizer, localize};

/// A mail laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailBody {
    /// The mail as plain text.
    pub text: String,
    /// The mail as HTML.
    pub html: String,
}

/// What surrounds the content: the greeting, and the closing formula with the signature.
struct Frame<'a> {
    greeting: String,
    farewell: String,
    cooperative: &'a str,
}

/// Lays out a mail to `reader`, signed by `cooperative`.
pub fn lay_out(content: &MailContent, texts: Localizer, reader: &str, cooperative: &str) -> MailBody {
    let frame = Frame {
        greeting: localize!(texts, "mail-greeting", reader = reader),
        farewell: localize!(texts, "mail-farewell"),
        cooperative,
    };
    MailBody { text: text(content, &frame), html: html(content, &frame, texts.language().word()) }
}

fn text(content: &MailContent, frame: &Frame<'_>) -> String {
    let mut parts = vec![frame.greeting.clone(), content.opening.clone()];
    if !content.rows.is_empty() {
        let rows: Vec<String> = content.rows.iter().map(|row| format!("  - {}: {}", row.name, row.value)).collect();
        parts.push(rows.join("\n"));
    }
    parts.extend(content.closing.clone());
    parts.push(format!("{}:\n{}", content.action.label, content.action.url));
    parts.extend(content.note.clone());
    parts.push(format!("{}\n{}", frame.farewell, frame.cooperative));
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

fn html(content: &MailContent, frame: &Frame<'_>, language: &str) -> String {
    let mut page = String::new();
    // Writing to a string does not fail.
    let _ = write!(
        page,
        "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{}</title></head><body><div style=\"{PAGE}\">",
        language,
        escaped(&content.subject)
    );
    let paragraph = |page: &mut String, text: &str| {
        let _ = write!(page, "<p>{}</p>", escaped(text));
    };
    paragraph(&mut page, &frame.greeting);
    paragraph(&mut page, &content.opening);
    if !content.rows.is_empty() {
        let _ = write!(page, "<table style=\"{TABLE}\">");
        for row in &content.rows {
            let (name, value) = (escaped(&row.name), escaped(&row.value));
            let _ = write!(
                page,
                "<tr><th scope=\"row\" style=\"{NAME}\">{name}</th><td style=\"{VALUE}\">{value}</td></tr>"
            );
        }
        page.push_str("</table>");
    }
    content.closing.iter().for_each(|text| paragraph(&mut page, text));
    let (url, label) = (escaped(&content.action.url), escaped(&content.action.label));
    let _ = write!(page, "<p><a href=\"{url}\" style=\"{BUTTON}\">{label}</a></p>");
    if let Some(note) = &content.note {
        let _ = write!(page, "<p style=\"{NOTE}\">{}</p>", escaped(note));
    }
    let _ = write!(page, "<p>{}<br>{}</p></div></body></html>", escaped(&frame.farewell), escaped(frame.cooperative));
    page
}

/// `text` escaped for a paragraph or a quoted attribute.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            char => safe.push(char),
        }
    }
    safe
}
