//! Photos: an uploaded picture is decoded within limits, turned upright, and encoded again in fixed sizes. The original is
//! not kept, and with it goes everything that a camera writes beside the picture: place, time, owner.
//!
//! The files of a photo are named after their contents, so a name never gets other contents. Files are never deleted; a
//! photo that no row names is neither served nor backed up.

use tokio::{sync::Semaphore, task::spawn_blocking, time::timeout};

use super::{
    app::App,
    files::FileKey,
    http::{
        limits,
        problem::{Problem, Result},
    },
};

mod encode;
mod errors;
mod jpeg_end;

pub use errors::PhotoError;

/// The largest width in which a photo is stored, in pixels.
const LARGEST: u32 = 1_600;
/// The smaller widths. A photo has no size that is wider than itself.
const SMALLER: [u32; 2] = [320, 800];

/// A photo in the file store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPhoto {
    /// Names its files.
    pub digest: String,
    /// Its largest size.
    pub size: PixelSize,
}

/// Width and height in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PixelSize {
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

impl PixelSize {
    /// The size in the same proportions with this width.
    fn scaled(self, width: u32) -> Self {
        let (from, height, to) = (u64::from(self.width.max(1)), u64::from(self.height), u64::from(width));
        let height = (height * to + from / 2) / from;
        Self { width, height: u32::try_from(height).unwrap_or(u32::MAX).max(1) }
    }

    /// The largest size in which a picture of this size is stored.
    fn stored(self) -> Self {
        self.scaled(self.width.min(LARGEST))
    }

    /// All sizes of a stored photo of which this is the largest, smallest first.
    pub fn all(self) -> Vec<Self> {
        let smaller = SMALLER.into_iter().filter(|smaller| *smaller < self.width);
        smaller.map(|width| self.scaled(width)).chain([self]).collect()
    }
}

/// The key of a photo's file of this width.
///
/// # Errors
/// If the digest is not one.
pub fn file_key(digest: &str, width: u32) -> Result<FileKey> {
    Ok(FileKey::new(format!("photos/{digest}/{width}.jpg"))?)
}

/// Decodes an uploaded picture and stores it in its sizes.
///
/// # Errors
/// Those of [`PhotoError`]; 503 where the file store is absent or too many photos wait.
pub async fn store_photo(app: &App, upload: Vec<u8>) -> Result<StoredPhoto> {
    let encoded = encode_upload(upload).await?;
    for (width, bytes) in encoded.files {
        let key = file_key(&encoded.photo.digest, width)?;
        app.files.write(&key, bytes).await.map_err(|error| Problem::from(error).absent())?;
    }
    Ok(encoded.photo)
}

/// Decodes an uploaded picture and encodes it again in its largest size, as JPEG. Nothing is stored.
///
/// # Errors
/// Those of [`PhotoError`]; 503 where too many photos wait.
pub async fn encode_photo(upload: Vec<u8>) -> Result<Vec<u8>> {
    let largest = encode_upload(upload).await?.files.into_iter().next();
    largest.map(|(_, bytes)| bytes).ok_or_else(|| PhotoError::Damaged.into())
}

/// Decodes and encodes a picture, outside the async threads and one at a time.
async fn encode_upload(upload: Vec<u8>) -> Result<encode::EncodedPhoto> {
    static SLOT: Semaphore = Semaphore::const_new(1);
    let slot = timeout(limits::PHOTO_TIMEOUT, SLOT.acquire()).await;
    let slot = slot.map_err(|_| Problem::overloaded())?.map_err(anyhow::Error::from)?;
    // A decoder that panics has met a file that it cannot read.
    let encoded = spawn_blocking(move || encode::encode(&upload)).await.unwrap_or(Err(PhotoError::Damaged))?;
    drop(slot);
    Ok(encoded)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_photo_has_no_size_that_is_wider_than_itself() {
        let widths = |width, height| -> Vec<(u32, u32)> {
            let sizes = PixelSize { width, height }.stored().all();
            sizes.iter().map(|size| (size.width, size.height)).collect()
        };
        assert_eq!(widths(4_000, 3_000), [(320, 240), (800, 600), (1_600, 1_200)]);
        assert_eq!(widths(1_000, 2_000), [(320, 640), (800, 1_600), (1_000, 2_000)]);
        assert_eq!(widths(800, 600), [(320, 240), (800, 600)]);
        assert_eq!(widths(250, 250), [(250, 250)]);
    }

    proptest! {
        #[test]
        fn sizes_keep_the_proportions(width in 1_u32..20_000, height in 1_u32..20_000) {
            let sizes = PixelSize { width, height }.stored().all();
            prop_assert!(sizes.windows(2).all(|pair| pair[0].width < pair[1].width));
            for size in sizes {
                let expected = f64::from(height) * f64::from(size.width) / f64::from(width);
                prop_assert!(size.width <= LARGEST && (f64::from(size.height) - expected).abs() <= 1.5, "{size:?}");
            }
        }
    }
}
