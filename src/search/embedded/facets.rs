//! Applies the filters of a query to its hits, counts the facets and selects the page.

use std::collections::BTreeSet;

use entities::values::Allergen;
use uuid::Uuid;

use super::snapshot::{FacetKind, ProductRow, Snapshot};
use crate::search::{
    Facets, MAX_LIMIT, MAX_OFFSET, SearchQuery,
    rules::{free_of_counts, highest_first},
};

/// The filters of a query, as value ids of one snapshot.
pub struct Filters<'a> {
    among: Option<&'a BTreeSet<Uuid>>,
    families: Option<Vec<u32>>,
    places: Option<Vec<u32>>,
    makers: Option<Vec<u32>>,
    practices: Vec<Option<u32>>,
    free_of: Option<Vec<u32>>,
    months: u16,
}

/// The hits that match the filters.
pub struct FilteredHits {
    /// Ranks of the products on the page, best first.
    pub page: Vec<u32>,
    /// Number of products on all pages.
    pub total: u64,
    /// How many of them match all terms.
    pub matching_all: u64,
    /// Facet counts.
    pub facets: Facets,
}

impl<'a> Filters<'a> {
    /// The filters of `query`; `free_of` are the allergens that the query and its text exclude.
    pub fn new(snapshot: &Snapshot, query: &'a SearchQuery, free_of: &[Allergen]) -> Self {
        let any = |kind, names: &[String]| {
            let known = || names.iter().filter_map(|name| snapshot.value_id(kind, name)).collect();
            (!names.is_empty()).then(known)
        };
        // An allergen that no product has needs no filter.
        let values = || free_of.iter().filter_map(|one| snapshot.value_id(FacetKind::Allergen, one.word())).collect();
        Self {
            among: query.among.as_ref(),
            families: any(FacetKind::Family, &query.families),
            places: any(FacetKind::Place, &query.places),
            makers: any(FacetKind::Maker, &query.makers),
            practices: query.practices.iter().map(|name| snapshot.value_id(FacetKind::Practice, name)).collect(),
            free_of: (!free_of.is_empty()).then(values),
            months: query.month.map_or(0, month_bit),
        }
    }

    /// Whether there is no filter.
    pub fn is_empty(&self) -> bool {
        self.among.is_none()
            && self.families.is_none()
            && self.places.is_none()
            && self.makers.is_none()
            && self.practices.is_empty()
            && self.free_of.is_none()
            && self.months == 0
    }

    /// Whether the product matches all filters except those of which any value is enough.
    fn matches_others(&self, snapshot: &Snapshot, row: &ProductRow) -> bool {
        let practices = || snapshot.values(row, FacetKind::Practice);
        let allergens = || snapshot.values(row, FacetKind::Allergen);
        self.among.is_none_or(|among| among.contains(&row.id))
            && (self.months == 0 || row.months & self.months != 0)
            && self.free_of.as_ref().is_none_or(|free_of| !allergens().iter().any(|value| free_of.contains(value)))
            && self.practices.iter().all(|practice| practice.is_some_and(|practice| practices().contains(&practice)))
    }
}

fn month_bit(month: u32) -> u16 {
    month.checked_sub(1).and_then(|shift| 1_u16.checked_shl(shift)).unwrap_or_default()
}

fn matches_any(selected: Option<&Vec<u32>>, values: &[u32]) -> bool {
    selected.is_none_or(|selected| values.iter().any(|value| selected.contains(value)))
}

/// All visible products, for a query without text and filters. Facets are counted once per snapshot.
pub fn all_products(snapshot: &Snapshot, query: &SearchQuery) -> FilteredHits {
    let count = || {
        let mut counts = FacetCounts { values: vec![0; snapshot.names().len()], months: [0; 12] };
        for row in &snapshot.rows {
            counts.add(snapshot.all_values(row));
            counts.add_months(row.months);
        }
        counts.into_facets(snapshot, u64::try_from(snapshot.rows.len()).unwrap_or(u64::MAX))
    };
    let facets = snapshot.total_facets.get_or_init(count).clone();
    let page = (0..).take(snapshot.rows.len()).skip(query.offset.min(MAX_OFFSET)).take(query.limit.min(MAX_LIMIT));
    let total = u64::try_from(snapshot.rows.len()).unwrap_or(u64::MAX);
    FilteredHits { page: page.collect(), total, matching_all: total, facets }
}

/// Filters and counts `hits` (rank and score). `sorted` hits have no score and are in order of rank. `is_complete` says
/// of a score whether the product matches all terms.
pub fn filter_hits(
    snapshot: &Snapshot,
    filters: &Filters<'_>,
    query: &SearchQuery,
    hits: impl Iterator<Item = (u32, u32)>,
    sorted: bool,
    is_complete: impl Fn(u32) -> bool,
) -> FilteredHits {
    let mut matching_all = 0;
    let mut counts = FacetCounts { values: vec![0; snapshot.names().len()], months: [0; 12] };
    let mut keys: Vec<u64> = Vec::new();
    for (rank, score) in hits {
        let Some(row) = usize::try_from(rank).ok().and_then(|rank| snapshot.rows.get(rank)) else { continue };
        if !filters.matches_others(snapshot, row) {
            continue;
        }
        let family = matches_any(filters.families.as_ref(), snapshot.values(row, FacetKind::Family));
        let place = matches_any(filters.places.as_ref(), snapshot.values(row, FacetKind::Place));
        let maker = matches_any(filters.makers.as_ref(), snapshot.values(row, FacetKind::Maker));
        match (family, place, maker) {
            (true, true, true) => {
                counts.add(snapshot.all_values(row));
                counts.add_months(row.months);
                matching_all += u64::from(is_complete(score));
                // Smaller is better: more score first, then the smaller rank.
                keys.push((u64::from(u32::MAX - score) << 32) | u64::from(rank));
            }
            (true, false, true) => counts.add(snapshot.values(row, FacetKind::Place)),
            (false, true, true) => counts.add(snapshot.values(row, FacetKind::Family)),
            (true, true, false) => counts.add(snapshot.values(row, FacetKind::Maker)),
            _ => {}
        }
    }
    let total = u64::try_from(keys.len()).unwrap_or(u64::MAX);
    let facets = counts.into_facets(snapshot, total);
    FilteredHits { page: page(keys, query, sorted), total, matching_all, facets }
}

fn page(mut keys: Vec<u64>, query: &SearchQuery, sorted: bool) -> Vec<u32> {
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

struct FacetCounts {
    values: Vec<u32>,
    months: [u64; 12],
}

impl FacetCounts {
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
        let mut declared = Vec::new();
        for ((kind, name), count) in snapshot.names().iter().zip(self.values) {
            let list = match kind {
                FacetKind::Family => &mut facets.families,
                FacetKind::Place => &mut facets.places,
                FacetKind::Maker => &mut facets.makers,
                FacetKind::Practice => &mut facets.practices,
                FacetKind::Allergen => &mut declared,
            };
            if count > 0 {
                list.push((name.clone(), u64::from(count)));
            }
        }
        for list in [&mut facets.families, &mut facets.places, &mut facets.makers, &mut facets.practices] {
            *list = highest_first(std::mem::take(list));
        }
        facets.free_of = free_of_counts(declared, total);
        facets.months = (1..).zip(self.months).filter(|(_, count)| *count > 0).collect();
        facets
    }
}
