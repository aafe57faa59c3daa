//! The files, one module for each: its columns, how a row is imported, and which rows an export writes.

mod arrivals;
mod authorisations;
mod buyers;
mod certificates;
mod cycles;
mod decisions;
mod delivery_points;
mod families;
mod offers;
mod orders;
mod organisations;
mod pauses;
mod people;
mod prices;
mod products;
mod seasons;
mod segments;
mod shares;
mod standing_order_pauses;
mod standing_orders;
mod workshops;
mod zones;

use super::{
    exporter::Exporter,
    importer::{ImportFile, Importer},
};
use crate::{
    import_export::rules::file_kind::FileKind,
    platform::{csv::Column, http::problem::Result, table::Cell},
};

macro_rules! files {
    ($($kind:ident => $module:ident $keys:tt),* $(,)?) => {
        /// The columns of a kind of file, in the order in which an export writes them.
        pub fn columns(kind: FileKind) -> &'static [Column] {
            match kind {
                $(FileKind::$kind => $module::COLUMNS),*
            }
        }

        /// The columns by which a row of a file is identified: no two rows have the same cells in all of them. Empty where
        /// several rows are one record, whose lines are checked with it.
        pub fn key(kind: FileKind) -> &'static [&'static str] {
            match kind {
                $(FileKind::$kind => &$keys),*
            }
        }

        /// Imports all rows of a file.
        ///
        /// # Errors
        /// Where the database does not answer; errors of rows are added to the importer.
        pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
            match file.kind {
                $(FileKind::$kind => $module::import_rows(importer, file).await),*
            }
        }

        /// The rows that an export writes, each with a cell for every column.
        ///
        /// # Errors
        /// Where the database does not answer.
        pub async fn export_rows(exporter: &Exporter<'_>, kind: FileKind) -> Result<Vec<Vec<Cell>>> {
            match kind {
                $(FileKind::$kind => $module::export_rows(exporter).await),*
            }
        }
    };
}

files! {
    Seasons => seasons ["code"],
    Decisions => decisions ["code"],
    Segments => segments ["code"],
    Zones => zones ["code"],
    Families => families ["code"],
    Organisations => organisations ["code"],
    People => people ["email", "organisation", "role"],
    Buyers => buyers ["code"],
    DeliveryPoints => delivery_points ["buyer", "name"],
    Workshops => workshops ["code"],
    Shares => shares ["workshop", "from_date"],
    Authorisations => authorisations ["workshop", "number"],
    Pauses => pauses ["workshop", "from_date", "until_date"],
    Products => products ["code"],
    Offers => offers ["workshop", "product"],
    Certificates => certificates ["number"],
    Prices => prices [],
    Cycles => cycles ["code"],
    StandingOrders => standing_orders [],
    StandingOrderPauses => standing_order_pauses ["standing_order", "from_date", "until_date"],
    Orders => orders [],
    Arrivals => arrivals ["buyer", "reference"],
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_file_has_a_column_twice() {
        for kind in FileKind::ALL {
            let names: BTreeSet<&str> = columns(*kind).iter().map(|column| column.name).collect();
            assert_eq!(names.len(), columns(*kind).len(), "{kind:?}");
        }
    }

    #[test]
    fn a_key_consists_of_columns() {
        for kind in FileKind::ALL {
            for name in key(*kind) {
                assert!(columns(*kind).iter().any(|column| column.name == *name), "{kind:?}: {name}");
            }
        }
    }

    #[test]
    fn the_documentation_names_every_file_and_column() {
        let page = include_str!("../../../../docs/import.md");
        for kind in FileKind::ALL {
            let section = page.split(&format!("\n## `{}`\n", kind.file_name())).nth(1).unwrap_or_default();
            let section = section.split("\n## ").next().unwrap_or_default();
            let rows: Vec<String> = section.lines().filter(|line| line.starts_with("| `")).map(str::to_owned).collect();
            let row = |column: &Column| {
                let needed = if column.required { "yes" } else { "" };
                format!("| `{}` | {needed} | {} |", column.name, column.description)
            };
            let file = kind.file_name();
            assert_eq!(rows, columns(*kind).iter().map(row).collect::<Vec<_>>(), "docs/import.md: {file}");
        }
    }
}
