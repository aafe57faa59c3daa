//! The products of the group, which workshop can make how much of each in a production week, and the prices of each
//! segment.
//!
//! A basket is a product that is made of others. It has no makers and no certificate: what may be in it has. A buyer's own
//! basket is shown to that buyer alone.
//!
//! Only this slice decides which workshop may supply a product on a day, and how much of it can still be ordered. Orders
//! reserve capacity of a production week and release it. The rows that hold the sums are locked, so two orders never
//! receive the same capacity.
//!
//! ```text
//! product:      draft ──publish──▶ published ──retire──▶ retired        (timestamps: published_at, retired_at)
//! offer:        live ──end──▶ ended ──upsert──▶ live                    (timestamp: ended_at)
//! basket:       as the product that it is
//! price list:   version 1 ──update of prices──▶ version 2 ──▶ …         (orders keep the version they were placed at)
//! reservation:  held ──release──▶ released                              (timestamp: released_at)
//! ```
//!
//! Upstream: `members` (workshops, and when they may not work), `certification` (certificates), `buyers` (segments).
//! Emits `ProductChanged` and `OfferReduced`.

mod actions;
mod api;
mod errors;
mod events;
mod rules;
mod store;

pub use actions::{
    baskets::{BasketSaleTerms, BasketTerms, Packaging, create_basket, create_own_basket},
    families::{FamilyTerms, upsert_family},
    offers::{OfferTerms, end_offer, upsert_offer},
    photos::{PhotoTexts, create_photo, store_photo_files},
    price_lists::{PriceRow, create_price_list, update_prices},
    products::{
        LotSize, NetContent, OrderMultiple, ProductTerms, ShelfLifeDays, create_product, publish_product,
        retire_product, update_product,
    },
    reserve::{Reserved, release, reserve, reserve_available, reserve_despite_lead_time, reserve_new},
    supply_changes::{emit_offered_products_changed, emit_product_changed, store_certified_product},
};
pub use api::{APIS, Apis};
pub use errors::CatalogueError;
pub use events::Event;
pub use rules::{
    allergens::{
        AllergenName, declaration, leading_name, not_free_of, read_allergens, read_declaration, single_word_names,
    },
    basket_contents::{BasketComponent, BasketContents, unsold_component},
    baskets::{apportion, basket_price, component_values},
    eligibility::OfferEligibility,
    photos::{ProductPhoto, largest_size},
    prices::{MIN_PRICE, PriceBook, PriceTier, Quote, Quotes},
    sellable::{SellableQuantity, SupplyLimit},
};
pub use store::{
    baskets::{Audience, list_all_baskets, list_basket_contents},
    eligibility::{list_ineligible_reasons, list_offer_eligibility, list_sellable},
    families::{get_family, list_families},
    photos::{list_all_photos, list_covers},
    prices::{find_price_book, get_price_book_at, get_quotes, get_quotes_at},
    product_versions::list_products_as_of,
    products::{get_product, get_published_product, list_products_by_id, list_published_products},
    reservations::{DeliverySlot, Hold},
};
