//! `decisions.csv`: what the assembly decided.

use entities::{members::decision, values::DecisionSettings};
use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    exchange::{
        cells::Cells,
        export::{Out, date, maybe_percent, maybe_whole, maybe_yes, text},
        import::Import,
        kind::{Column, may, must},
        sheet::Sheet,
    },
    members::{self, NewDecision},
    platform::{
        http::{limits::LINE, problem::Result},
        table::Cell,
    },
};

/// The columns.
pub const COLUMNS: &[Column] = &[
    must("code", "Its number in the minutes."),
    must("title", "What it says, in one line."),
    must("decided_on", "Day of the assembly."),
    may("effective_from", "First day on which it holds; empty = the day of the assembly."),
    may("commission_percent", "Commission of the cooperative on the net value."),
    may("commission_vat_percent", "VAT on the commission."),
    may("declined_counts", "Whether what a workshop declined counts as given to it: `yes` or `no`."),
    may("respond_hours", "Hours that a workshop has to answer a quota, 1 to 336."),
    may("publish_instance", "Whether each run publishes its instance to the members: `yes` or `no`."),
];

/// Writes down the decisions that are new; one that is there never changes.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Result<()> {
    for row in sheet.rows() {
        let Some(new) = read(&mut import.cells(sheet, row)) else { continue };
        if import.stored.decisions.get(&new.code).is_some_and(|stored| is_same(stored, &new)) {
            continue;
        }
        let done = members::decide(import.tx, new).await;
        if let Some(made) = import.done(sheet, row, done)? {
            import.learn(sheet, made.code, made.id);
        }
    }
    Ok(())
}

fn is_same(stored: &decision::Model, new: &NewDecision) -> bool {
    (&stored.title, stored.decided_on, stored.effective_from, &stored.settings)
        == (&new.title, new.decided_on, new.effective_from, &new.settings)
}

fn read(cells: &mut Cells<'_>) -> Option<NewDecision> {
    let (code, title) = (cells.code("code"), cells.text::<LINE>("title"));
    let decided_on = cells.date("decided_on");
    let effective_from = cells.maybe("effective_from", Cells::date);
    let commission_bps = cells.maybe("commission_percent", Cells::percent);
    let commission_vat_bps = cells.maybe("commission_vat_percent", Cells::percent);
    let declined_counts = cells.maybe("declined_counts", Cells::yes);
    let respond_hours = cells.maybe("respond_hours", |cells, column| cells.small(column, 1, 336));
    let publish_instance = cells.maybe("publish_instance", Cells::yes);
    Some(NewDecision {
        code: code?,
        title: title?,
        decided_on: decided_on?,
        effective_from: effective_from?.or(decided_on)?,
        settings: DecisionSettings {
            commission_bps: commission_bps?,
            commission_vat_bps: commission_vat_bps?,
            declined_counts: declined_counts?,
            respond_hours: respond_hours?,
            publish_instance: publish_instance?,
        },
    })
}

/// All decisions.
pub async fn rows(out: &Out<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = decision::Entity::find()
        .order_by_asc(decision::Column::EffectiveFrom)
        .order_by_asc(decision::Column::CreatedAt)
        .order_by_asc(decision::Column::Id);
    let all = all.all(out.tx.db()).await?.into_iter().map(|d| {
        let set = d.settings;
        vec![
            text(d.code),
            text(d.title),
            date(d.decided_on),
            date(d.effective_from),
            maybe_percent(set.commission_bps),
            maybe_percent(set.commission_vat_bps),
            maybe_yes(set.declined_counts),
            maybe_whole(set.respond_hours),
            maybe_yes(set.publish_instance),
        ]
    });
    Ok(all.collect())
}
