//! An export in progress: the codes of all records, and the cells that files are written with.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use entities::values::{Amount, StandingOrderId};
use uuid::Uuid;

use crate::{
    import_export::{rules::file_kind::FileKind, store},
    platform::{http::problem::Result, table::Cell, unit_of_work::UnitOfWork},
};

/// An export in progress.
pub struct Exporter<'w> {
    /// The transaction; it sees one moment of the database.
    pub tx: &'w UnitOfWork,
    /// Standing orders that have ended.
    pub ended_standing_orders: HashSet<StandingOrderId>,
    codes: HashMap<Uuid, String>,
}

impl<'w> Exporter<'w> {
    /// An export that has written no file yet.
    pub async fn new(tx: &'w UnitOfWork) -> Result<Self> {
        let mut codes = HashMap::new();
        for kind in FileKind::ALL {
            codes.extend(store::codes::list(tx, *kind).await?.into_iter().map(|(code, id)| (id, code)));
        }
        codes.extend(store::buyers::delivery_point_names(tx).await?);
        Ok(Self { tx, ended_standing_orders: store::orders::ended_standing_orders(tx).await?, codes })
    }

    /// The code of a record, or the name of a delivery point.
    pub fn code(&self, id: impl Into<Uuid>) -> String {
        self.codes.get(&id.into()).cloned().unwrap_or_default()
    }

    /// As [`Self::code`], as a cell.
    pub fn code_cell(&self, id: impl Into<Uuid>) -> Cell {
        Cell::Text(self.code(id))
    }

    /// An amount of the installation's currency.
    pub fn money(&self, amount: Amount) -> Cell {
        Cell::Decimal { units: amount.0, digits: self.tx.currency().minor_digits() }
    }
}

/// A text.
pub fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

/// A text that may be missing.
pub fn optional_text(text: Option<String>) -> Cell {
    Cell::optional(text)
}

/// A small number.
pub fn integer(number: i32) -> Cell {
    Cell::Whole(number.into())
}

/// A small number that may be missing.
pub fn optional_integer(number: Option<i32>) -> Cell {
    number.map_or(Cell::Empty, integer)
}

/// Basis points, as a percentage.
pub fn percent(bps: i32) -> Cell {
    Cell::Decimal { units: bps.into(), digits: 2 }
}

/// Basis points that may be missing, as a percentage.
pub fn optional_percent(bps: Option<i32>) -> Cell {
    bps.map_or(Cell::Empty, percent)
}

/// A date.
pub fn date(date: NaiveDate) -> Cell {
    Cell::Date(date)
}

/// A date that may be missing.
pub fn optional_date(date: Option<NaiveDate>) -> Cell {
    date.map_or(Cell::Empty, Cell::Date)
}

/// An instant, in RFC 3339.
pub fn instant(at: DateTime<Utc>) -> Cell {
    Cell::Text(at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

/// `yes` or `no`.
pub fn yes_no(yes: bool) -> Cell {
    text(if yes { "yes" } else { "no" })
}

/// `yes`, `no` or nothing.
pub fn optional_yes_no(yes: Option<bool>) -> Cell {
    yes.map_or(Cell::Empty, yes_no)
}
