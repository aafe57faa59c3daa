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
        http::{limits::NAME, problem::Result},
        table::Cell,
    },
};

/// The columns.
pub const COLUMNS: &[Column] = &[must("code", "Stable code."), must("name", "What people call it.")];

/// Makes or renames zones.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Result<()> {
    for row in sheet.rows() {
        let mut cells = import.cells(sheet, row);
        let (Some(code), Some(name)) = (cells.code("code"), cells.text::<NAME>("name")) else { continue };
        let stored = buyers::zones(import.tx).await?.into_iter().find(|z| z.code == code);
        let done = match stored {
            Some(stored) if stored.name == name => Ok(stored),
            Some(stored) => buyers::rename_zone(import.tx, stored.id, Some("*"), name).await,
            None => buyers::put_zone(import.tx, &code, &name).await,
        };
        if let Some(made) = import.done(sheet, row, done)? {
            import.learn(sheet, code, made.id);
        }
    }
    Ok(())
}

/// All zones.
pub async fn rows(out: &Out<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = zone::Entity::find().order_by_asc(zone::Column::Code).all(out.tx.db()).await?;
    Ok(all.into_iter().map(|z| vec![text(z.code), text(z.name)]).collect())
}
