//! Collecting every hit with its score: facets and totals count all of them.

use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::ColumnValues;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// A hit before it is looked up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    /// Rank of the park's id among all ids.
    pub(super) ordinal: usize,
    /// BM25.
    pub(super) score: f64,
}

/// Collects all hits.
pub(super) struct AllHits;

pub(super) struct SegmentHits {
    ordinals: Arc<dyn ColumnValues<u64>>,
    hits: Vec<Found>,
}

impl Collector for AllHits {
    type Fruit = Vec<Found>;
    type Child = SegmentHits;

    fn for_segment(
        &self,
        _segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentHits> {
        let ordinals = reader.fast_fields().u64("ordinal")?.first_or_default_col(0);
        Ok(SegmentHits { ordinals, hits: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Vec<Found>>) -> tantivy::Result<Vec<Found>> {
        Ok(fruits.concat())
    }
}

impl SegmentCollector for SegmentHits {
    type Fruit = Vec<Found>;

    fn collect(&mut self, doc: DocId, score: Score) {
        let ordinal = usize::try_from(self.ordinals.get_val(doc)).unwrap_or(usize::MAX);
        self.hits.push(Found { ordinal, score: f64::from(score) });
    }

    fn harvest(self) -> Vec<Found> {
        self.hits
    }
}
