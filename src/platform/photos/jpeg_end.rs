//! Whether a JPEG file goes on to its end. The decoder fills what is missing with grey, and says nothing.

/// The marker that ends a picture.
const END: u8 = 0xD9;
/// The marker before the compressed data of a scan.
const SCAN: u8 = 0xDA;

/// Whether the file has its end marker, after all its segments. What cameras append behind it is ignored.
pub fn has_end(file: &[u8]) -> bool {
    let mut rest = file.get(2..).unwrap_or_default();
    while let Some((marker, after)) = next_marker(rest) {
        rest = match marker {
            END => return true,
            // Markers without a segment.
            0x01 | 0xD0..=0xD7 => after,
            _ => {
                let Some(after) = skip_segment(after) else { return false };
                if marker == SCAN { skip_scan(after) } else { after }
            }
        };
    }
    false
}

/// The marker at the beginning of `rest`, and what follows it. A marker may be preceded by bytes of 255.
fn next_marker(rest: &[u8]) -> Option<(u8, &[u8])> {
    let rest = rest.strip_prefix(&[0xFF])?;
    let fill = rest.iter().take_while(|byte| **byte == 0xFF).count();
    let (marker, after) = rest.get(fill..)?.split_first()?;
    Some((*marker, after))
}

/// What follows a segment, which begins with its length.
fn skip_segment(rest: &[u8]) -> Option<&[u8]> {
    let length = rest.first_chunk::<2>().map(|bytes| u16::from_be_bytes(*bytes))?;
    rest.get(usize::from(length)..)
}

/// What follows the compressed data of a scan: it ends at the first marker that may not stand in it.
fn skip_scan(data: &[u8]) -> &[u8] {
    let is_end = |pair: &[u8]| matches!(pair, [0xFF, marker] if !matches!(marker, 0x00 | 0xFF | 0xD0..=0xD7));
    let end = data.windows(2).position(is_end).unwrap_or(data.len());
    data.get(end..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};

    use super::*;

    #[test]
    fn a_file_that_was_cut_off_anywhere_has_no_end() {
        let mut file = Vec::new();
        let pixels: Vec<u8> = (0..64_u32 * 64 * 3).map(|at| (at * at % 251) as u8).collect();
        JpegEncoder::new_with_quality(&mut file, 90).encode(&pixels, 64, 64, ExtendedColorType::Rgb8).unwrap();
        assert!(has_end(&file));
        for length in 0..file.len() {
            assert!(!has_end(&file[..length]), "{length} of {} bytes", file.len());
        }
        // A film that a phone appends is not a part of the picture; the end of a preview in a segment is not its end.
        let appended = [file.as_slice(), b"film"].concat();
        let preview = [&file[..2], &[0xFF, 0xE1, 0, 4, 0xFF, END], &file[2..file.len() - 2]].concat();
        assert!(has_end(&appended) && !has_end(&preview));
    }
}
