//! The files, one module for each: its columns, how a row comes in, and what goes out.

pub mod arrivals;
pub mod authorisations;
pub mod buyers;
pub mod certificates;
pub mod cycles;
pub mod decisions;
pub mod delivery_points;
pub mod families;
pub mod offers;
pub mod orders;
pub mod organisations;
pub mod pauses;
pub mod people;
pub mod prices;
pub mod products;
pub mod seasons;
pub mod segments;
pub mod shares;
pub mod standing_order_pauses;
pub mod standing_orders;
pub mod workshops;
pub mod zones;
