//! Decodes a picture within limits, and encodes it in its sizes.

use std::io::Cursor;

use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage,
    codecs::jpeg::JpegEncoder,
    imageops::{self, FilterType},
    metadata::Orientation,
};
use sha2::{Digest, Sha256};

use super::{LARGEST, PhotoError, PixelSize, StoredPhoto, jpeg_end};
use crate::platform::http::limits;

/// Quality of the JPEG files, from 1 to 100.
const QUALITY: u8 = 80;
/// Characters of a digest.
const DIGEST: usize = 32;
/// Brands of the container of HEIC, at byte 8 of a file.
const HEIC_BRANDS: [&[u8]; 8] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"];

/// A photo and its files.
#[derive(Debug)]
pub struct EncodedPhoto {
    /// The photo.
    pub photo: StoredPhoto,
    /// The JPEG of each width, the largest first.
    pub files: Vec<(u32, Vec<u8>)>,
}

/// Decodes an uploaded picture and encodes it in its sizes.
///
/// # Errors
/// If it is damaged, has another format, or has too many or too few pixels.
pub fn encode(upload: &[u8]) -> Result<EncodedPhoto, PhotoError> {
    let mut picture = decode(upload)?;
    let largest = size_of(&picture).stored();
    let mut files = Vec::new();
    let mut digest = Sha256::new();
    // From the largest to the smallest, each made of the one before.
    for size in largest.all().into_iter().rev() {
        if size_of(&picture) != size {
            picture = imageops::resize(&picture, size.width, size.height, FilterType::Lanczos3);
        }
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
        let encoded = encoder.encode(&picture, size.width, size.height, ExtendedColorType::Rgb8);
        encoded.map_err(|_| PhotoError::Damaged)?;
        digest.update(&bytes);
        files.push((size.width, bytes));
    }
    let mut digest = hex::encode(digest.finalize());
    digest.truncate(DIGEST);
    Ok(EncodedPhoto { photo: StoredPhoto { digest, size: largest }, files })
}

fn size_of(picture: &RgbImage) -> PixelSize {
    PixelSize { width: picture.width(), height: picture.height() }
}

/// The picture, upright, at most twice as wide as the largest size.
fn decode(upload: &[u8]) -> Result<RgbImage, PhotoError> {
    let format = read_format(upload)?;
    if format == ImageFormat::Jpeg && !jpeg_end::has_end(upload) {
        return Err(PhotoError::Damaged);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(limits::PHOTO_SIDE);
    limits.max_image_height = Some(limits::PHOTO_SIDE);
    limits.max_alloc = Some(limits::PHOTO_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(upload), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(problem)?;
    // The size is known from the head of the file, before anything of its size is allocated.
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits::PHOTO_PIXELS {
        return Err(too_many_pixels());
    }
    if width.min(height) < limits::PHOTO_MIN_SIDE {
        return Err(PhotoError::TooFewPixels { minimum: limits::PHOTO_MIN_SIDE });
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(problem)?;
    Ok(upright(picture, orientation))
}

/// Reduces the picture where that saves memory, and turns it as the camera was held.
fn upright(picture: DynamicImage, orientation: Orientation) -> RgbImage {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    let is_turned = matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH);
    let (width, height) = (picture.width(), picture.height());
    let upright_width = if is_turned { height } else { width };
    let most = 2 * LARGEST;
    let mut picture = if upright_width > most {
        let reduced = |side: u32| u32::try_from(u64::from(side) * u64::from(most) / u64::from(upright_width));
        picture.thumbnail_exact(reduced(width).unwrap_or(most).max(1), reduced(height).unwrap_or(most).max(1))
    } else {
        picture
    };
    picture.apply_orientation(orientation);
    flattened(picture)
}

/// The picture without transparency, on white.
fn flattened(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0.map(u32::from);
        let on_white = |value: u32| u8::try_from((value * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX);
        Rgb([red, green, blue].map(on_white))
    })
}

/// The format of the file by its first bytes; what its name or the request says does not count.
fn read_format(upload: &[u8]) -> Result<ImageFormat, PhotoError> {
    if upload.get(4..8) == Some(b"ftyp") && upload.get(8..12).is_some_and(|brand| HEIC_BRANDS.contains(&brand)) {
        return Err(PhotoError::Heic);
    }
    match image::guess_format(upload) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) => Ok(format),
        _ => Err(PhotoError::UnknownFormat),
    }
}

fn problem(error: ImageError) -> PhotoError {
    match error {
        ImageError::Limits(_) => too_many_pixels(),
        _ => PhotoError::Damaged,
    }
}

fn too_many_pixels() -> PhotoError {
    PhotoError::TooManyPixels { maximum: limits::PHOTO_PIXELS / 1_000_000, maximum_side: limits::PHOTO_SIDE }
}

#[cfg(test)]
mod tests {
    use image::{ImageEncoder, codecs::png::PngEncoder, codecs::webp::WebPEncoder};

    use super::*;

