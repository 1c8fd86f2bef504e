//! Industry codes as search terms: `3973` is found by `39`, `397`, `3973`, `C39`, `C397`, `C3973`.

/// Last division of each section of GB/T 4754-2017, in order.
const SECTION_ENDS: [(u32, char); 20] = [
    (5, 'A'),
    (12, 'B'),
    (43, 'C'),
    (46, 'D'),
    (50, 'E'),
    (52, 'F'),
    (60, 'G'),
    (62, 'H'),
    (65, 'I'),
    (69, 'J'),
    (70, 'K'),
    (72, 'L'),
    (75, 'M'),
    (79, 'N'),
    (82, 'O'),
    (83, 'P'),
    (85, 'Q'),
    (90, 'R'),
    (96, 'S'),
    (97, 'T'),
];

/// A code asked for or held: its section letter if one was written, and its two to four digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CodeText {
    letter: Option<char>,
    digits: String,
}

impl CodeText {
    /// Reads `39`, `397`, `3973` or the same after a section letter; anything else is no code.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut rest = text.trim();
        let letter = rest.chars().next().filter(char::is_ascii_alphabetic);
        if letter.is_some() {
            rest = &rest[1..];
        }
        let fits = (2..=4).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| Self {
            letter: letter.map(|l| l.to_ascii_uppercase()),
            digits: rest.to_owned(),
        })
    }

    /// Terms under which a park that holds this code is found.
    pub(crate) fn terms(&self) -> Vec<String> {
        let section = section_of(&self.digits);
        (2..=self.digits.len())
            .flat_map(|length| {
                let digits = &self.digits[..length];
                let lettered = section.map(|s| format!("{}{digits}", s.to_ascii_lowercase()));
                std::iter::once(digits.to_owned()).chain(lettered)
            })
            .collect()
    }

    /// The one term that asks for this code.
    pub(crate) fn term(&self) -> String {
        let letter = self.letter.map(|l| l.to_ascii_lowercase());
        letter.into_iter().chain(self.digits.chars()).collect()
    }

    /// Whether a held code is this one or lies below it.
    pub(crate) fn covers(&self, held: &Self) -> bool {
        held.digits.starts_with(&self.digits)
            && self.letter.is_none_or(|l| section_of(&held.digits) == Some(l))
    }

    /// The held code as shown, and how many of its characters are the asked code.
    pub(crate) fn shown(&self, held: &Self) -> (String, usize) {
        let section = section_of(&held.digits);
        let shown: String = section.into_iter().chain(held.digits.chars()).collect();
        (shown, self.digits.len() + usize::from(section.is_some()))
    }
}

fn section_of(digits: &str) -> Option<char> {
    let division: u32 = digits.get(..2)?.parse().ok()?;
    let (_, letter) = SECTION_ENDS.iter().find(|(last, _)| division <= *last)?;
    (division > 0).then_some(*letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_all_prefixes_with_and_without_the_letter() {
        let code = CodeText::parse("C3973").unwrap();
        assert_eq!(code.terms(), ["39", "c39", "397", "c397", "3973", "c3973"]);
        assert_eq!(CodeText::parse("01").unwrap().terms(), ["01", "a01"]);
        assert_eq!(CodeText::parse("c39").unwrap().term(), "c39");
    }

    #[test]
    fn what_is_no_code_is_none() {
        for text in ["", "3", "39734", "C", "C3", "CC39", "39a", "芯片", "Ｃ39"] {
            assert_eq!(CodeText::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_wrong_letter_covers_nothing() {
        let held = CodeText::parse("3973").unwrap();
        assert!(CodeText::parse("39").unwrap().covers(&held));
        assert!(CodeText::parse("C397").unwrap().covers(&held));
        assert!(!CodeText::parse("D39").unwrap().covers(&held));
    }
}
