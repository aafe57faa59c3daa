//! `organisations.csv`: the cooperative, producers and buyers as parties.

use entities::{identity::organisation, values::OrganisationKind};

use crate::{
    identity::{self, NewOrganisation},
    import_export::{
        actions::{
            exporter::{Exporter, optional_text, text},
            importer::{ImportFile, Importer},
        },
        errors::ImportError,
        rules::import_row::ImportRow,
        store,
    },
    platform::{
        csv::{Column, optional, required},
        http::{
            limits::{LINE, NAME},
            problem::Result,
        },
        table::Cell,
    },
};

/// Its columns.
pub const COLUMNS: &[Column] = &[
    required("code", "Stable code."),
    required("kind", "`cooperative` (one at most), `producer` or `buyer`."),
    required("name", "What people call it."),
    optional("legal_name", "As on documents, at most 100 characters; empty = its name."),
    optional("tax_id", "RUT with its check digit, where the currency is CLP."),
    optional("email", "Where its documents and notices go."),
    optional("phone", "Telephone."),
];

/// Creates or updates organisations.
pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
    let mut cooperative = identity::find_cooperative(importer.tx).await?.map(|o| o.code);
    for row in file.csv.rows() {
        let Some(new) = read(&mut importer.reader(file, row)) else { continue };
        if new.kind == OrganisationKind::Cooperative {
            let code = cooperative.get_or_insert_with(|| new.code.clone()).clone();
            if code != new.code {
                let error = ImportError::CooperativeExists { code };
                importer.reader(file, row).reject::<()>("code", &error);
                continue;
            }
        }
        let stored: Vec<String> = importer.existing.phones.get(&new.code).cloned().into_iter().collect();
        if importer.rejects_lost_zeros(file, row, "phone", &stored, new.phone.as_deref()) {
            continue;
        }
        let result = identity::upsert_organisation(importer.tx, new).await;
        if let Some(organisation) = importer.ok_or_report(file, row, result)? {
            importer.insert_code(file, organisation.code, organisation.id);
        }
    }
    Ok(())
}

fn read(row: &mut ImportRow<'_>) -> Option<NewOrganisation> {
    let code = row.code("code");
    let kind = row.one_of("kind", &["cooperative", "producer", "buyer"], OrganisationKind::from_word);
    let (name, legal_name) = (row.text::<NAME>("name"), row.optional_text::<100>("legal_name"));
    let tax_id = row.optional("tax_id", ImportRow::tax_id);
    let email = row.optional("email", ImportRow::email);
    let phone = row.optional_text::<LINE>("phone");
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
pub async fn export_rows(exporter: &Exporter<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = store::records::organisations(exporter.tx).await?;
    let row = |o: organisation::Model| {
        vec![
            text(o.code),
            text(o.kind.word()),
            text(o.name),
            text(o.legal_name),
            optional_text(o.tax_id),
            optional_text(o.email),
            optional_text(o.phone),
        ]
    };
    Ok(all.into_iter().map(row).collect())
}
