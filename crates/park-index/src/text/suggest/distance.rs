//! Edit distance with a limit: insertions, deletions, replacements, and neighbours exchanged.

/// Distance of two rows, if it is at most `max`.
pub(super) fn distance<T: PartialEq>(a: &[T], b: &[T], max: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > max {
        return None;
    }
    last_row(a, b, max)?.last().copied().filter(|d| *d <= max)
}

/// Distance of `a` to the nearest beginning of `b`, if it is at most `max`.
pub(super) fn distance_to_start<T: PartialEq>(a: &[T], b: &[T], max: usize) -> Option<usize> {
    if a.len() > b.len() + max {
        return None;
    }
    let b = &b[..b.len().min(a.len() + max)];
    last_row(a, b, max)?.into_iter().min().filter(|d| *d <= max)
}

/// Distances of all of `a` to each beginning of `b`; `None` once all are above `max`.
fn last_row<T: PartialEq>(a: &[T], b: &[T], max: usize) -> Option<Vec<usize>> {
    // Three rows in turn: thousands of names are compared, so nothing is allocated on the way.
    let mut before = vec![0; b.len() + 1];
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let mut next = before.clone();
    for (i, x) in a.iter().enumerate() {
        next[0] = i + 1;
        let mut least_of_row = i + 1;
        for (j, y) in b.iter().enumerate() {
            let mut least = (row[j] + usize::from(x != y)).min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(before[j - 1] + 1);
            }
            next[j + 1] = least;
            least_of_row = least_of_row.min(least);
        }
        if least_of_row > max {
            return None;
        }
        std::mem::swap(&mut before, &mut row);
        std::mem::swap(&mut row, &mut next);
    }
    Some(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_slips() {
        let check = |a: &str, b: &str, max: usize, expected: Option<usize>| {
            assert_eq!(distance(a.as_bytes(), b.as_bytes(), max), expected, "{a} {b}");
        };
        check("suzhou", "suzhou", 2, Some(0));
        check("suzou", "suzhou", 1, Some(1));
        check("suhzou", "suzhou", 1, Some(1));
        check("szu", "suzhou", 2, None);
        check("", "ab", 2, Some(2));
        check("abc", "xyz", 2, None);
        assert_eq!(distance_to_start(b"suzou", b"suzhougongye", 1), Some(1));
        assert_eq!(distance_to_start(b"kunshan", b"suzhougongye", 2), None);
    }
}