    /// A picture whose left half is red and whose right half is blue.
    fn picture(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, _| if 2 * x < width { Rgb([200, 20, 20]) } else { Rgb([20, 20, 200]) })
    }

    fn jpeg(picture: &RgbImage, exif: Option<Vec<u8>>) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
        if let Some(exif) = exif {
            encoder.set_exif_metadata(exif).unwrap();
        }
        encoder.write_image(picture, picture.width(), picture.height(), ExtendedColorType::Rgb8).unwrap();
        bytes
    }

    fn png(picture: &RgbImage) -> Vec<u8> {
        let mut bytes = Vec::new();
        let encoder = PngEncoder::new(&mut bytes);
        encoder.write_image(picture, picture.width(), picture.height(), ExtendedColorType::Rgb8).unwrap();
        bytes
    }

    /// EXIF with an orientation alone, in the byte order of Intel.
    fn exif(orientation: u8) -> Vec<u8> {
        let head = [b'I', b'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0];
        [head.as_slice(), &[orientation, 0, 0, 0, 0, 0, 0, 0]].concat()
    }

    /// The largest size, decoded.
    fn stored(upload: &[u8]) -> RgbImage {
        let encoded = encode(upload).unwrap();
        image::load_from_memory_with_format(&encoded.files[0].1, ImageFormat::Jpeg).unwrap().into_rgb8()
    }

    fn is_red(picture: &RgbImage, x: u32, y: u32) -> bool {
        let [red, _, blue] = picture.get_pixel(x, y).0;
        red > blue
    }

    #[test]
    fn every_format_becomes_jpeg_in_its_sizes() {
        let picture = picture(900, 600);
        let mut webp = Vec::new();
        WebPEncoder::new_lossless(&mut webp).encode(&picture, 900, 600, ExtendedColorType::Rgb8).unwrap();
        for upload in [jpeg(&picture, None), png(&picture), webp] {
            let encoded = encode(&upload).unwrap();
            assert_eq!(encoded.photo.size, PixelSize { width: 900, height: 600 });
            let widths: Vec<u32> = encoded.files.iter().map(|(width, _)| *width).collect();
            assert_eq!(widths, [900, 800, 320]);
            for (width, bytes) in &encoded.files {
                let image = image::load_from_memory_with_format(bytes, ImageFormat::Jpeg).unwrap();
                assert_eq!(image.width(), *width);
            }
            assert_eq!(encode(&upload).unwrap().photo, encoded.photo, "the same picture has the same name");
        }
    }

    #[test]
    fn a_picture_is_turned_as_the_camera_was_held() {
        let flat = picture(600, 400);
        for (orientation, size, first_is_red) in
            [(1, (600, 400), true), (3, (600, 400), false), (6, (400, 600), true), (8, (400, 600), false)]
        {
            let stored = stored(&jpeg(&flat, Some(exif(orientation))));
            assert_eq!((stored.width(), stored.height()), size, "orientation {orientation}");
            assert_eq!(is_red(&stored, 20, 20), first_is_red, "orientation {orientation}");
            assert_ne!(is_red(&stored, size.0 - 20, size.1 - 20), first_is_red, "orientation {orientation}");
        }
    }

    #[test]
    fn a_large_picture_is_reduced_before_it_is_turned() {
        let stored = stored(&jpeg(&picture(2_000, 4_000), Some(exif(6))));
        assert_eq!((stored.width(), stored.height()), (1_600, 800));
        assert!(is_red(&stored, 800, 20) && !is_red(&stored, 800, 780));
    }

    #[test]
    fn what_is_transparent_becomes_white() {
        let mut bytes = Vec::new();
        PngEncoder::new(&mut bytes).write_image(&[0; 300 * 300 * 4], 300, 300, ExtendedColorType::Rgba8).unwrap();
        assert!(stored(&bytes).get_pixel(150, 150).0.iter().all(|value| *value > 250));
    }

    #[test]
    fn what_is_no_photo_is_refused_with_its_reason() {
        let heic = [&[0, 0, 0, 24], b"ftypheic".as_slice(), &[0; 40]].concat();
        let whole = png(&picture(300, 300));
        let reason = |upload: &[u8]| encode(upload).map(|encoded| encoded.photo).unwrap_err();
        assert_eq!(reason(&heic), PhotoError::Heic);
        for other in [b"GIF89a".as_slice(), b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b""] {
            assert_eq!(reason(other), PhotoError::UnknownFormat);
        }
        for cut in [&whole[..whole.len() / 2], &jpeg(&picture(300, 300), None)[..900]] {
            assert_eq!(reason(cut), PhotoError::Damaged);
        }
        let small = PhotoError::TooFewPixels { minimum: limits::PHOTO_MIN_SIDE };
        assert_eq!(reason(&png(&picture(300, 100))), small);
    }

    #[test]
    fn a_picture_of_too_many_pixels_is_refused_by_its_head() {
        for (width, height) in [(50_000_u32, 50_000_u32), (12_001, 300), (6_000, 6_000)] {
            // The head of a PNG says its size; its checksum is right, and nothing else is there.
            let mut head = [b"IHDR".as_slice(), &width.to_be_bytes(), &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
            let crc = crc32(&head);
            head.extend(crc.to_be_bytes());
            let data = [b"IDAT".as_slice(), &[]].concat();
            let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
            bomb.extend(head);
            bomb.extend([0, 0, 0, 0]);
            bomb.extend(&data);
            bomb.extend(crc32(&data).to_be_bytes());
            assert_eq!(
                encode(&bomb).map(|encoded| encoded.photo).unwrap_err(),
                too_many_pixels(),
                "{width} × {height}"
            );
        }
    }

    fn crc32(bytes: &[u8]) -> u32 {
        let step = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
        !bytes.iter().fold(!0, |crc: u32, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
    }
}
