//! Why the catalogue refuses a request.

use chrono::{DateTime, NaiveDate, Utc};
use entities::values::{Allergen, Currency, ProductId};

use crate::platform::http::api_error::api_errors;

api_errors! {
    /// Why the catalogue refuses a request.
    pub enum CatalogueError {
        /// Another product or price list has this code.
        #[error("The code {code} is taken.")]
        CodeTaken { code: String } => CONFLICT, "code_taken";

        /// A word that names no allergen.
        #[error("`{allergen}` is not an allergen that is known here. Use: {}, or none.", .allowed.join(", "))]
        AllergenUnknown { allergen: String, allowed: Vec<&'static str> } => UNPROCESSABLE_ENTITY, "allergen_unknown";

        /// What the product may contain is declared, and what it contains is not.
        #[error("Declare what it contains too; `none` where it contains no allergen.")]
        AllergensMissing => UNPROCESSABLE_ENTITY, "allergens_missing";

        /// The product was taken out of the catalogue, which is final.
        #[error("This product was taken out of the catalogue for good.")]
        ProductRetired { retired_at: DateTime<Utc> } => CONFLICT, "product_retired";

        /// There is no such product.
        #[error("There is no product {product_id}.")]
        UnknownProduct { product_id: ProductId } => CONFLICT, "product_unknown";

        /// The product is a basket, which is changed as a basket and has neither offers nor certificates.
        #[error("This product is a basket: change it as a basket. Only what is in it has makers and certificates.")]
        ProductIsBasket => CONFLICT, "product_is_basket";

        /// A basket cannot be in a basket.
        #[error("A basket cannot be in a basket.")]
        BasketInBasket => CONFLICT, "basket_in_basket";

        /// What is to be in a basket is not in the catalogue.
        #[error("This product is not in the catalogue, so it cannot be in a basket.")]
        ComponentNotSold { product_id: ProductId } => CONFLICT, "component_not_sold";

        /// A product is in a basket twice.
        #[error("Each product is in a basket once; change its quantity instead.")]
        RepeatedComponent => UNPROCESSABLE_ENTITY, "component_twice";

        /// A substitute is the component itself, or named twice.
        #[error("A substitute is another product than the component, and named once.")]
        RepeatedSubstitute => UNPROCESSABLE_ENTITY, "substitute_twice";

        /// The price of a packaging is negative or in another currency.
        #[error("The price of the packaging is not negative, in the cooperative's currency.")]
        InvalidPackagingPrice => UNPROCESSABLE_ENTITY, "packaging_price_invalid";

        /// The buyer has as many baskets of its own as it may have.
        #[error("You can keep {maximum} baskets at most: delete one first.")]
        TooManyBaskets { maximum: u64 } => CONFLICT, "baskets_full";

        /// The product has as many photos as it may have.
        #[error("A product has {maximum} photos at most: remove one first.")]
        TooManyPhotos { maximum: usize } => CONFLICT, "photos_full";

        /// The photos to order are not those of the product.
        #[error("These are not the photos that the product has now: read them again.")]
        PhotosChanged => CONFLICT, "photos_changed";

        /// A workshop's minimum batch is more than it can make in a week.
        #[error("The minimum batch must not exceed what the workshop can make in a week: {maximum} units.")]
        BatchAboveCapacity { maximum: i64 } => CONFLICT, "batch_above_capacity";

        /// An offer has no month in which the product can be made.
        #[error("Name at least one month in which it can be made.")]
        NoHarvestMonth => CONFLICT, "harvest_months_empty";

        /// The offer has ended; only staff start it again.
        #[error("This offer has ended; ask the cooperative to start it again.")]
        OfferEnded { ended_at: DateTime<Utc> } => CONFLICT, "offer_ended";

        /// The segment has a price list already.
        #[error("This segment has a price list already: {code}.")]
        SegmentHasList { code: String } => CONFLICT, "segment_has_list";

        /// Some prices are not above zero or are in another currency; the problem names them.
        #[error("A price is more than zero, in the cooperative's currency.")]
        InvalidPrice => UNPROCESSABLE_ENTITY, "price_invalid";

        /// A price is in another currency than its list.
        #[error("The prices of this list are in {}.", .currency.code())]
        CurrencyDiffers { currency: Currency } => UNPROCESSABLE_ENTITY, "currency_differs";

        /// A product has two prices for the same quantity.
        #[error("Each product has one price for each quantity; this one has two from {min_quantity} units on.")]
        DuplicatePrice { min_quantity: i64 } => CONFLICT, "price_twice";

        /// A larger quantity has a higher unit price than a smaller one.
        #[error("The price from {min_quantity} units on is higher than the price from {lower_quantity} units on.")]
        TierPriceIncreases { min_quantity: i64, lower_quantity: i64 } => UNPROCESSABLE_ENTITY, "tier_price_increases";

        /// The lead time of the product's makers has begun: it can no longer be ordered for the delivery.
        #[error("It is too late to order this for that delivery: the last day was {order_until}.")]
        LeadTimePassed { order_until: NaiveDate } => CONFLICT, "product_closed";

        /// Less than the quantity is left of the production week's capacity.
        #[error("There is not that much left for this delivery: {maximum} units at most.")]
        CapacityExceeded { maximum: i64 } => CONFLICT, "capacity_exceeded";
    }
}

impl CatalogueError {
    /// `word` names no allergen of the list.
    pub fn unknown_allergen(word: String) -> Self {
        Self::AllergenUnknown { allergen: word, allowed: Allergen::all().map(Allergen::word).collect() }
    }
}
