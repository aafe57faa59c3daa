//! `cycles.csv`: deliveries and until when each takes orders. A cycle comes in as a draft and opens, closes and is
//! split by itself when its instants come, or have come.

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use entities::{cycles::cycle, values::ZoneId};
use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    cycles::{self, CycleTimes, NewCycle},
    exchange::{
        cells::{Cells, instant},
        export::{Out, date, text},
        import::Import,
        kind::{Column, Kind, must},
        sheet::Sheet,
    },
    platform::{
        http::problem::{Problem, Result},
        table::Cell,
        unit_of_work::UnitOfWork,
    },
};

/// The columns.
pub const COLUMNS: &[Column] = &[
    must("code", "Stable code."),
    must("zone", "Code of its zone."),
    must("delivery_date", "The day of delivery; a zone has one cycle on a day."),
    must("opens_at", "Orders are taken from here on: `2026-03-31 18:00` in the cooperative's zone, or with an offset."),
    must("cut_off_at", "And until before here."),
    must("respond_by", "Until before here workshops answer their quotas."),
];

/// Makes cycles, or changes the instants of those that have not closed.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Result<()> {
    for row in sheet.rows() {
        let Some((code, new)) = read(&mut import.cells(sheet, row)) else { continue };
        let stored = import.stored.cycles.get(&code).cloned();
        let done = put_cycle(import.tx, stored, new).await;
        if let Some(made) = import.done(sheet, row, done)? {
            import.learn(sheet, code, made.id);
        }
    }
    Ok(())
}

async fn put_cycle(tx: &mut UnitOfWork, stored: Option<cycle::Model>, new: NewCycle) -> Result<cycle::Model> {
    let Some(stored) = stored else { return cycles::create(tx, new).await };
    if (stored.zone_id, stored.delivery_date) != (new.zone_id, new.delivery_date) {
        let detail = "A cycle of another zone or date has this code.";
        return Err(Problem::refused("code_taken", detail).at("/code", "code_taken", detail));
    }
    let seconds = |at: DateTime<Utc>| at.trunc_subsecs(6);
    let times = [new.opens_at, new.cut_off_at, new.respond_by].map(seconds);
    if times == [stored.opens_at, stored.cut_off_at, stored.respond_by].map(seconds) {
        return Ok(stored);
    }
    let change = CycleTimes { opens_at: new.opens_at, cut_off_at: new.cut_off_at, respond_by: new.respond_by };
    cycles::change_times(tx, stored.id, Some("*"), change).await
}

fn read(cells: &mut Cells<'_>) -> Option<(String, NewCycle)> {
    let code = cells.code("code");
    let zone: Option<ZoneId> = cells.refer("zone", Kind::Zones);
    let delivery_date: Option<NaiveDate> = cells.date("delivery_date");
    let (opens_at, cut_off_at) = (cells.instant("opens_at"), cells.instant("cut_off_at"));
    let respond_by = cells.instant("respond_by");
    let new = NewCycle {
        code: code.clone(),
        zone_id: zone?,
        delivery_date: delivery_date?,
        opens_at: opens_at?,
        cut_off_at: cut_off_at?,
        respond_by: respond_by?,
    };
    Some((code?, new))
}

/// All cycles.
pub async fn rows(out: &Out<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = cycle::Entity::find().order_by_asc(cycle::Column::DeliveryDate).order_by_asc(cycle::Column::Code);
    let row = |c: cycle::Model| {
        vec![
            text(c.code),
            out.code(c.zone_id),
            date(c.delivery_date),
            text(instant(c.opens_at)),
            text(instant(c.cut_off_at)),
            text(instant(c.respond_by)),
        ]
    };
    Ok(all.all(out.tx.db()).await?.into_iter().map(row).collect())
}
