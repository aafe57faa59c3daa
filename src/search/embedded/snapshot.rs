//! In-memory snapshot of one commit. Every visible product has a rank, its position by fairness and code, which breaks
//! ties between equally relevant products; facets and filters read value ids from memory.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use tantivy::{
    InvertedIndexReader, Searcher, SegmentReader,
    columnar::{Column, StrColumn},
    schema::Field,
};
use uuid::Uuid;

use super::schema::{Fields, column};
use crate::search::Facets;

/// In place of a rank: the product is deleted or not published.
pub const NOT_VISIBLE: u32 = u32::MAX;
/// Maximum number of values of one facet per product.
const MAX_VALUES: usize = 255;

/// A facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FacetKind {
    Family,
    Place,
    Maker,
    Practice,
    Allergen,
}

/// A visible product with its facet values.
pub struct ProductRow {
    pub id: Uuid,
    pub months: u16,
    /// Number of words in the Spanish and the English name, without stop words.
    pub name_words: (u8, u8),
    first: u32,
    places: u8,
    makers: u8,
    practices: u8,
    allergens: u8,
}

/// The postings of one segment, and the rank of each of its documents.
pub struct Segment {
    reader: SegmentReader,
    inverted: HashMap<Field, Arc<InvertedIndexReader>>,
    ranks: Vec<u32>,
}

/// One state of the index, ready to be searched.
pub struct Snapshot {
    /// The segments of the index.
    pub segments: Vec<Segment>,
    /// Visible products by rank.
    pub rows: Vec<ProductRow>,
    /// Facet counts of all visible products, computed on first use.
    pub total_facets: OnceLock<Facets>,
    values: Vec<u32>,
    names: Vec<(FacetKind, String)>,
    numbers: HashMap<(FacetKind, String), u32>,
}

impl Segment {
    /// The postings of a field.
    pub fn inverted(&self, field: Field) -> Option<&InvertedIndexReader> {
        self.inverted.get(&field).map(Arc::as_ref)
    }

    /// The rank of a document, or [`NOT_VISIBLE`].
    pub fn rank(&self, document: u32) -> u32 {
        usize::try_from(document).ok().and_then(|place| self.ranks.get(place)).copied().unwrap_or(NOT_VISIBLE)
    }
}

impl ProductRow {
    fn part(&self, skip: usize, take: u8) -> std::ops::Range<usize> {
        let first = usize::try_from(self.first).unwrap_or(usize::MAX).saturating_add(skip);
        first..first.saturating_add(usize::from(take))
    }
}

