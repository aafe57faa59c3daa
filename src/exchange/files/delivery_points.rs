//! `delivery_points.csv`: the doors that deliveries go to, known by their buyer and name.

use entities::{
    buyers::delivery_point,
    values::{BuyerId, DeliveryPointId},
};
use sea_orm::EntityTrait;

use crate::{
    buyers::{self, PointTerms},
    exchange::{
        cells::Cells,
        export::{Out, maybe, text, yes},
        import::{Ending, Import},
        kind::{Column, Kind, may, must},
        sheet::Sheet,
        store,
    },
    platform::{
        http::{
            limits::{LINE, NAME, NOTE},
            problem::Result,
        },
        table::Cell,
        unit_of_work::UnitOfWork,
    },
};

/// The columns.
pub const COLUMNS: &[Column] = &[
    must("buyer", "Code of the account."),
    must("name", "What people call it; with the account it is the key."),
    must("address", "Street, number, place."),
    may("comuna_code", "CUT code of the comuna, five figures."),
    may("notes", "For the driver."),
    may("retired", "`yes` where nothing new goes there; empty = `no`."),
];

/// Adds doors, or brings them up to date.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Result<()> {
    for row in sheet.rows() {
        let Some((buyer, terms, retired)) = read(&mut import.cells(sheet, row)) else { continue };
        let stored = store::point(import.tx, buyer, &terms.name).await?;
        let done = match stored {
            Some(stored) if stored.retired_at.is_some() && retired => continue,
            Some(stored) if stored.retired_at.is_none() && has(&stored, &terms) => Ok(stored),
            Some(stored) if stored.retired_at.is_none() => {
                buyers::change_delivery_point(import.tx, buyer, stored.id, Some("*"), terms).await
            }
            _ => buyers::add_delivery_point(import.tx, buyer, terms).await,
        };
        if let Some(made) = import.done(sheet, row, done)?
            && retired
        {
            import.endings.push((sheet.file.clone(), row.clone(), Ending::Point(buyer, made.id)));
        }
    }
    Ok(())
}

/// Takes a door out of use.
pub async fn retire(tx: &mut UnitOfWork, buyer: BuyerId, point: DeliveryPointId) -> Result<()> {
    buyers::retire_delivery_point(tx, buyer, point).await.map(drop)
}

fn has(stored: &delivery_point::Model, terms: &PointTerms) -> bool {
    (&stored.address, &stored.comuna_code, &stored.notes) == (&terms.address, &terms.comuna_code, &terms.notes)
}

fn read(cells: &mut Cells<'_>) -> Option<(BuyerId, PointTerms, bool)> {
    let buyer = cells.refer("buyer", Kind::Buyers);
    let (name, address) = (cells.text::<NAME>("name"), cells.text::<LINE>("address"));
    let (comuna_code, notes) = (cells.maybe_text::<5>("comuna_code"), cells.maybe_text::<NOTE>("notes"));
    let retired = cells.or("retired", false, Cells::yes);
    let terms = PointTerms { name: name?, address: address?, comuna_code: comuna_code?, notes: notes? };
    Some((buyer?, terms, retired?))
}

/// All doors.
pub async fn rows(out: &Out<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = delivery_point::Entity::find().all(out.tx.db()).await?;
    let mut all: Vec<_> = all.into_iter().map(|p| ((out.name(p.buyer_id), p.created_at, p.id), p)).collect();
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    let row = |((buyer, ..), p): ((String, _, DeliveryPointId), delivery_point::Model)| {
        vec![
            text(buyer),
            text(p.name),
            text(p.address),
            maybe(p.comuna_code),
            maybe(p.notes),
            yes(p.retired_at.is_some()),
        ]
    };
    Ok(all.into_iter().map(row).collect())
}
