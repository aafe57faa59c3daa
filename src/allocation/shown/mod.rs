//! What the screens of allocation show: quotas with the names that people know, the board of a cycle, two runs
//! compared, and where a member stands in the group.

mod board;
mod comparison;
mod link;
mod quotas;
mod standing;

pub use board::{board, run_detail};
pub use comparison::comparison;
pub use link::link_page;
pub use quotas::{one, own_cycles, quotas as named};
pub use standing::standing;
