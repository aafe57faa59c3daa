//! `people.csv`: who may do what where. A file brings no passwords: administrators send each new person a link.

use entities::{
    identity::{membership, person},
    values::{Language, OrganisationId, Role},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{
    exchange::{
        cells::Cells,
        export::{Out, text},
        import::Import,
        kind::{Column, Kind, may, must},
        sheet::Sheet,
    },
    identity::{self, NewPerson},
    platform::{
        http::{limits::NAME, problem::Result},
        table::Cell,
    },
};

/// The columns.
pub const COLUMNS: &[Column] = &[
    must("email", "Address, by which the person signs in. Several rows give several roles."),
    must("name", "Name, as others see it."),
    may("language", "`es` or `en`; empty = `es`."),
    must("organisation", "Code of the organisation."),
    must("role", "`admin`, `staff` or `viewer`; in the cooperative also `quality` or `finance`."),
];

const ROLES: [&str; 5] = ["admin", "staff", "viewer", "quality", "finance"];

/// Makes people and gives them roles; nobody loses one.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Result<()> {
    for row in sheet.rows() {
        let Some(new) = read(&mut import.cells(sheet, row)) else { continue };
        let done = identity::put_person(import.tx, new).await;
        import.done(sheet, row, done)?;
    }
    Ok(())
}

fn read(cells: &mut Cells<'_>) -> Option<NewPerson> {
    let (email, name) = (cells.email("email"), cells.text::<NAME>("name"));
    let language = cells.or("language", Language::Es, |c, column| c.word(column, &["es", "en"], Language::from_word));
    let organisation_id: Option<OrganisationId> = cells.refer("organisation", Kind::Organisations);
    let role = cells.word("role", &ROLES, Role::from_word);
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
pub async fn rows(out: &Out<'_>) -> Result<Vec<Vec<Cell>>> {
    let live = membership::Entity::find().filter(membership::Column::EndedAt.is_null()).all(out.tx.db()).await?;
    let people = person::Entity::find().filter(person::Column::DisabledAt.is_null()).all(out.tx.db()).await?;
    let mut rows = Vec::with_capacity(live.len());
    for role in live {
        let Some(person) = people.iter().find(|p| p.id == role.person_id) else { continue };
        let key = (person.email.clone(), out.name(role.organisation_id), role.role.word());
        rows.push((key, person));
    }
    rows.sort_by(|(a, _), (b, _)| a.cmp(b));
    let row = |((email, organisation, role), person): ((String, String, &str), &person::Model)| {
        vec![text(email), text(&person.name), text(person.language.word()), text(organisation), text(role)]
    };
    Ok(rows.into_iter().map(row).collect())
}
