//! The benches in small: what `make bench` measures works, on both databases, and leaves nothing unlawful behind.

use std::time::Duration;

use crate::{
    numbers::{closing, figures, orders},
    support::{TestApp, both},
};

both!(
    async fn orders_are_placed_over_http(app: TestApp) -> anyhow::Result<()> {
        let plan = orders::Plan { levels: &[1, 4], rounds: 1, turn: Duration::from_millis(300), pinned: false };
        let placing = orders::measure(app, plan).await?;
        assert_eq!(placing.levels.len(), 2);
        assert!(placing.levels.iter().all(|level| level.orders > 0.0 && level.raw > 0.0 && level.one_row > 0.0));
        Ok(())
    }
);

both!(
    async fn a_cycle_closes_lawfully(app: TestApp) -> anyhow::Result<()> {
        let closing = closing::measure(&app, 1_000, 2).await?;
        assert!(closing.quotas > 20 && closing.rows > closing.quotas && closing.whole > 0.0);
        Ok(())
    }
);

#[test]
fn figures_are_reckoned_right() {
    let square: Vec<(f64, f64)> = [10.0, 100.0, 1_000.0].map(|size: f64| (size, 3.0 * size.powf(1.5))).into();
    assert!((figures::exponent(&square) - 1.5).abs() < 1e-9);
    let times: Vec<Duration> = (1..=100).map(Duration::from_millis).collect();
    assert_eq!(figures::percentile(&times, 0.99), Duration::from_millis(99));
    assert!((figures::median(&[3.0, 1.0, 2.0, 10.0]) - 2.5).abs() < 1e-9);
    assert_eq!(figures::grouped(1_234_567), "1,234,567");
}
