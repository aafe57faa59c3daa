//! `shares.csv`: shares of the group's work that workshops agreed to after they joined.

use std::collections::HashSet;

use chrono::NaiveDate;
use entities::{
    members::share,
    values::{DecisionId, WorkshopId},
};
use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    exchange::{
        cells::Cells,
        export::{Out, date, text},
        import::Import,
        kind::{Column, Kind, may, must},
        sheet::{Row, Sheet},
    },
    members,
    platform::{http::problem::Result, table::Cell},
};

/// The heaviest share.
pub const MOST: i64 = 1_000_000_000;

/// The columns.
pub const COLUMNS: &[Column] = &[
    must("workshop", "Code of the workshop."),
    must("weight", "Relative weight, a whole number from 1 on."),
    must(
        "from_date",
        "First day. A workshop that joins by this import brings its past; any other changes from today on.",
    ),
    may("decision", "Code of the decision that set it."),
];

struct Share<'a> {
    workshop: WorkshopId,
    from: NaiveDate,
    weight: i64,
    decision: Option<DecisionId>,
    row: &'a Row,
}

/// Adds shares, each workshop's oldest first.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Result<()> {
    let mut read: Vec<Share<'_>> = Vec::with_capacity(sheet.rows().len());
    for row in sheet.rows() {
        read.extend(share(&mut import.cells(sheet, row), row));
    }
    read.sort_by_key(|share| (share.workshop, share.from));
    for share in read {
        let Share { workshop, from, weight, decision, .. } = share;
        let done = if import.joined.contains(&workshop) {
            members::bring_share(import.tx, workshop, weight, from, decision).await
        } else {
            members::add_share(import.tx, workshop, weight, from, decision).await
        };
        import.done(sheet, share.row, done)?;
    }
    Ok(())
}

fn share<'a>(cells: &mut Cells<'_>, row: &'a Row) -> Option<Share<'a>> {
    let workshop = cells.refer("workshop", Kind::Workshops);
    let weight = cells.whole("weight", 1, MOST);
    let from = cells.date("from_date");
    let decision = cells.maybe("decision", |cells, column| cells.refer(column, Kind::Decisions));
    Some(Share { workshop: workshop?, from: from?, weight: weight?, decision: decision?, row })
}

/// All shares but each workshop's first, which stands in `workshops.csv`.
pub async fn rows(out: &Out<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = share::Entity::find().order_by_asc(share::Column::FromDate).all(out.tx.db()).await?;
    let mut seen: HashSet<WorkshopId> = HashSet::new();
    let mut later: Vec<_> = all
        .into_iter()
        // The first one too, where `workshops.csv` could not name its decision.
        .filter(|share| !seen.insert(share.workshop_id))
        .map(|share| (out.name(share.workshop_id), share))
        .collect();
    later.sort_by(|(a, _), (b, _)| a.cmp(b));
    let row = |(workshop, share): (String, share::Model)| {
        let decision = share.decision_id.map_or(Cell::Empty, |decision| out.code(decision));
        vec![text(workshop), Cell::Whole(share.weight), date(share.from_date), decision]
    };
    Ok(later.into_iter().map(row).collect())
}
