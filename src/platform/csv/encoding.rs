//! The character encoding of an uploaded file.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::errors::CsvError;

/// The text of a file in UTF-8, in UTF-16 with a byte order mark, or in Windows-1252, in which spreadsheet programs of
/// Spanish-speaking countries save CSV.
///
/// # Errors
/// `UnknownEncoding` where the bytes are none of these, or both UTF-8 and Windows-1252 in parts.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, CsvError> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => {
            let content = bytes.get(mark..).unwrap_or_default();
            encoding.decode_without_bom_handling_and_without_replacement(content).ok_or(CsvError::UnknownEncoding)?
        }
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) if has_utf8_letters(bytes) => return Err(CsvError::UnknownEncoding),
            Err(_) => decode_windows(bytes)?,
        },
    };
    // UTF-16 without a byte order mark has one beside every letter.
    if text.contains('\0') {
        return Err(CsvError::UnknownEncoding);
    }
    Ok(text)
}

/// The first line with a letter that another program could not read, and replaced when it saved the file.
pub fn find_lost_letters(text: &str) -> Option<u64> {
    let line = text.lines().position(|line| line.contains(char::REPLACEMENT_CHARACTER))?;
    u64::try_from(line + 1).ok()
}

/// Whether some of the bytes are letters beyond ASCII in UTF-8: then the file is not Windows-1252.
fn has_utf8_letters(bytes: &[u8]) -> bool {
    bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii())
}

/// The text of a file in Windows-1252, in which five bytes are no characters.
fn decode_windows(bytes: &[u8]) -> Result<Cow<'_, str>, CsvError> {
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    if text.chars().any(|character| ('\u{80}'..='\u{9f}').contains(&character)) {
        return Err(CsvError::UnknownEncoding);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, mark: [u8; 2], bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
        mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect()
    }

    #[test]
    fn what_spreadsheets_write_is_read() {
        let text = "code,name\nñ,Peñón «Ñuble» – 5 €\n";
        let windows = b"code,name\n\xf1,Pe\xf1\xf3n \xab\xd1uble\xbb \x96 5 \x80\n";
        assert_eq!(decode(text.as_bytes()).unwrap(), text);
        assert_eq!(decode(format!("\u{feff}{text}").as_bytes()).unwrap(), text);
        assert_eq!(decode(windows).unwrap(), text);
        assert_eq!(decode(&utf16(text, [0xff, 0xfe], u16::to_le_bytes)).unwrap(), text);
        assert_eq!(decode(&utf16(text, [0xfe, 0xff], u16::to_be_bytes)).unwrap(), text);
    }

    #[test]
    fn what_cannot_be_read_for_certain_is_refused() {
        for bytes in [&b"a,b\n\x00,\x01\n"[..], b"\xf1\x81\x8d", b"\xff\xfea"] {
            assert!(matches!(decode(bytes), Err(CsvError::UnknownEncoding)), "{bytes:?}");
        }
        let mixed = [&b"\xf1,"[..], "ñ".as_bytes()].concat();
        assert!(matches!(decode(&mixed), Err(CsvError::UnknownEncoding)));
        assert_eq!(find_lost_letters("a,b\nJos\u{fffd},1\n"), Some(2));
        assert_eq!(find_lost_letters("a,b\nJosé,1\n"), None);
    }
}
