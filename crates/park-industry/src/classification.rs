//! The tree of GB/T 4754-2017: sections, divisions, groups, classes.

use std::collections::BTreeMap;

use crate::ModelError;
use crate::code::Code;
use crate::csv_text;

/// All codes with their names.
#[derive(Debug)]
pub struct Classification {
    names: BTreeMap<Code, (char, String)>,
    sections: BTreeMap<char, String>,
}

impl Classification {
    /// Reads `code,section,name`. A group that the standard leaves out because it has one class of
    /// the same name is added under that name.
    ///
    /// # Errors
    /// The line that is not a code.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let file = "industry/gbt4754-2017.csv";
        let mut names = BTreeMap::new();
        let mut sections = BTreeMap::new();
        for (line, row) in csv_text::rows(file, text, &["code", "section", "name"])? {
            let section = row[1].chars().next().unwrap_or('?');
            if row[0].len() == 1 {
                sections.insert(section, row[2].clone());
                continue;
            }
            let code = Code::parse(&row[0])
                .ok_or_else(|| csv_text::error(file, line, format!("{} is not a code", row[0])))?;
            names.insert(code, (section, row[2].clone()));
        }
        let lone: Vec<(Code, (char, String))> = names
            .iter()
            .filter(|(c, _)| c.digits() == 4)
            .filter_map(|(c, named)| {
                c.group().filter(|g| !names.contains_key(g)).map(|g| (g, named.clone()))
            })
            .collect();
        names.extend(lone);
        Ok(Self { names, sections })
    }

    /// Name of a code.
    pub fn name(&self, code: Code) -> Option<&str> {
        self.names.get(&code).map(|(_, n)| n.as_str())
    }

    /// Section letter of a code.
    pub fn section(&self, code: Code) -> Option<char> {
        self.names.get(&code).map(|(s, _)| *s)
    }

    /// Name of a section.
    pub fn section_name(&self, section: char) -> Option<&str> {
        self.sections.get(&section).map(String::as_str)
    }

    /// Whether the standard has the code.
    pub fn contains(&self, code: Code) -> bool {
        self.names.contains_key(&code)
    }

    /// All codes in order.
    pub fn codes(&self) -> impl Iterator<Item = Code> + '_ {
        self.names.keys().copied()
    }

    /// Codes one level below.
    pub fn children(&self, code: Code) -> Vec<Code> {
        self.codes().filter(|c| c.parent() == Some(code)).collect()
    }
}
