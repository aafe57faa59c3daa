//! The kinds of files, in the order in which an import reads them: what a row refers to is in an earlier file.

/// A file to import.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Name, as errors show it.
    pub name: String,
    /// What it holds.
    pub kind: FileKind,
    /// Its content.
    pub bytes: Vec<u8>,
}

macro_rules! file_kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal),* $(,)?) => {
        /// What a file holds; its name says which.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum FileKind {
            $($(#[$doc])* $kind),*
        }

        impl FileKind {
            /// All kinds, in the order in which an import reads them.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// The name of the file without its extension.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name),*
                }
            }
        }
    };
}

file_kinds! {
    /// Seasons of the group.
    Seasons = "seasons",
    /// Decisions of the assembly.
    Decisions = "decisions",
    /// Kinds of buyers.
    Segments = "segments",
    /// Delivery areas.
    Zones = "zones",
    /// Families of products.
    Families = "families",
    /// The cooperative, producers, buyers.
    Organisations = "organisations",
    /// People and their roles.
    People = "people",
    /// Buyers' accounts.
    Buyers = "buyers",
    /// Addresses that deliveries go to.
    DeliveryPoints = "delivery_points",
    /// Workshops.
    Workshops = "workshops",
    /// Shares of workshops after their first.
    Shares = "shares",
    /// Sanitary authorisations of workshops after their first.
    Authorisations = "authorisations",
    /// Days on which workshops do not work.
    Pauses = "pauses",
    /// Products.
    Products = "products",
    /// What workshops can make.
    Offers = "offers",
    /// Certificates of the seal.
    Certificates = "certificates",
    /// Price lists.
    Prices = "prices",
    /// Cycles.
    Cycles = "cycles",
    /// Standing orders.
    StandingOrders = "standing_orders",
    /// Days on which standing orders pause.
    StandingOrderPauses = "standing_order_pauses",
    /// Orders with their lines.
    Orders = "orders",
    /// Arrivals of guests.
    Arrivals = "arrivals",
}

impl FileKind {
    /// The kind of the file of this name; `None` for any other name.
    pub fn of_file(name: &str) -> Option<Self> {
        let stem = name.strip_suffix(".csv")?;
        Self::ALL.iter().copied().find(|kind| kind.name() == stem)
    }

    /// The name of its file.
    pub fn file_name(self) -> String {
        format!("{}.csv", self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_name() {
        assert_eq!(FileKind::of_file("workshops.csv"), Some(FileKind::Workshops));
        assert_eq!(FileKind::of_file("delivery_points.csv"), Some(FileKind::DeliveryPoints));
        for other in ["workshops", "workshops.txt", "Workshops.csv", "workshops.csv.bak", ""] {
            assert_eq!(FileKind::of_file(other), None, "{other}");
        }
        for kind in FileKind::ALL {
            assert_eq!(FileKind::of_file(&kind.file_name()), Some(*kind));
        }
    }
}
