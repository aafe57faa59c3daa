//! What is offered: the products of the group, who can make how much of each in a production week, and at what price
//! each kind of buyer gets them. Here alone is decided who may supply what on which day, and how much may still be
//! promised: orders take capacity from a week and give it back, and two of them can never take the same workshop twice.
//!
//! ```text
//! product:      draft ──publish──▶ published ──retire──▶ retired        (facts: published_at, retired_at)
//! offer:        live ──end──▶ ended ──put again──▶ live                 (fact: ended_at)
//! price list:   version 1 ──change of prices──▶ version 2 ──▶ …         (orders keep the version they were placed at)
//! reservation:  held ──release──▶ released                              (fact: released_at)
//! ```
//!
//! From members come the units and what forbids them to work, from certification the certificates, from buyers the
//! segments. Orders, allocation, fulfilment and search ask here; a change is told as [`Event::ProductChanged`].

mod actions;
mod api;
mod events;
mod reads;
mod rules;
mod store;
mod supply;

pub use actions::offers::{OfferTerms, end_offer, put_offer};
pub use actions::prices::{
    PriceBook, PriceRow, Quotes, price_book_at, price_book_of, prices_for, put_price_list, quotes, quotes_at,
    set_prices,
};
pub use actions::products::{
    NewFamily, ProductTerms, create_product, edit_product, products, publish_product, put_family, retire_product,
};
pub use actions::reserve::{Hold, release, reserve, reserve_agreed, reserve_new, reserve_up_to};
pub use api::{APIS, Apis};
pub use events::Event;
pub use supply::{
    OfferSupply, Sellable, certificate_changed, certificate_granted, forbidden, may_supply, sellable, supply_changed,
};
