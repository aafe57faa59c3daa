//! Rules of the documents of an application: what they are is decided by their contents, never by their names.

/// The most documents of one application.
pub const DOCUMENTS_PER_APPLICATION: usize = 6;
/// The most bytes of a PDF. A photo is encoded again and becomes smaller.
pub const MAX_PDF_BYTES: usize = 4 * 1024 * 1024;
/// Bytes at the end of a PDF in which its end mark is.
const TRAILER: usize = 1024;
/// The most characters of a name.
const NAME_LENGTH: usize = 100;
/// The name of a document of whose name nothing is left.
const UNNAMED: &str = "documento";

/// Whether the contents say that they are a PDF.
pub fn is_pdf(contents: &[u8]) -> bool {
    contents.starts_with(b"%PDF-")
}

/// Whether a PDF has its end.
pub fn is_complete_pdf(contents: &[u8]) -> bool {
    let tail = contents.get(contents.len().saturating_sub(TRAILER)..).unwrap_or_default();
    is_pdf(contents) && tail.windows(5).any(|mark| mark == b"%%EOF")
}

/// The name of a document as staff read it: without folders, and without characters that do not show or that change how
/// a name reads. It is never used as the name of a file.
pub fn display_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_kept = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let kept: String = last.chars().filter(is_kept).take(NAME_LENGTH).collect();
    let kept = kept.trim_matches(|c: char| c == '.' || c.is_whitespace());
    if kept.is_empty() { UNNAMED.to_owned() } else { kept.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_no_folder_and_nothing_hidden() {
        assert_eq!(display_name("e-RUT 2026.pdf"), "e-RUT 2026.pdf");
        assert_eq!(display_name("../../etc/passwd"), "passwd");
        assert_eq!(display_name("C:\\temp\\patente.jpg"), "patente.jpg");
        assert_eq!(display_name("recibo\u{202e}fdp.exe"), "recibofdp.exe");
        for empty in ["", "..", "/", " . ", "\u{200b}"] {
            assert_eq!(display_name(empty), UNNAMED, "{empty:?}");
        }
        assert_eq!(display_name(&"a".repeat(500)).len(), NAME_LENGTH);
    }

    #[test]
    fn a_pdf_has_a_head_and_an_end() {
        assert!(is_complete_pdf(b"%PDF-1.7\n1 0 obj\n%%EOF\n"));
        assert!(!is_complete_pdf(b"%PDF-1.7\n1 0 obj\n"));
        assert!(!is_pdf(b"MZ%PDF-1.7 %%EOF") && !is_pdf(b""));
    }
}
