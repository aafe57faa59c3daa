//! Local search among assignments that respect every minimum batch. A change is kept if it is feasible and improves
//! the sorted ratios.

use std::cmp::Ordering;

use super::super::ratio::Ratio;
use super::super::rounding::Assignment;

/// Improves an assignment by local search. Each change examined reduces `budget` by one.
pub(super) fn improve<'a>(assignment: Assignment<'a>, budget: &mut usize) -> Assignment<'a> {
    let (workshops, arcs) = (assignment.problem.workshops.len(), assignment.problem.arcs.len());
    let mut search =
        LocalSearch { assignment, budget, revision: 1, changed_at: vec![1; workshops], examined_at: vec![0; arcs] };
    while search.pass() {}
    search.assignment
}

/// Most lots that an arc can take within its capacity and its workshop's limit.
pub(super) fn max_lots(assignment: &Assignment<'_>, arc: usize) -> i64 {
    let workshop = assignment.problem.arcs[arc].workshop;
    let value = assignment.problem.value_of(arc, 1);
    let within_limit = match assignment.problem.workshops[workshop].limit {
        Some(limit) if value > 0 => {
            i64::try_from(limit.saturating_sub(assignment.values[workshop]) / value).unwrap_or(i64::MAX)
        }
        _ => i64::MAX,
    };
    within_limit.min(assignment.residual_capacity(arc))
}

/// Compares two arcs by the ratios of their workshops.
pub(super) fn compare_by_ratio(assignment: &Assignment<'_>, a: usize, b: usize) -> Ordering {
    assignment.ratio_of_arc(a).compare(assignment.ratio_of_arc(b)).then(a.cmp(&b))
}

