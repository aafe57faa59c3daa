//! What buyers want: orders by hand, by standing order and by arriving guests; what cannot come.

mod arrivals;
mod basket_money;
mod baskets;
mod favourites;
pub mod market;
mod one_off;
mod order_text;
mod races;
mod retired;
mod shortages;
mod standing;
mod supply;
