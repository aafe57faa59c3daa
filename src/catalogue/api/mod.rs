//! Operations of the catalogue.

mod basket_details;
mod basket_previews;
mod baskets;
mod buyer_baskets;
mod buyer_products;
mod catalogue_contents;
mod catalogue_files;
mod dfc;
mod families;
mod fresh_sheet;
mod offers;
mod own_offers;
mod photo_files;
mod photos;
mod price_lists;
mod product_makers;
mod products;
mod public_products;
mod season_calendar;
mod tag;

/// All operations of this slice.
pub type Apis = (
    families::Families,
    public_products::PublicProducts,
    season_calendar::SeasonCalendar,
    fresh_sheet::FreshSheets,
    buyer_products::BuyerProducts,
    catalogue_files::CatalogueFiles,
    own_offers::OwnOffers,
    products::Products,
    baskets::Baskets,
    buyer_baskets::BuyerBaskets,
    photos::Photos,
    photo_files::PhotoFiles,
    offers::Offers,
    price_lists::PriceLists,
);

/// All operations of this slice, to mount.
pub const APIS: Apis = (
    families::Families,
    public_products::PublicProducts,
    season_calendar::SeasonCalendar,
    fresh_sheet::FreshSheets,
    buyer_products::BuyerProducts,
    catalogue_files::CatalogueFiles,
    own_offers::OwnOffers,
    products::Products,
    baskets::Baskets,
    buyer_baskets::BuyerBaskets,
    photos::Photos,
    photo_files::PhotoFiles,
    offers::Offers,
    price_lists::PriceLists,
);
