//! `segments.csv`: kinds of buyers.

use entities::buyers::segment;
use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    buyers,
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

/// Makes or renames segments.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Result<()> {
    for row in sheet.rows() {
        let Some((code, es, en)) = read(&mut import.cells(sheet, row)) else { continue };
        let stored = buyers::segments(import.tx).await?.into_iter().find(|s| s.code == code);
        let done = match stored {
            Some(stored) if (&stored.name_es, &stored.name_en) == (&es, &en) => Ok(stored),
            Some(stored) => buyers::rename_segment(import.tx, stored.id, Some("*"), es, en).await,
            None => buyers::put_segment(import.tx, &code, &es, &en).await,
        };
        if let Some(made) = import.done(sheet, row, done)? {
            import.learn(sheet, code, made.id);
        }
    }
    Ok(())
}

fn read(cells: &mut Cells<'_>) -> Option<(String, String, String)> {
    let (code, es) = (cells.code("code"), cells.text::<NAME>("name_es"));
    let en = cells.maybe_text::<NAME>("name_en");
    let (code, es, en) = (code?, es?, en?);
    let en = en.unwrap_or_else(|| es.clone());
    Some((code, es, en))
}

/// All segments.
pub async fn rows(out: &Out<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = segment::Entity::find().order_by_asc(segment::Column::Code).all(out.tx.db()).await?;
    Ok(all.into_iter().map(|s| vec![text(s.code), text(s.name_es), text(s.name_en)]).collect())
}
