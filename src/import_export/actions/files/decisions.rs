//! `decisions.csv`: what the assembly decided.

use entities::{
    members::decision,
    values::{DecisionSettings, PayablesDue, SalesModel},
};

use crate::{
    import_export::{
        actions::{
            exporter::{Exporter, date, optional_integer, optional_percent, optional_yes_no, text},
            importer::{ImportFile, Importer},
        },
        rules::import_row::ImportRow,
        store,
    },
    members::{self, NewDecision},
    platform::{
        csv::{Column, optional, required},
        http::{dates::MembershipDate, limits::LINE, problem::Result},
        table::Cell,
    },
};

/// Its columns.
pub const COLUMNS: &[Column] = &[
    required("code", "Its number in the minutes."),
    required("title", "What it says, in one line."),
    required("decided_on", "Day of the assembly."),
    optional("effective_from", "First day on which it holds; empty = the day of the assembly."),
    optional("commission_percent", "Commission of the cooperative on the net value."),
    optional("commission_vat_percent", "VAT on the commission."),
    optional("sales_model", "`mandate` (on the workshops' behalf) or `resale` (in the cooperative's own name)."),
    optional(
        "payables_due",
        "When the earnings of a pool fall due: `payment` (as the buyers pay) or `pool_closing` (all when the pool closes).",
    ),
    optional("payout_day", "Day of the month on which the workshops are paid, 1 to 28."),
    optional("declined_counts", "Whether what a workshop declined counts as given to it: `yes` or `no`."),
    optional("respond_hours", "Hours that a workshop has to answer a quota, 1 to 336."),
    optional("publish_instance", "Whether each run publishes its instance to the members: `yes` or `no`."),
];

/// Records the decisions that are new. A recorded decision never changes.
pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
    for row in file.csv.rows() {
        let Some(new) = read(&mut importer.reader(file, row)) else { continue };
        if importer.existing.decisions.get(&new.code).is_some_and(|stored| is_same(stored, &new)) {
            continue;
        }
        let result = members::create_decision(importer.tx, new).await;
        if let Some(decision) = importer.ok_or_report(file, row, result)? {
            importer.insert_code(file, decision.code, decision.id);
        }
    }
    Ok(())
}

fn is_same(stored: &decision::Model, new: &NewDecision) -> bool {
    (&stored.title, stored.decided_on, stored.effective_from, &stored.settings)
        == (&new.title, new.decided_on, new.effective_from, &new.settings)
}

fn read(row: &mut ImportRow<'_>) -> Option<NewDecision> {
    let (code, title) = (row.code("code"), row.text::<LINE>("title"));
    let decided_on = row.date_of::<MembershipDate>("decided_on");
    let effective_from = row.optional("effective_from", ImportRow::date_of::<MembershipDate>);
    let commission_bps = row.optional("commission_percent", ImportRow::percent);
    let commission_vat_bps = row.optional("commission_vat_percent", ImportRow::percent);
    let sales_model =
        row.optional("sales_model", |row, column| row.one_of(column, &["mandate", "resale"], SalesModel::from_word));
    let payables_due = row.optional("payables_due", |row, column| {
        row.one_of(column, &["payment", "pool_closing"], PayablesDue::from_word)
    });
    let payout_day = row.optional("payout_day", |row, column| row.small_integer(column, 1, 28));
    let declined_counts = row.optional("declined_counts", ImportRow::yes_no);
    let respond_hours = row.optional("respond_hours", |row, column| row.small_integer(column, 1, 336));
    let publish_instance = row.optional("publish_instance", ImportRow::yes_no);
    Some(NewDecision {
        code: code?,
        title: title?,
        decided_on: decided_on?,
        effective_from: effective_from?.or(decided_on)?,
        settings: DecisionSettings {
            commission_bps: commission_bps?,
            commission_vat_bps: commission_vat_bps?,
            sales_model: sales_model?,
            payables_due: payables_due?,
            payout_day: payout_day?,
            declined_counts: declined_counts?,
            respond_hours: respond_hours?,
            publish_instance: publish_instance?,
        },
    })
}

/// All decisions.
pub async fn export_rows(exporter: &Exporter<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = store::members::decisions(exporter.tx).await?.into_iter().map(|d| {
        let set = d.settings;
        vec![
            text(d.code),
            text(d.title),
            date(d.decided_on),
            date(d.effective_from),
            optional_percent(set.commission_bps),
            optional_percent(set.commission_vat_bps),
            Cell::optional(set.sales_model.map(|model| model.word().to_owned())),
            Cell::optional(set.payables_due.map(|due| due.word().to_owned())),
            optional_integer(set.payout_day),
            optional_yes_no(set.declined_counts),
            optional_integer(set.respond_hours),
            optional_yes_no(set.publish_instance),
        ]
    });
    Ok(all.collect())
}
