//! `certificates.csv`: the seal, for one workshop and one product each.

use entities::{certification::certificate, values::CertificateId};
use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    certification::{self, Grant},
    exchange::{
        cells::Cells,
        export::{Out, date, maybe, text},
        import::{Ending, Import},
        kind::{Column, Kind, may, must},
        sheet::Sheet,
    },
    platform::{
        http::{limits::NOTE, problem::Result},
        table::Cell,
        unit_of_work::UnitOfWork,
    },
};

/// The columns.
pub const COLUMNS: &[Column] = &[
    may("number", "Its number; empty = the next of this year's series."),
    must("workshop", "Code of the workshop."),
    must("product", "Code of the product."),
    must("valid_from", "First day."),
    must("valid_until", "Last day."),
    may("state", "`active`, `suspended` or `withdrawn`; empty = `active`."),
    may("reason", "Why it is suspended or withdrawn."),
];

struct Certificate {
    grant: Grant,
    /// Withdrawn where `true`, suspended where `false`, and why.
    ended: Option<(bool, String)>,
}

/// Grants certificates.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Result<()> {
    for row in sheet.rows() {
        let Some(Certificate { grant, ended }) = read(&mut import.cells(sheet, row)) else { continue };
        let stored = grant.number.as_ref().and_then(|number| import.stored.certificates.get(number));
        let stored = stored.filter(|stored| is_same(stored, &grant)).cloned();
        let done = match stored {
            Some(stored) => Ok(stored),
            None => certification::grant(import.tx, grant).await,
        };
        let Some(made) = import.done(sheet, row, done)? else { continue };
        if let Some((withdrawn, why)) = ended {
            import.endings.push((sheet.file.clone(), row.clone(), Ending::Certificate(made.id, withdrawn, why)));
        }
    }
    Ok(())
}

fn is_same(stored: &certificate::Model, new: &Grant) -> bool {
    (stored.workshop_id, stored.product_id, stored.valid_from, stored.valid_until)
        == (new.workshop_id, new.product_id, new.valid_from, new.valid_until)
}

/// Suspends or withdraws a certificate.
pub async fn end(tx: &mut UnitOfWork, id: CertificateId, withdrawn: bool, why: &str) -> Result<()> {
    match withdrawn {
        true => certification::withdraw(tx, id, why).await.map(drop),
        false => certification::suspend(tx, id, why).await.map(drop),
    }
}

fn read(cells: &mut Cells<'_>) -> Option<Certificate> {
    let number = cells.maybe_text::<40>("number");
    let (workshop, product) = (cells.refer("workshop", Kind::Workshops), cells.refer("product", Kind::Products));
    let (valid_from, valid_until) = (cells.date("valid_from"), cells.date("valid_until"));
    let state = cells.or("state", None, |cells, column| {
        cells.word(column, &["active", "suspended", "withdrawn"], |word| match word {
            "active" => Some(None),
            "suspended" => Some(Some(false)),
            "withdrawn" => Some(Some(true)),
            _ => None,
        })
    })?;
    let ended = match state {
        None => None,
        Some(withdrawn) => Some((withdrawn, cells.text::<NOTE>("reason")?)),
    };
    let grant = Grant {
        number: number?,
        workshop_id: workshop?,
        product_id: product?,
        valid_from: valid_from?,
        valid_until: valid_until?,
    };
    Some(Certificate { grant, ended })
}

/// All certificates; the withdrawn ones first, so that the days they left free are free again.
pub async fn rows(out: &Out<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = certificate::Entity::find().order_by_asc(certificate::Column::Number).all(out.tx.db()).await?;
    let row = |c: certificate::Model| {
        let state = match (c.withdrawn_at, c.suspended_at) {
            (Some(_), _) => "withdrawn",
            (None, Some(_)) => "suspended",
            (None, None) => "active",
        };
        vec![
            text(c.number),
            out.code(c.workshop_id),
            out.code(c.product_id),
            date(c.valid_from),
            date(c.valid_until),
            text(state),
            maybe(c.reason),
        ]
    };
    Ok(all.into_iter().map(row).collect())
}
