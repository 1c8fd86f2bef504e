//! Many short lists in two flat arrays.

/// For each of n keys a list of values, stored one after another.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows<T> {
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T> Rows<T> {
    /// Groups `(key, value)` pairs under `n` keys; values keep their order within a key. Pairs with a
    /// key of `n` or more are dropped.
    pub fn group(n: usize, mut pairs: Vec<(u32, T)>) -> Self {
        pairs.retain(|(k, _)| (*k as usize) < n);
        pairs.sort_by_key(|(k, _)| *k);
        let mut starts = vec![0_u32; n + 1];
        for (k, _) in &pairs {
            starts[*k as usize + 1] += 1;
        }
        for i in 0..n {
            starts[i + 1] += starts[i];
        }
        Self { starts, items: pairs.into_iter().map(|(_, v)| v).collect() }
    }

    /// The list of one key; empty when the key is out of range.
    pub fn get(&self, key: usize) -> &[T] {
        &self.items[self.range(key)]
    }

    /// Where the list of one key stands in [`Rows::items`]; empty when the key is out of range.
    pub fn range(&self, key: usize) -> std::ops::Range<usize> {
        match (self.starts.get(key), self.starts.get(key + 1)) {
            (Some(a), Some(b)) => *a as usize..*b as usize,
            _ => 0..0,
        }
    }

    /// Number of keys.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All values, key by key.
    pub fn items(&self) -> &[T] {
        &self.items
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_keeps_order() {
        let rows = Rows::group(3, vec![(2, 'a'), (0, 'b'), (2, 'c'), (9, 'x')]);
        assert_eq!(rows.get(0), ['b']);
        assert!(rows.get(1).is_empty() && rows.get(7).is_empty());
        assert_eq!(rows.get(2), ['a', 'c']);
        assert_eq!(rows.len(), 3);
    }
}
