//! Filtering what was found, counting what it could be narrowed to, and cutting out the wanted page.

use super::{
    super::{
        document::{Facets, MAX_LIMIT, MAX_OFFSET, Query},
        text::allergen_code,
    },
    snapshot::{Kind, Row, Snapshot},
};

/// The filters of a query in the numbers of one snapshot.
pub struct Filters {
    families: Option<Vec<u32>>,
    places: Option<Vec<u32>>,
    practices: Vec<Option<u32>>,
    free_of: Vec<u32>,
    months: u16,
}

/// What passed the filters.
pub struct Passed {
    /// Ranks of the page, best first.
    pub page: Vec<u32>,
    /// Products of all pages.
    pub total: u64,
    /// Counts.
    pub facets: Facets,
}

impl Filters {
    /// Reads the filters; `free_of` are the allergens of both the query and its text.
    pub fn new(snapshot: &Snapshot, query: &Query, free_of: &[String]) -> Self {
        let any = |kind, names: &[String]| {
            let known = || names.iter().filter_map(|name| snapshot.number_of(kind, name)).collect();
            (!names.is_empty()).then(known)
        };
        Self {
            families: any(Kind::Family, &query.families),
            places: any(Kind::Place, &query.places),
            practices: query.practices.iter().map(|name| snapshot.number_of(Kind::Practice, name)).collect(),
            free_of: free_of
                .iter()
                .filter_map(|name| snapshot.number_of(Kind::Allergen, &allergen_code(name)))
                .collect(),
            months: query.month.map_or(0, month_bit),
        }
    }

    /// Whether every product passes.
    pub fn is_empty(&self) -> bool {
        self.families.is_none()
            && self.places.is_none()
            && self.practices.is_empty()
            && self.free_of.is_empty()
            && self.months == 0
    }

    /// Whether the product passes all but the filters by family and place.
    fn passes_rest(&self, snapshot: &Snapshot, row: &Row) -> bool {
        let practices = || snapshot.values(row, Kind::Practice);
        let allergens = || snapshot.values(row, Kind::Allergen);
        (self.months == 0 || row.months & self.months != 0)
            && (self.free_of.is_empty() || !allergens().iter().any(|value| self.free_of.contains(value)))
            && self.practices.iter().all(|wanted| wanted.is_some_and(|wanted| practices().contains(&wanted)))
    }
}

fn month_bit(month: u32) -> u16 {
    month.checked_sub(1).and_then(|shift| 1_u16.checked_shl(shift)).unwrap_or_default()
}

fn passes(wanted: Option<&Vec<u32>>, values: &[u32]) -> bool {
    wanted.is_none_or(|wanted| values.iter().any(|value| wanted.contains(value)))
}

/// All visible products, when nothing in particular is asked for: counted once for a snapshot.
pub fn all(snapshot: &Snapshot, query: &Query) -> Passed {
    let counted = || {
        let mut counts = Counts { values: vec![0; snapshot.names().len()], months: [0; 12] };
        for row in &snapshot.rows {
            counts.add(snapshot.all_values(row));
            counts.add_months(row.months);
        }
        counts.into_facets(snapshot, u64::try_from(snapshot.rows.len()).unwrap_or(u64::MAX))
    };
    let facets = snapshot.all.get_or_init(counted).clone();
    let page = (0..).take(snapshot.rows.len()).skip(query.offset.min(MAX_OFFSET)).take(query.limit.min(MAX_LIMIT));
    Passed { page: page.collect(), total: u64::try_from(snapshot.rows.len()).unwrap_or(u64::MAX), facets }
}

/// Filters and counts `hits` (rank and points); `by_rank` tells that they come without points, in the order of ranks.
pub fn pass(
    snapshot: &Snapshot,
    filters: &Filters,
    query: &Query,
    hits: impl Iterator<Item = (u32, u32)>,
    by_rank: bool,
) -> Passed {
    let mut counts = Counts { values: vec![0; snapshot.names().len()], months: [0; 12] };
    let mut keys: Vec<u64> = Vec::new();
    for (rank, points) in hits {
        let Some(row) = usize::try_from(rank).ok().and_then(|rank| snapshot.rows.get(rank)) else { continue };
        if !filters.passes_rest(snapshot, row) {
            continue;
        }
        let family = passes(filters.families.as_ref(), snapshot.values(row, Kind::Family));
        let place = passes(filters.places.as_ref(), snapshot.values(row, Kind::Place));
        match (family, place) {
            (true, true) => {
                counts.add(snapshot.all_values(row));
                counts.add_months(row.months);
                // Smaller is better: more points first, then the smaller rank.
                keys.push((u64::from(u32::MAX - points) << 32) | u64::from(rank));
            }
            (true, false) => counts.add(snapshot.values(row, Kind::Place)),
            (false, true) => counts.add(snapshot.values(row, Kind::Family)),
            (false, false) => {}
        }
    }
    let total = keys.len();
    let facets = counts.into_facets(snapshot, u64::try_from(total).unwrap_or(u64::MAX));
    Passed { page: page(keys, query, by_rank), total: u64::try_from(total).unwrap_or(u64::MAX), facets }
}

fn page(mut keys: Vec<u64>, query: &Query, sorted: bool) -> Vec<u32> {
    let from = query.offset.min(MAX_OFFSET);
    let to = from.saturating_add(query.limit.min(MAX_LIMIT)).min(keys.len());
    if !sorted && to > 0 {
        if to < keys.len() {
            keys.select_nth_unstable(to);
            keys.truncate(to);
        }
        keys.sort_unstable();
    }
    let rank = |key: &u64| u32::try_from(key & u64::from(u32::MAX)).unwrap_or(u32::MAX);
    keys.get(from..to).unwrap_or_default().iter().map(rank).collect()
}

struct Counts {
    values: Vec<u32>,
    months: [u64; 12],
}

impl Counts {
    fn add(&mut self, values: &[u32]) {
        for value in values {
            if let Some(count) = usize::try_from(*value).ok().and_then(|value| self.values.get_mut(value)) {
                *count += 1;
            }
        }
    }

    fn add_months(&mut self, months: u16) {
        for (month, count) in self.months.iter_mut().enumerate() {
            *count += u64::from((months >> month) & 1);
        }
    }

    fn into_facets(self, snapshot: &Snapshot, total: u64) -> Facets {
        let mut facets = Facets::default();
        for ((kind, name), count) in snapshot.names().iter().zip(self.values) {
            let count = u64::from(count);
            let (list, count) = match kind {
                Kind::Family => (&mut facets.families, count),
                Kind::Place => (&mut facets.places, count),
                Kind::Practice => (&mut facets.practices, count),
                Kind::Allergen => (&mut facets.free_of, total.saturating_sub(count)),
            };
            if count > 0 {
                list.push((name.clone(), count));
            }
        }
        for list in [&mut facets.families, &mut facets.places, &mut facets.practices, &mut facets.free_of] {
            list.sort_unstable_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
        }
        facets.months = (1..).zip(self.months).filter(|(_, count)| *count > 0).collect();
        facets
    }
}
