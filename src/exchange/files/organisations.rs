//! `organisations.csv`: the cooperative, producers and buyers as parties.

use entities::{identity::organisation, values::OrganisationKind};
use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    exchange::{
        cells::Cells,
        export::{Out, maybe, text},
        import::Import,
        kind::{Column, may, must},
        sheet::Sheet,
    },
    identity::{self, NewOrganisation},
    platform::{
        http::{
            limits::{LINE, NAME},
            problem::Result,
        },
        table::Cell,
    },
};

/// The columns.
pub const COLUMNS: &[Column] = &[
    must("code", "Stable code."),
    must("kind", "`cooperative` (one at most), `producer` or `buyer`."),
    must("name", "What people call it."),
    may("legal_name", "As on documents, at most 100 characters; empty = its name."),
    may("tax_id", "RUT with its check digit, where the currency is CLP."),
    may("email", "Where its documents and notices go."),
    may("phone", "Telephone."),
];

/// Makes organisations, or brings them up to date.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Result<()> {
    let mut cooperative = identity::cooperative(import.tx).await?.map(|o| o.code);
    for row in sheet.rows() {
        let Some(new) = read(&mut import.cells(sheet, row)) else { continue };
        if new.kind == OrganisationKind::Cooperative {
            let known = cooperative.get_or_insert_with(|| new.code.clone()).clone();
            if known != new.code {
                let detail = format!("The cooperative of this installation is `{known}`; there is one only.");
                import.cells(sheet, row).wrong::<()>("code", "cooperative_exists", detail);
                continue;
            }
        }
        let done = identity::put_organisation(import.tx, new).await;
        if let Some(made) = import.done(sheet, row, done)? {
            import.learn(sheet, made.code, made.id);
        }
    }
    Ok(())
}

fn read(cells: &mut Cells<'_>) -> Option<NewOrganisation> {
    let code = cells.code("code");
    let kind = cells.word("kind", &["cooperative", "producer", "buyer"], OrganisationKind::from_word);
    let (name, legal_name) = (cells.text::<NAME>("name"), cells.maybe_text::<100>("legal_name"));
    let tax_id = cells.maybe("tax_id", Cells::tax_id);
    let email = cells.maybe("email", Cells::email);
    let phone = cells.maybe_text::<LINE>("phone");
    let name = name?;
    Some(NewOrganisation {
        code: code?,
        kind: kind?,
        legal_name: legal_name?.unwrap_or_else(|| name.clone()),
        name,
        tax_id: tax_id?,
        email: email?,
        phone: phone?,
    })
}

/// All organisations.
pub async fn rows(out: &Out<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = organisation::Entity::find().order_by_asc(organisation::Column::Code).all(out.tx.db()).await?;
    let row = |o: organisation::Model| {
        vec![
            text(o.code),
            text(o.kind.word()),
            text(o.name),
            text(o.legal_name),
            maybe(o.tax_id),
            maybe(o.email),
            maybe(o.phone),
        ]
    };
    Ok(all.into_iter().map(row).collect())
}
