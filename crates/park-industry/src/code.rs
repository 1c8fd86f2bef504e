//! A code of GB/T 4754-2017 below the sections: division, group or class.

use std::fmt;

/// A division (2 digits), group (3) or class (4). Orders as text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    digits: [u8; 4],
    len: u8,
}

impl Code {
    /// Reads `39`, `397`, `3973`, or the same behind a section letter (`C3973`).
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.trim().as_bytes();
        let bytes = match bytes.first() {
            Some(b) if b.is_ascii_alphabetic() => &bytes[1..],
            _ => bytes,
        };
        if !(2..=4).contains(&bytes.len()) || !bytes.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let mut digits = [0; 4];
        digits[..bytes.len()].copy_from_slice(bytes);
        u8::try_from(bytes.len()).ok().map(|len| Self { digits, len })
    }

    /// The digits as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.digits[..usize::from(self.len)]).unwrap_or("")
    }

    /// How many digits: 2, 3 or 4.
    pub fn digits(&self) -> usize {
        usize::from(self.len)
    }

    fn cut(self, len: u8) -> Self {
        let mut digits = [0; 4];
        let n = usize::from(len);
        digits[..n].copy_from_slice(&self.digits[..n]);
        Self { digits, len }
    }

    /// Its division.
    pub fn division(&self) -> Self {
        self.cut(2)
    }

    /// Its group, when it has three digits or more.
    pub fn group(&self) -> Option<Self> {
        (self.len >= 3).then(|| self.cut(3))
    }

    /// The code one level up; `None` for a division.
    pub fn parent(&self) -> Option<Self> {
        (self.len > 2).then(|| self.cut(self.len - 1))
    }

    /// Whether `other` is the same code or lies below it.
    pub fn contains(&self, other: Self) -> bool {
        other.len >= self.len && other.cut(self.len) == *self
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_its_place_in_the_tree() {
        let class = Code::parse("C3973").expect("valid");
        assert_eq!(class.as_str(), "3973");
        assert_eq!(class.division().as_str(), "39");
        assert_eq!(
            class.parent().and_then(|c| c.parent()).map(|c| c.to_string()),
            Some("39".into())
        );
        assert!(class.division().contains(class) && !class.contains(class.division()));
        for bad in ["", "C", "3", "39735", "3a", "CC39"] {
            assert!(Code::parse(bad).is_none(), "{bad}");
        }
    }
}
