//! Why an uploaded picture cannot be used.

use crate::platform::http::api_error::api_errors;

api_errors! {
    /// Why an uploaded picture cannot be used.
    pub enum PhotoError {
        /// The picture has the format of an iPhone, for whose compression there is no free decoder.
        #[error("This photo is in the format HEIC, which is not read here: send it as JPEG.")]
        Heic => UNPROCESSABLE_ENTITY, "photo_heic";

        /// The file has none of the formats that are read.
        #[error("A photo is a JPEG, PNG or WebP file.")]
        UnknownFormat => UNPROCESSABLE_ENTITY, "photo_format";

        /// The file is damaged or was cut off.
        #[error("This photo cannot be read: the file is damaged or not complete.")]
        Damaged => UNPROCESSABLE_ENTITY, "photo_damaged";

        /// The picture has more pixels than are decoded.
        #[error("This photo is too large: {maximum} million pixels at most, and {maximum_side} on a side.")]
        TooManyPixels { maximum: u64, maximum_side: u32 } => UNPROCESSABLE_ENTITY, "photo_too_large";

        /// The picture is too small to be shown.
        #[error("This photo is too small: it needs {minimum} pixels on each side.")]
        TooFewPixels { minimum: u32 } => UNPROCESSABLE_ENTITY, "photo_too_small";
    }
}
