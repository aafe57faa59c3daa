//! `people.csv`: people and their roles in organisations. The file has no passwords: administrators send each new
//! person a link.

use std::collections::HashMap;

use entities::{
    identity::person,
    values::{Language, OrganisationId, PersonId, Role},
};

use crate::{
    identity::{self, NewPerson},
    import_export::{
        actions::{
            exporter::{Exporter, text},
            importer::{ImportFile, Importer},
        },
        rules::{file_kind::FileKind, import_row::ImportRow},
        store,
    },
    platform::{
        csv::{Column, optional, required},
        http::{limits::NAME, problem::Result},
        table::Cell,
    },
};

/// Its columns.
pub const COLUMNS: &[Column] = &[
    required("email", "Address, by which the person signs in. Several rows give several roles."),
    required("name", "Name, as others see it."),
    optional("language", "`es` or `en`; empty = `es`."),
    required("organisation", "Code of the organisation."),
    required("role", "`admin`, `staff` or `viewer`; in the cooperative also `quality` or `finance`."),
];

const ROLES: [&str; 5] = ["admin", "staff", "viewer", "quality", "finance"];

/// Creates or updates people and adds roles; no role is removed.
pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
    for row in file.csv.rows() {
        let Some(new) = read(&mut importer.reader(file, row)) else { continue };
        let result = identity::upsert_person(importer.tx, new).await;
        importer.ok_or_report(file, row, result)?;
    }
    Ok(())
}

fn read(row: &mut ImportRow<'_>) -> Option<NewPerson> {
    let (email, name) = (row.email("email"), row.text::<NAME>("name"));
    let language =
        row.optional_or("language", Language::Es, |row, column| row.one_of(column, &["es", "en"], Language::from_word));
    let organisation_id: Option<OrganisationId> = row.reference("organisation", FileKind::Organisations);
    let role = row.one_of("role", &ROLES, Role::from_word);
    Some(NewPerson {
        email: email?,
        name: name?,
        language: language?,
        organisation_id: organisation_id?,
        role: role?,
        password: None,
    })
}

/// All people who are not disabled, once for each role.
pub async fn export_rows(exporter: &Exporter<'_>) -> Result<Vec<Vec<Cell>>> {
    let memberships = store::records::active_memberships(exporter.tx).await?;
    let people = store::records::active_people(exporter.tx).await?;
    let people: HashMap<PersonId, person::Model> = people.into_iter().map(|person| (person.id, person)).collect();
    let mut rows = Vec::with_capacity(memberships.len());
    for membership in memberships {
        let Some(person) = people.get(&membership.person_id) else { continue };
        let organisation = exporter.code(membership.organisation_id);
        let key = (person.email.clone(), organisation, membership.role.word());
        rows.push((key, person));
    }
    rows.sort_by(|(a, _), (b, _)| a.cmp(b));
    let row = |((email, organisation, role), person): ((String, String, &str), &person::Model)| {
        vec![text(email), text(&person.name), text(person.language.word()), text(organisation), text(role)]
    };
    Ok(rows.into_iter().map(row).collect())
}
