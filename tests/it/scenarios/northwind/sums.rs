//! The sums that must hold, reckoned from the wholesaler's file alone.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
    process::Command,
};

use entities::{
    buyers::buyer,
    catalogue::product,
    cycles::cycle,
    invoicing::invoice,
    members::workshop,
    settlement::{payout, pool, pool_share, statement, statement_line},
    values::{InvoiceState, PayoutState, PoolId, PoolState, StatementLineKind, WorkshopId},
};
use minga::platform::{app::App, unit_of_work::Actor};
use sea_orm::EntityTrait;

use super::{file::Northwind, files};
use crate::support::{program, skip};

/// Sales of the file: by cycle and buyer, and by cycle and product.
struct Sales {
    by_buyer: BTreeMap<(String, String), i64>,
    by_product: BTreeMap<(String, String), i64>,
}

fn sales(northwind: &Northwind) -> Sales {
    let (mut by_buyer, mut by_product) = (BTreeMap::new(), BTreeMap::new());
    for order in &northwind.orders {
        *by_buyer.entry((order.month.clone(), order.customer.clone())).or_default() += order.net();
        for line in &order.lines {
            *by_product.entry((order.month.clone(), format!("P{:02}", line.product))).or_default() += line.net();
        }
    }
    Sales { by_buyer, by_product }
}

/// Ten per cent, half a cent up.
fn commission(share: i64) -> i64 {
    (share + 5) / 10
}

/// Holds what the installation knows against the file.
pub async fn hold(node: &App, northwind: &Northwind) -> anyhow::Result<()> {
    let tx = node.read(Actor::System).await?;
    let db = tx.db();
    let cycles: HashMap<_, _> = cycle::Entity::find().all(db).await?.into_iter().map(|c| (c.id, c.code)).collect();
    let buyers: HashMap<_, _> = buyer::Entity::find().all(db).await?.into_iter().map(|b| (b.id, b)).collect();
    let products: HashMap<_, _> = product::Entity::find().all(db).await?.into_iter().map(|p| (p.id, p.code)).collect();
    let wanted = sales(northwind);

    let mut invoiced: BTreeMap<(String, String), i64> = BTreeMap::new();
    for invoice in invoice::Entity::find().all(db).await? {
        assert_eq!((invoice.state, invoice.paid, invoice.tax.0), (InvoiceState::Paid, invoice.total, 0));
        let cycle = cycles[&invoice.cycle_id.expect("an invoice is of one delivery")].clone();
        *invoiced.entry((cycle, buyers[&invoice.buyer_id].code.clone())).or_default() += invoice.net.0;
    }
    assert_eq!(invoiced, wanted.by_buyer, "net sales by cycle and buyer");
    assert!(buyers.values().all(|buyer| buyer.exposure.0 == 0), "everybody has paid");

    let pools = pool::Entity::find().all(db).await?;
    assert!(pools.iter().all(|pool| pool.state == PoolState::Settled && pool.paid_net == pool.net));
    let pooled: BTreeMap<_, _> =
        pools.iter().map(|p| ((cycles[&p.cycle_id].clone(), products[&p.product_id].clone()), p.net.0)).collect();
    assert_eq!(pooled, wanted.by_product, "the pools by cycle and product");

    let makers = makers(northwind, &pools, &products);
    each_cent_has_one_place(db, &pools, &makers).await
}

/// The units that the mapping lets make each pool's product.
fn makers(
    northwind: &Northwind,
    pools: &[pool::Model],
    products: &HashMap<entities::values::ProductId, String>,
) -> HashMap<PoolId, Vec<String>> {
    let of = |pool: &pool::Model| {
        let number = products[&pool.product_id][1..].parse().unwrap();
        files::makers(northwind, number).into_iter().map(|workshop| format!("U{workshop:02}")).collect()
    };
    pools.iter().map(|pool| (pool.id, of(pool))).collect()
}

