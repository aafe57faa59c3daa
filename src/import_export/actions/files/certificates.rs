//! `certificates.csv`: certificates of the seal, each for one unit and one product.

use entities::certification::certificate;

use crate::{
    certification::{self, CertificateTerms},
    import_export::{
        actions::{
            exporter::{Exporter, date, optional_text, text},
            importer::{ImportFile, Importer, PendingEnd},
        },
        rules::{file_kind::FileKind, import_row::ImportRow},
        store,
    },
    platform::{
        csv::{Column, optional, required},
        http::{dates::MembershipDate, limits::NOTE, problem::Result},
        table::Cell,
    },
};

/// Its columns.
pub const COLUMNS: &[Column] = &[
    optional("number", "Its number; empty = the next of this year's series."),
    required("workshop", "Code of the workshop."),
    required("product", "Code of the product."),
    required("valid_from", "First day."),
    required("valid_until", "Last day."),
    optional("state", "`active`, `suspended` or `withdrawn`; empty = `active`."),
    optional("reason", "Why it is suspended or withdrawn."),
];

struct Certificate {
    grant: CertificateTerms,
    end: Option<End>,
}

/// How a certificate ended, with the reason.
enum End {
    Suspended(String),
    Withdrawn(String),
}

/// Grants certificates.
pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
    for row in file.csv.rows() {
        let Some(Certificate { grant, end }) = read(&mut importer.reader(file, row)) else { continue };
        let stored = grant.number.as_ref().and_then(|number| importer.existing.certificates.get(number));
        let stored = stored.filter(|stored| is_same(stored, &grant)).cloned();
        let result = match stored {
            Some(stored) => Ok(stored),
            None => certification::grant(importer.tx, grant).await,
        };
        let Some(certificate) = importer.ok_or_report(file, row, result)? else { continue };
        match end {
            Some(End::Suspended(why)) => {
                importer.end_later(file, row, PendingEnd::CertificateSuspension(certificate.id, why));
            }
            Some(End::Withdrawn(why)) => {
                importer.end_later(file, row, PendingEnd::CertificateWithdrawal(certificate.id, why));
            }
            None => {}
        }
    }
    Ok(())
}

fn is_same(stored: &certificate::Model, new: &CertificateTerms) -> bool {
    (stored.workshop_id, stored.product_id, stored.valid_from, stored.valid_until)
        == (new.workshop_id, new.product_id, new.valid_from, new.valid_until)
}

fn read(row: &mut ImportRow<'_>) -> Option<Certificate> {
    let number = row.optional_text::<40>("number");
    let (workshop, product) =
        (row.reference("workshop", FileKind::Workshops), row.reference("product", FileKind::Products));
    let (valid_from, valid_until) =
        (row.date_of::<MembershipDate>("valid_from"), row.date_of::<MembershipDate>("valid_until"));
    let state = row.optional_or("state", None, |row, column| {
        row.one_of(column, &["active", "suspended", "withdrawn"], |word| match word {
            "active" => Some(None),
            "suspended" => Some(Some(End::Suspended as fn(String) -> End)),
            "withdrawn" => Some(Some(End::Withdrawn as fn(String) -> End)),
            _ => None,
        })
    })?;
    let end = match state {
        None => None,
        Some(end) => Some(end(row.text::<NOTE>("reason")?)),
    };
    let grant = CertificateTerms {
        number: number?,
        workshop_id: workshop?,
        product_id: product?,
        valid_from: valid_from?,
        valid_until: valid_until?,
    };
    Some(Certificate { grant, end })
}

/// All certificates, by number.
pub async fn export_rows(exporter: &Exporter<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = store::records::certificates(exporter.tx).await?;
    let row = |c: certificate::Model| {
        let state = match (c.withdrawn_at, c.suspended_at) {
            (Some(_), _) => "withdrawn",
            (None, Some(_)) => "suspended",
            (None, None) => "active",
        };
        vec![
            text(c.number),
            exporter.code_cell(c.workshop_id),
            exporter.code_cell(c.product_id),
            date(c.valid_from),
            date(c.valid_until),
            text(state),
            optional_text(c.reason),
        ]
    };
    Ok(all.into_iter().map(row).collect())
}
