//! What is known of a value: between two ends.

/// A value known to lie between two ends; unknown reaches from −∞ to ∞.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Least it can be.
    pub lo: f64,
    /// Most it can be.
    pub hi: f64,
}

impl Span {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { lo: f64::NEG_INFINITY, hi: f64::INFINITY };

    /// One value.
    pub fn exactly(value: f64) -> Self {
        Self { lo: value, hi: value }
    }

    /// A value, or unknown.
    pub fn of(value: Option<f64>) -> Self {
        value.map_or(Self::UNKNOWN, Self::exactly)
    }

    /// Whether nothing is known.
    pub fn is_unknown(self) -> bool {
        self.lo == f64::NEG_INFINITY && self.hi == f64::INFINITY
    }

    /// Whether it is one value.
    pub fn is_exact(self) -> bool {
        self.lo >= self.hi
    }
}

/// Spans of all parks: dense where most parks have one, sparse where few do.
#[derive(Debug, Clone)]
pub enum Column {
    /// One a park.
    Dense(Vec<Span>),
    /// Parks with one, ascending; the others are unknown.
    Sparse(Vec<(u32, Span)>),
}

impl Column {
    /// Writes the spans of a stretch of parks.
    pub fn fill(&self, start: usize, lo: &mut [f64], hi: &mut [f64]) {
        match self {
            Self::Dense(spans) => {
                for ((span, l), h) in spans[start..].iter().zip(lo).zip(hi) {
                    *l = span.lo;
                    *h = span.hi;
                }
            }
            Self::Sparse(known) => {
                lo.fill(f64::NEG_INFINITY);
                hi.fill(f64::INFINITY);
                let from = known.partition_point(|(p, _)| (*p as usize) < start);
                for (park, span) in &known[from..] {
                    let at = *park as usize - start;
                    if at >= lo.len() {
                        break;
                    }
                    lo[at] = span.lo;
                    hi[at] = span.hi;
                }
            }
        }
    }
}