impl Snapshot {
    /// Loads the state of `searcher`. Reads all products, so it runs after a commit, not during a search.
    pub fn load(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Self> {
        let mut snapshot = Self {
            segments: Vec::new(),
            rows: Vec::new(),
            total_facets: OnceLock::new(),
            values: Vec::new(),
            names: Vec::new(),
            numbers: HashMap::new(),
        };
        let mut visible = Vec::new();
        for (number, reader) in searcher.segment_readers().iter().enumerate() {
            let columns = Columns::open(reader, fields)?;
            let codes = dictionary(columns.code.as_ref())?;
            let published = reader.doc_ids_alive().filter(|document| columns.published.first(*document) == Some(1));
            for document in published {
                let code = ordinals(columns.code.as_ref(), document).next().and_then(|place| codes.get(place)).cloned();
                visible.push((columns.fairness.first(document).unwrap_or_default(), code, number, document));
            }
            let mut inverted = HashMap::new();
            for field in fields.searched() {
                inverted.insert(field, reader.inverted_index(field)?);
            }
            let ranks = vec![NOT_VISIBLE; usize::try_from(reader.max_doc()).unwrap_or_default()];
            snapshot.segments.push(Segment { reader: reader.clone(), inverted, ranks });
        }
        visible.sort_unstable();
        snapshot.fill(&visible, fields)?;
        Ok(snapshot)
    }

    fn fill(&mut self, visible: &[(i64, Option<String>, usize, u32)], fields: &Fields) -> tantivy::Result<()> {
        let mut sources = Vec::with_capacity(self.segments.len());
        for segment in &self.segments {
            let columns = Columns::open(&segment.reader, fields)?;
            let mut tables = Vec::new();
            for (kind, strings) in &columns.facets {
                let names = dictionary(strings.as_ref())?;
                tables.push(
                    names.into_iter().map(|name| number(&mut self.names, &mut self.numbers, *kind, name)).collect(),
                );
            }
            sources.push((columns, tables));
        }
        self.rows.reserve_exact(visible.len());
        for (rank, (_, _, place, document)) in visible.iter().enumerate() {
            let Some((columns, tables)) = sources.get(*place) else { continue };
            let rank = u32::try_from(rank).unwrap_or(NOT_VISIBLE);
            let slot = usize::try_from(*document).unwrap_or(usize::MAX);
            if let Some(known) = self.segments.get_mut(*place).and_then(|segment| segment.ranks.get_mut(slot)) {
                *known = rank;
            }
            self.rows.push(columns.row(*document, tables, &mut self.values));
        }
        self.values.shrink_to_fit();
        Ok(())
    }

    /// Id of a facet value; `None` if no product has it.
    pub fn value_id(&self, kind: FacetKind, name: &str) -> Option<u32> {
        self.numbers.get(&(kind, name.to_owned())).copied()
    }

    /// FacetKind and name of every value, by number.
    pub fn names(&self) -> &[(FacetKind, String)] {
        &self.names
    }

    /// Ids of a product's values of one kind.
    pub fn values(&self, row: &ProductRow, kind: FacetKind) -> &[u32] {
        let [places, makers, practices] = [row.places, row.makers, row.practices].map(usize::from);
        let part = match kind {
            FacetKind::Family => row.part(0, 1),
            FacetKind::Place => row.part(1, row.places),
            FacetKind::Maker => row.part(1 + places, row.makers),
            FacetKind::Practice => row.part(1 + places + makers, row.practices),
            FacetKind::Allergen => row.part(1 + places + makers + practices, row.allergens),
        };
        self.values.get(part).unwrap_or_default()
    }

    /// All values of a product.
    pub fn all_values(&self, row: &ProductRow) -> &[u32] {
        let all = [1, row.places, row.makers, row.practices, row.allergens]
            .iter()
            .map(|count| usize::from(*count))
            .sum::<usize>();
        let part = row.part(0, 0);
        self.values.get(part.start..part.start.saturating_add(all)).unwrap_or_default()
    }
}

fn number(
    names: &mut Vec<(FacetKind, String)>,
    numbers: &mut HashMap<(FacetKind, String), u32>,
    kind: FacetKind,
    name: String,
) -> u32 {
    *numbers.entry((kind, name.clone())).or_insert_with(|| {
        names.push((kind, name));
        u32::try_from(names.len() - 1).unwrap_or(u32::MAX)
    })
}

/// The columns of one segment.
struct Columns {
    id: (Column<u64>, Column<u64>),
    code: Option<StrColumn>,
    published: Column<u64>,
    fairness: Column<i64>,
    months: Column<u64>,
    lengths: [tantivy::fieldnorm::FieldNormReader; 2],
    /// In the order in which a row keeps its values.
    facets: [(FacetKind, Option<StrColumn>); 5],
}

impl Columns {
    fn open(reader: &SegmentReader, fields: &Fields) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        Ok(Self {
            id: (fast.u64(column::ID_HIGH)?, fast.u64(column::ID_LOW)?),
            code: fast.str(column::CODE)?,
            published: fast.u64(column::PUBLISHED)?,
            fairness: fast.i64(column::FAIRNESS)?,
            months: fast.u64(column::MONTHS)?,
            lengths: [reader.get_fieldnorms_reader(fields.name_es)?, reader.get_fieldnorms_reader(fields.name_en)?],
            facets: [
                (FacetKind::Family, fast.str(column::FAMILY)?),
                (FacetKind::Place, fast.str(column::PLACES)?),
                (FacetKind::Maker, fast.str(column::MAKERS)?),
                (FacetKind::Practice, fast.str(column::PRACTICES)?),
                (FacetKind::Allergen, fast.str(column::ALLERGENS)?),
            ],
        })
    }

    fn row(&self, document: u32, tables: &[Vec<u32>], values: &mut Vec<u32>) -> ProductRow {
        let first = u32::try_from(values.len()).unwrap_or(u32::MAX);
        let counts = self.facets.each_ref().map(|(kind, strings)| {
            let most = if *kind == FacetKind::Family { 1 } else { MAX_VALUES };
            let table = self.facets.iter().position(|(other, _)| other == kind).and_then(|place| tables.get(place));
            let before = values.len();
            let known = ordinals(strings.as_ref(), document).filter_map(|place| table?.get(place).copied());
            for value in known.take(most) {
                if !values.get(before..).unwrap_or_default().contains(&value) {
                    values.push(value);
                }
            }
            u8::try_from(values.len() - before).unwrap_or(u8::MAX)
        });
        let [_, places, makers, practices, allergens] = counts;
        let (high, low) =
            (self.id.0.first(document).unwrap_or_default(), self.id.1.first(document).unwrap_or_default());
        let [es, en] = self.lengths.each_ref().map(|norms| u8::try_from(norms.fieldnorm(document)).unwrap_or(u8::MAX));
        ProductRow {
            id: Uuid::from_u64_pair(high, low),
            months: u16::try_from(self.months.first(document).unwrap_or_default()).unwrap_or_default(),
            name_words: (es, en),
            first,
            places,
            makers,
            practices,
            allergens,
        }
    }
}

fn ordinals(strings: Option<&StrColumn>, document: u32) -> impl Iterator<Item = usize> + '_ {
    strings
        .into_iter()
        .flat_map(move |strings| strings.term_ords(document))
        .filter_map(|ordinal| usize::try_from(ordinal).ok())
}

fn dictionary(strings: Option<&StrColumn>) -> tantivy::Result<Vec<String>> {
    let mut names = Vec::new();
    if let Some(strings) = strings {
        let mut stream = strings.dictionary().stream()?;
        while stream.advance() {
            names.push(String::from_utf8_lossy(stream.key()).into_owned());
        }
    }
    Ok(names)
}
