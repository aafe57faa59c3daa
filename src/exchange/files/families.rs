//! `families.csv`: families of products.

use entities::catalogue::family;
use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    catalogue::{self, NewFamily},
    exchange::{
        cells::Cells,
        export::{Out, text},
        import::Import,
        kind::{Column, may, must},
        sheet::Sheet,
    },
    platform::{
        http::{limits::NAME, problem::Result},
        table::Cell,
    },
};

/// The columns.
pub const COLUMNS: &[Column] = &[
    must("code", "Stable code."),
    must("name_es", "Name in Spanish."),
    may("name_en", "Name in English; empty = the Spanish one."),
];

/// Makes or renames families.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Result<()> {
    for row in sheet.rows() {
        let Some(new) = read(&mut import.cells(sheet, row)) else { continue };
        let done = catalogue::put_family(import.tx, new).await;
        if let Some(made) = import.done(sheet, row, done)? {
            import.learn(sheet, made.code, made.id);
        }
    }
    Ok(())
}

fn read(cells: &mut Cells<'_>) -> Option<NewFamily> {
    let (code, name_es) = (cells.code("code"), cells.text::<NAME>("name_es"));
    let name_en = cells.maybe_text::<NAME>("name_en")?;
    Some(NewFamily { code: code?, name_en: name_en.or_else(|| name_es.clone())?, name_es: name_es? })
}

/// All families.
pub async fn rows(out: &Out<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = family::Entity::find().order_by_asc(family::Column::Code).all(out.tx.db()).await?;
    Ok(all.into_iter().map(|f| vec![text(f.code), text(f.name_es), text(f.name_en)]).collect())
}
