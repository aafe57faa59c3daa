//! `zones.csv`: delivery areas.

use entities::buyers::zone;
use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    buyers,
    exchange::{
        export::{Out, text},
        import::Import,
        kind::{Column, must},
        sheet::Sheet,
    },
    platform::{
        http::{limits::NAME, problem::Answer},
        table::Cell,
    },
};

/// The columns.
pub const COLUMNS: &[Column] = &[must("code", "Stable code."), must("name", "What people call it.")];

/// Makes or renames zones.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Answer<()> {
    for row in sheet.rows() {
        let mut cells = import.cells(sheet, row);
        let (Some(code), Some(name)) = (cells.code("code"), cells.text::<NAME>("name")) else { continue };
        let stored = buyers::zones(import.work).await?.into_iter().find(|z| z.code == code);
        let done = match stored {
            Some(stored) if stored.name == name => Ok(stored),
            Some(stored) => buyers::rename_zone(import.work, stored.id, Some("*"), name).await,
            None => buyers::put_zone(import.work, &code, &name).await,
        };
        if let Some(made) = import.done(sheet, row, done)? {
            import.learn(sheet, code, made.id);
        }
    }
    Ok(())
}

/// All zones.
pub async fn rows(out: &Out<'_>) -> Answer<Vec<Vec<Cell>>> {
    let all = zone::Entity::find().order_by_asc(zone::Column::Code).all(out.work.db()).await?;
    Ok(all.into_iter().map(|z| vec![text(z.code), text(z.name)]).collect())
}
