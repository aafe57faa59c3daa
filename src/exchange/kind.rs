//! What files may hold, in the order in which they are read: what a row refers to stands in a file before it.

use super::files;

/// A column of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name in the header.
    pub name: &'static str,
    /// Whether the header must name it and every row fill it.
    pub required: bool,
    /// What it holds.
    pub says: &'static str,
}

/// A column that must be there.
pub(super) const fn must(name: &'static str, says: &'static str) -> Column {
    Column { name, required: true, says }
}

/// A column that may be left out, or empty.
pub(super) const fn may(name: &'static str, says: &'static str) -> Column {
    Column { name, required: false, says }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $module:ident),* $(,)?) => {
        /// What a file holds; its name says which.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind {
            $($(#[$doc])* $kind),*
        }

        impl Kind {
            /// All of them, in the order of reading.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// The name of the file without its ending.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => stringify!($module)),*
                }
            }

            /// Its columns, in the order in which an export writes them.
            pub fn columns(self) -> &'static [Column] {
                match self {
                    $(Self::$kind => files::$module::COLUMNS),*
                }
            }

            /// Puts the rows of a file into the installation.
            pub(super) async fn put(
                self,
                import: &mut super::import::Import<'_>,
                sheet: &super::sheet::Sheet,
            ) -> crate::platform::http::problem::Result<()> {
                match self {
                    $(Self::$kind => files::$module::put(import, sheet).await),*
                }
            }

            /// The rows that an export writes, each with a cell for every column.
            pub(super) async fn rows(
                self,
                out: &super::export::Out<'_>,
            ) -> crate::platform::http::problem::Result<Vec<Vec<crate::platform::table::Cell>>> {
                match self {
                    $(Self::$kind => files::$module::rows(out).await),*
                }
            }
        }
    };
}

kinds! {
    /// Seasons of the group.
    Seasons = seasons,
    /// Decisions of the assembly.
    Decisions = decisions,
    /// Kinds of buyers.
    Segments = segments,
    /// Delivery areas.
    Zones = zones,
    /// Families of products.
    Families = families,
    /// The cooperative, producers, buyers.
    Organisations = organisations,
    /// People and what they may do.
    People = people,
    /// Buyers' accounts.
    Buyers = buyers,
    /// Where buyers receive.
    DeliveryPoints = delivery_points,
    /// Workshops.
    Workshops = workshops,
    /// Shares that workshops agreed to later.
    Shares = shares,
    /// Further sanitary authorisations of workshops.
    Authorisations = authorisations,
    /// Days on which workshops agreed not to work.
    Pauses = pauses,
    /// Products.
    Products = products,
    /// What workshops can make.
    Offers = offers,
    /// The seal.
    Certificates = certificates,
    /// Price lists.
    Prices = prices,
    /// Cycles.
    Cycles = cycles,
    /// Recurring orders.
    StandingOrders = standing_orders,
    /// Days on which recurring orders rest.
    StandingOrderPauses = standing_order_pauses,
    /// Orders with their lines.
    Orders = orders,
    /// Guests of lodges.
    Arrivals = arrivals,
}

impl Kind {
    /// What a file of this name holds; none where the name says nothing.
    pub fn of_file(name: &str) -> Option<Self> {
        let stem = name.strip_suffix(".csv")?;
        Self::ALL.iter().copied().find(|kind| kind.name() == stem)
    }

    /// The name of its file.
    pub fn file(self) -> String {
        format!("{}.csv", self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_file_is_known_by_its_name() {
        assert_eq!(Kind::of_file("workshops.csv"), Some(Kind::Workshops));
        assert_eq!(Kind::of_file("delivery_points.csv"), Some(Kind::DeliveryPoints));
        for other in ["workshops", "workshops.txt", "Workshops.csv", "workshops.csv.bak", ""] {
            assert_eq!(Kind::of_file(other), None, "{other}");
        }
        for kind in Kind::ALL {
            assert_eq!(Kind::of_file(&kind.file()), Some(*kind));
            let names: BTreeSet<&str> = kind.columns().iter().map(|column| column.name).collect();
            assert_eq!(names.len(), kind.columns().len(), "{kind:?}");
        }
    }
    #[test]
    fn the_documentation_names_every_file_and_column() {
        let page = include_str!("../../docs/import.md");
        for kind in Kind::ALL {
            let section = page.split(&format!("\n## `{}`\n", kind.file())).nth(1).unwrap_or_default();
            let section = section.split("\n## ").next().unwrap_or_default();
            let rows: Vec<String> = section.lines().filter(|line| line.starts_with("| `")).map(str::to_owned).collect();
            let needed = |column: &Column| if column.required { "yes" } else { "" };
            let row = |column: &Column| format!("| `{}` | {} | {} |", column.name, needed(column), column.says);
            assert_eq!(rows, kind.columns().iter().map(row).collect::<Vec<_>>(), "docs/import.md: {}", kind.file());
        }
    }
}
