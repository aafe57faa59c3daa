//! The codes of records.

use entities::{
    buyers::{buyer, segment, zone},
    catalogue::{family, price_list, product},
    certification::certificate,
    cycles::cycle,
    identity::organisation,
    members::{decision, season, workshop},
    orders::standing_order,
};
use sea_orm::{EntityTrait, QuerySelect};
use uuid::Uuid;

use crate::{
    import_export::rules::file_kind::FileKind,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// The codes of all records of a kind with their ids; empty for kinds that rows do not refer to by a code.
pub async fn list(tx: &UnitOfWork, kind: FileKind) -> Result<Vec<(String, Uuid)>> {
    macro_rules! codes {
        ($noun:ident, $column:ident) => {
            $noun::Entity::find()
                .select_only()
                .column($noun::Column::$column)
                .column($noun::Column::Id)
                .into_tuple()
                .all(tx.db())
                .await?
        };
    }
    Ok(match kind {
        FileKind::Seasons => codes!(season, Code),
        FileKind::Decisions => codes!(decision, Code),
        FileKind::Segments => codes!(segment, Code),
        FileKind::Zones => codes!(zone, Code),
        FileKind::Families => codes!(family, Code),
        FileKind::Organisations => codes!(organisation, Code),
        FileKind::Buyers => codes!(buyer, Code),
        FileKind::Workshops => codes!(workshop, Code),
        FileKind::Products => codes!(product, Code),
        FileKind::Certificates => codes!(certificate, Number),
        FileKind::Prices => codes!(price_list, Code),
        FileKind::Cycles => codes!(cycle, Code),
        FileKind::StandingOrders => codes!(standing_order, Code),
        FileKind::People
        | FileKind::DeliveryPoints
        | FileKind::Shares
        | FileKind::Authorisations
        | FileKind::Pauses
        | FileKind::Offers
        | FileKind::StandingOrderPauses
        | FileKind::Orders
        | FileKind::Arrivals => Vec::new(),
    })
}
