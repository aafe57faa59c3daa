//! The photos of a product, as responses describe them.

use entities::{
    catalogue::{product, product_photo},
    values::PhotoId,
};

use crate::platform::photos::PixelSize;

/// A photo of a product with the addresses of its sizes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductPhoto {
    /// Identifies it.
    pub id: PhotoId,
    /// What it shows, in Spanish.
    pub alt_es: Option<String>,
    /// What it shows, in English.
    pub alt_en: Option<String>,
    /// Its sizes, smallest first, each with its path.
    pub sizes: Vec<(PixelSize, String)>,
    /// Version of its texts.
    pub version: i32,
}

impl ProductPhoto {
    /// A photo of this product. Photos of a product that is not in the catalogue have addresses that only staff may read.
    pub fn of(photo: product_photo::Model, product: &product::Model) -> Self {
        let audience = if is_in_catalogue(product) { "public" } else { "staff" };
        let path = |size: PixelSize| format!("/api/v1/{audience}/photos/{}/{}", photo.digest, size.width);
        Self {
            sizes: largest_size(&photo).all().into_iter().map(|size| (size, path(size))).collect(),
            id: photo.id,
            version: photo.version,
            alt_es: photo.alt_es,
            alt_en: photo.alt_en,
        }
    }
}

/// Whether everybody may see the product.
pub fn is_in_catalogue(product: &product::Model) -> bool {
    product.published_at.is_some() && product.retired_at.is_none()
}

/// The largest size of a photo.
pub fn largest_size(photo: &product_photo::Model) -> PixelSize {
    let pixels = |stored: i32| u32::try_from(stored).unwrap_or(0);
    PixelSize { width: pixels(photo.width), height: pixels(photo.height) }
}

/// Whether the photo has a size of this width.
pub fn has_width(photo: &product_photo::Model, width: u32) -> bool {
    largest_size(photo).all().iter().any(|size| size.width == width)
}

/// Whether `order` names each of these photos once, and nothing else.
pub fn is_order_of(order: &[PhotoId], photos: &[product_photo::Model]) -> bool {
    let mut ordered = order.to_vec();
    ordered.sort_unstable();
    let mut existing: Vec<PhotoId> = photos.iter().map(|photo| photo.id).collect();
    existing.sort_unstable();
    ordered == existing
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use entities::values::ProductId;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn photo(id: u128) -> product_photo::Model {
        product_photo::Model {
            id: PhotoId(Uuid::from_u128(id)),
            product_id: ProductId(Uuid::nil()),
            position: 0,
            digest: "0a".into(),
            width: 800,
            height: 600,
            alt_es: None,
            alt_en: None,
            created_at: DateTime::UNIX_EPOCH,
            version: 1,
        }
    }

    proptest! {
        #[test]
        fn an_order_names_each_photo_once(ids in proptest::collection::btree_set(0_u128..50, 1..8), seed: u64) {
            let photos: Vec<_> = ids.iter().copied().map(photo).collect();
            let mut order: Vec<PhotoId> = photos.iter().map(|photo| photo.id).collect();
            let length = order.len();
            order.rotate_left(usize::try_from(seed % 8).unwrap() % length);
            prop_assert!(is_order_of(&order, &photos));
            prop_assert!(!is_order_of(&order[1..], &photos));
            let repeated: Vec<PhotoId> = order.iter().chain(&order[..1]).copied().collect();
            prop_assert!(!is_order_of(&repeated, &photos));
            order[0] = PhotoId(Uuid::from_u128(99));
            prop_assert!(!is_order_of(&order, &photos));
        }
    }
}
