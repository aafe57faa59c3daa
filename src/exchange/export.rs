//! Writing the installation to files that an import reads again: the same files, and the ledger as a journal beside
//! them. All of it is one moment of the database.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use entities::values::{Amount, StandingOrderId};
use uuid::Uuid;

use super::{kind::Kind, store};
use crate::{
    platform::{
        csv,
        http::problem::{Problem, Result},
        table::{Cell, Table},
        unit_of_work::UnitOfWork,
    },
    settlement,
};

/// The file of the ledger.
pub const LEDGER: &str = "ledger.journal";

/// An export that is going on.
pub(super) struct Out<'w> {
    pub tx: &'w UnitOfWork,
    /// Standing orders that have ended.
    pub ended: HashSet<StandingOrderId>,
    codes: HashMap<Uuid, String>,
}

/// All files, by name.
///
/// # Errors
/// Where the database does not answer.
pub async fn export(tx: &UnitOfWork) -> Result<Vec<(String, Vec<u8>)>> {
    let out = Out::of(tx).await?;
    let mut files = Vec::with_capacity(Kind::ALL.len() + 1);
    for kind in Kind::ALL {
        files.push((kind.file(), written(&out, *kind).await?));
    }
    files.push((LEDGER.to_owned(), settlement::hledger_journal(tx).await?.into_bytes()));
    Ok(files)
}

/// One file, by its name.
///
/// # Errors
/// 404 where no export has such a file.
pub async fn export_file(tx: &UnitOfWork, name: &str) -> Result<Vec<u8>> {
    if name == LEDGER {
        return Ok(settlement::hledger_journal(tx).await?.into_bytes());
    }
    let kind = Kind::of_file(name).ok_or_else(|| Problem::not_found("file"))?;
    written(&Out::of(tx).await?, kind).await
}

async fn written(out: &Out<'_>, kind: Kind) -> Result<Vec<u8>> {
    let header = kind.columns().iter().map(|column| column.name.to_owned()).collect();
    let table = Table { header, rows: kind.rows(out).await? };
    Ok(csv::write(&table).map_err(anyhow::Error::from)?)
}

impl<'w> Out<'w> {
    async fn of(tx: &'w UnitOfWork) -> Result<Self> {
        let mut codes = HashMap::new();
        for kind in Kind::ALL {
            codes.extend(store::codes(tx, *kind).await?.into_iter().map(|(code, id)| (id, code)));
        }
        codes.extend(store::point_names(tx).await?);
        Ok(Self { tx, ended: store::ended_standing_orders(tx).await?, codes })
    }

    /// The code of a thing, or the name of a delivery point.
    pub fn name(&self, id: impl Into<Uuid>) -> String {
        self.codes.get(&id.into()).cloned().unwrap_or_default()
    }

    /// The same as a cell.
    pub fn code(&self, id: impl Into<Uuid>) -> Cell {
        Cell::Text(self.name(id))
    }

    /// An amount of the installation's currency.
    pub fn money(&self, amount: Amount) -> Cell {
        Cell::Decimal { units: amount.0, digits: self.tx.currency().minor_digits() }
    }
}

/// A text.
pub(super) fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

/// A text that may be missing.
pub(super) fn maybe(text: Option<String>) -> Cell {
    Cell::optional(text)
}

/// A small number.
pub(super) fn whole(number: i32) -> Cell {
    Cell::Whole(number.into())
}

/// A small number that may be missing.
pub(super) fn maybe_whole(number: Option<i32>) -> Cell {
    number.map_or(Cell::Empty, whole)
}

/// Basis points, as a percentage.
pub(super) fn percent(bps: i32) -> Cell {
    Cell::Decimal { units: bps.into(), digits: 2 }
}

/// Basis points that may be missing, as a percentage.
pub(super) fn maybe_percent(bps: Option<i32>) -> Cell {
    bps.map_or(Cell::Empty, percent)
}

/// A date.
pub(super) fn date(date: NaiveDate) -> Cell {
    Cell::Date(date)
}

/// A date that may be missing.
pub(super) fn maybe_date(date: Option<NaiveDate>) -> Cell {
    date.map_or(Cell::Empty, Cell::Date)
}

/// Yes or no.
pub(super) fn yes(yes: bool) -> Cell {
    text(if yes { "yes" } else { "no" })
}

/// Yes or no, or nothing.
pub(super) fn maybe_yes(answer: Option<bool>) -> Cell {
    answer.map_or(Cell::Empty, yes)
}
