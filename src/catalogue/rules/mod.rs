//! Rules of the catalogue: who may supply, how much can still be sold, and at what price.

pub mod allergens;
pub mod basket_contents;
pub mod basket_supply;
pub mod baskets;
pub mod eligibility;
pub mod fresh_sheet;
pub mod joint_capacity;
pub mod months;
pub mod photos;
pub mod prices;
pub mod sellable;