/// Compares two sorted vectors of ratios.
pub(super) fn compare_lexicographically(a: &[Ratio], b: &[Ratio]) -> Ordering {
    a.iter().zip(b).map(|(a, b)| a.compare(*b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

/// Lots added to (or, if negative, removed from) an arc.
type Change = (usize, i64);

/// The state of a search. A change that was rejected is examined again only after one of its workshops has changed.
struct LocalSearch<'a, 'b> {
    assignment: Assignment<'a>,
    /// Changes that may still be examined.
    budget: &'b mut usize,
    /// Number of changes kept.
    revision: u64,
    /// Revision at which each workshop last changed.
    changed_at: Vec<u64>,
    /// Revision at which changes that add to an arc were last examined.
    examined_at: Vec<u64>,
}

impl LocalSearch<'_, '_> {
    /// Examines every change once; returns whether one was kept and the budget is not used up.
    fn pass(&mut self) -> bool {
        let problem = self.assignment.problem;
        let before = self.revision;
        for product in (0..problem.products.len()).filter(|product| problem.products[*product].lot_value > 0) {
            for arc in problem.product_arcs(product) {
                let examined_at = self.examined_at[arc];
                let has_changed =
                    |search: &Self, arc: usize| search.changed_at[problem.arcs[arc].workshop] > examined_at;
                if !problem.product_arcs(product).any(|maker| has_changed(self, maker)) {
                    continue;
                }
                self.examined_at[arc] = self.revision;
                self.try_fill(arc);
                self.try_close(arc);
                for other in problem.product_arcs(product) {
                    if other == arc
                        || self.assignment.lots[other] == 0
                        || !(has_changed(self, arc) || has_changed(self, other))
                    {
                        continue;
                    }
                    self.try_transfer(other, arc);
                    self.try_swap(other, arc);
                    if *self.budget == 0 {
                        return false;
                    }
                }
            }
        }
        self.revision > before
    }

    /// Applies changes if they are feasible and fairer; returns whether they were kept.
    fn try_changes(&mut self, changes: &[Change]) -> bool {
        *self.budget = self.budget.saturating_sub(1);
        let problem = self.assignment.problem;
        let mut workshops: Vec<usize> = changes.iter().map(|change| problem.arcs[change.0].workshop).collect();
        workshops.sort_unstable();
        workshops.dedup();
        let feasible = changes.iter().all(|(arc, change)| {
            let lots = self.assignment.lots[*arc] + change;
            lots >= 0 && lots <= problem.arcs[*arc].capacity && self.assignment.batch_allows(*arc, lots)
        });
        if !feasible {
            return false;
        }
        let before = self.sorted_ratios(&workshops);
        self.apply(changes, false);
        let after = self.sorted_ratios(&workshops);
        let within_limits = workshops.iter().all(|workshop| {
            let value = self.assignment.values[*workshop];
            problem.workshops[*workshop].limit.is_none_or(|limit| value <= limit)
        });
        let within_demand = changes.iter().all(|(arc, _)| {
            let product = problem.arcs[*arc].product;
            self.assignment.totals[product] <= problem.products[product].demand
        });
        let keep = within_limits && within_demand && compare_lexicographically(&after, &before) == Ordering::Greater;
        if keep {
            self.revision += 1;
            workshops.iter().for_each(|workshop| self.changed_at[*workshop] = self.revision);
        } else {
            self.apply(changes, true);
        }
        keep
    }

    fn sorted_ratios(&self, workshops: &[usize]) -> Vec<Ratio> {
        let mut ratios: Vec<Ratio> = workshops.iter().map(|workshop| self.assignment.ratio(*workshop)).collect();
        ratios.sort_by(|a, b| a.compare(*b));
        ratios
    }

    /// Applies changes, or reverts them. Lots are removed before others are added, so that no sum overflows.
    fn apply(&mut self, changes: &[Change], revert: bool) {
        let adds = |change: i64| (change > 0) != revert;
        for (arc, change) in changes.iter().filter(|(_, change)| !adds(*change)) {
            self.assignment.remove(*arc, change.abs());
        }
        for (arc, change) in changes.iter().filter(|(_, change)| adds(*change)) {
            self.assignment.add(*arc, change.abs());
        }
    }

    /// Adds unserved lots to an arc; if that is not enough for its batch, collects the rest from the makers with the
    /// highest ratios.
    fn try_fill(&mut self, arc: usize) {
        let problem = self.assignment.problem;
        let product = problem.arcs[arc].product;
        let unserved = problem.products[product].demand - self.assignment.totals[product];
        let available = max_lots(&self.assignment, arc).min(unserved);
        let mut kept = available > 0 && self.try_changes(&[(arc, available)]);
        let missing = (problem.arcs[arc].min_batch - self.assignment.lots[arc]).max(1);
        if kept || missing == 1 {
            return;
        }
        let needed = missing - unserved.min(missing);
        let mut givers: Vec<usize> =
            problem.product_arcs(product).filter(|giver| *giver != arc && self.assignment.lots[*giver] > 0).collect();
        givers.sort_by(|a, b| compare_by_ratio(&self.assignment, *b, *a));
        for close_givers in [false, true] {
            let mut changes = vec![(arc, missing)];
            let mut left = needed;
            for giver in &givers {
                let (lots, batch) = (self.assignment.lots[*giver], problem.arcs[*giver].min_batch);
                let given = if close_givers && left >= lots { lots } else { (lots - batch).max(0).min(left) };
                if given > 0 {
                    changes.push((*giver, -given));
                    left -= given;
                }
            }
            kept |= left == 0 && !kept && self.try_changes(&changes);
        }
    }

    /// Gives all lots of an arc to the other makers, lowest ratio first.
    fn try_close(&mut self, arc: usize) {
        let lots = self.assignment.lots[arc];
        if lots == 0 {
            return;
        }
        let problem = self.assignment.problem;
        let mut takers: Vec<usize> = problem
            .product_arcs(problem.arcs[arc].product)
            .filter(|taker| *taker != arc && self.assignment.lots[*taker] > 0)
            .collect();
        takers.sort_by(|a, b| compare_by_ratio(&self.assignment, *a, *b));
        let mut changes = vec![(arc, -lots)];
        let mut left = lots;
        for taker in takers {
            let taken = max_lots(&self.assignment, taker).min(left);
            if taken > 0 {
                changes.push((taker, taken));
                left -= taken;
            }
        }
        if changes.len() > 1 {
            self.try_changes(&changes);
        }
    }

    /// Transfers lots of one product to a workshop with a lower ratio: one lot, enough for equal ratios, a batch, or
    /// all.
    fn try_transfer(&mut self, from: usize, to: usize) {
        let problem = self.assignment.problem;
        let (high, low) = (self.assignment.ratio_of_arc(from), self.assignment.ratio_of_arc(to));
        if high.compare(low) != Ordering::Greater {
            return;
        }
        let lots = self.assignment.lots[from];
        let equalising = equalising_lots(high, low, problem.value_of(from, 1));
        let mut quantities = vec![
            1,
            equalising,
            equalising.saturating_add(1),
            lots - problem.arcs[from].min_batch,
            (problem.arcs[to].min_batch - self.assignment.lots[to]).max(1),
            lots,
            max_lots(&self.assignment, to),
        ];
        quantities.retain(|quantity| *quantity > 0 && *quantity <= lots);
        quantities.sort_unstable();
        quantities.dedup();
        for quantity in quantities.into_iter().rev() {
            if self.try_changes(&[(from, -quantity), (to, quantity)]) {
                return;
            }
        }
    }

    /// Two workshops swap products: all lots of one against all lots of the other.
    fn try_swap(&mut self, from: usize, to: usize) {
        let problem = self.assignment.problem;
        let (giver, taker) = (problem.arcs[from].workshop, problem.arcs[to].workshop);
        for &returned in &problem.workshop_arcs[taker] {
            let arcs = problem.product_arcs(problem.arcs[returned].product);
            if problem.arcs[returned].product == problem.arcs[from].product || self.assignment.lots[returned] == 0 {
                continue;
            }
            let Ok(position) = problem.arcs[arcs.clone()].binary_search_by_key(&giver, |arc| arc.workshop) else {
                continue;
            };
            let (given, back) = (self.assignment.lots[from], self.assignment.lots[returned]);
            let changes = [(from, -given), (to, given), (returned, -back), (arcs.start + position, back)];
            if self.try_changes(&changes) {
                return;
            }
        }
    }
}

/// Lots that would make two ratios equal, rounded down: a candidate for the search, not a decision.
fn equalising_lots(high: Ratio, low: Ratio, value: u128) -> i64 {
    let products = (high.numerator.checked_mul(low.denominator), low.numerator.checked_mul(high.denominator));
    let (Some(a), Some(b)) = products else { return 0 };
    let per_lot = value.saturating_mul(high.denominator + low.denominator).max(1);
    i64::try_from(a.saturating_sub(b) / per_lot).unwrap_or(i64::MAX)
}
