//! Operations of the catalogue.

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
    photos::Photos,
    photo_files::PhotoFiles,
    offers::Offers,
    price_lists::PriceLists,
);
