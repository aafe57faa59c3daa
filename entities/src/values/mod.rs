//! Value types: the same in rows, rules and on the wire. A value checks itself; it never asks anyone else.

mod allergens;
mod dates;
mod documents;
mod goods_and_money;
mod ledger;
mod ids;
mod money;
mod states;
mod tax_id;
mod taxes;

pub use allergens::*;
pub use dates::*;
pub use documents::*;
pub use goods_and_money::*;
pub use ids::*;
pub use ledger::*;
pub use money::*;
pub use states::*;
pub use tax_id::*;
pub use taxes::*;