/// A pool is shared by accepted units to less than a cent each, and all of it: what a statement states less the
/// commission is what was paid out.
async fn each_cent_has_one_place(
    db: &impl sea_orm::ConnectionTrait,
    pools: &[pool::Model],
    makers: &HashMap<PoolId, Vec<String>>,
) -> anyhow::Result<()> {
    let workshops: HashMap<WorkshopId, String> =
        workshop::Entity::find().all(db).await?.into_iter().map(|u| (u.id, u.code)).collect();
    let statements = statement::Entity::find().all(db).await?;
    let workshop_of: HashMap<_, _> = statements.iter().map(|s| (s.id, s.workshop_id)).collect();
    let mut stated: BTreeMap<(PoolId, WorkshopId), (i64, i64)> = BTreeMap::new();
    let mut paid_out: HashMap<_, i64> = HashMap::new();
    for line in statement_line::Entity::find().all(db).await? {
        let at = stated.entry((line.pool_id.expect("all is of a pool"), workshop_of[&line.statement_id])).or_default();
        match line.kind {
            StatementLineKind::Share => at.0 += line.amount.0,
            StatementLineKind::Commission => at.1 -= line.amount.0,
            kind => panic!("{kind:?} has no place here"),
        }
        *paid_out.entry(line.statement_id).or_default() += line.amount.0;
    }
    for statement in &statements {
        assert_eq!(paid_out[&statement.id], statement.total.0);
    }
    let payouts = payout::Entity::find().all(db).await?;
    assert!(payouts.iter().all(|payout| payout.state == PayoutState::Confirmed));
    let confirmed: HashMap<_, _> = payouts.iter().map(|p| (p.statement_id, p.amount.0)).collect();
    assert_eq!((confirmed.len(), &confirmed), (payouts.len(), &paid_out), "each statement is paid once");

    let mut shares: HashMap<PoolId, Vec<pool_share::Model>> = HashMap::new();
    for share in pool_share::Entity::find().all(db).await? {
        shares.entry(share.pool_id).or_default().push(share);
    }
    for pool in pools {
        let shares = &shares[&pool.id];
        let accepted: i128 = shares.iter().map(|share| i128::from(share.accepted)).sum();
        let mut whole = 0;
        for share in shares {
            assert!(makers[&pool.id].contains(&workshops[&share.workshop_id]), "only who can make it has a share");
            let (gross, kept) = stated.remove(&(pool.id, share.workshop_id)).unwrap_or_default();
            let due = i128::from(pool.net.0) * i128::from(share.accepted);
            assert!((i128::from(gross) * accepted - due).abs() < accepted, "{gross} of {}", pool.net.0);
            assert_eq!(kept, commission(gross));
            whole += gross;
        }
        assert_eq!(whole, pool.net.0, "every cent of a pool is in exactly one line");
    }
    assert!(stated.is_empty(), "no line states what no pool has");
    Ok(())
}

/// hledger accepts the ledger; what it finds in the bank is the commission, and nobody owes anything.
pub fn ledger_agrees(northwind: &Northwind, journal: &Path) {
    let text = std::fs::read_to_string(journal).unwrap();
    let sold: i64 = northwind.orders.iter().map(super::file::Order::net).sum();
    assert!(text.contains("assets:bank") && sold > 0);
    let Some(hledger) = program("hledger") else { return skip("hledger is not installed") };
    let run = |arguments: &[&str]| {
        let out = Command::new(&hledger).arg("-f").arg(journal).args(arguments).output().unwrap();
        assert!(out.status.success(), "hledger {arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    };
    run(&["check"]);
    let balances = |query: &[&str]| -> BTreeMap<String, i64> {
        let table = run(&[&["balance", "--flat", "--no-total", "-O", "csv"], query].concat());
        let mut rows = csv::Reader::from_reader(table.as_bytes());
        rows.records().map(|row| row.unwrap()).map(|row| (row[0].to_owned(), cents(&row[1]))).collect()
    };
    let left = balances(&[]);
    let kept = left.get("assets:bank").copied().unwrap_or_default();
    let both = BTreeMap::from([("assets:bank".to_owned(), kept), ("income:commission".to_owned(), -kept)]);
    assert_eq!(left, both, "all other accounts are even");
    let received: i64 = balances(&["assets:bank", "amt:>0"]).values().sum();
    assert_eq!(received, sold, "what came into the bank is what was sold");
    assert!((kept - sold / 10).abs() < 5_000, "about a tenth stays: {kept} of {sold}");
}

/// `USD 12.90` is 1290.
fn cents(amount: &str) -> i64 {
    amount.strip_prefix("USD ").unwrap_or(amount).replace(['.', ','], "").parse().unwrap()
}
