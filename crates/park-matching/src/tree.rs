//! How much one code of GB/T 4754 speaks for another.

use std::collections::HashMap;

use park_industry::{Classification, Code};

use crate::models::IndustrySettings;

/// The names of the codes, and how many lie below each.
#[derive(Debug, Clone, Default)]
pub struct Tree(HashMap<Code, Branch>);

#[derive(Debug, Clone, Default)]
struct Branch {
    name: String,
    children: u32,
}

impl Tree {
    /// The tree of a classification.
    pub fn of(classification: &Classification) -> Self {
        let mut tree: HashMap<Code, Branch> = HashMap::new();
        for code in classification.codes() {
            if let Some(name) = classification.name(code) {
                name.clone_into(&mut tree.entry(code).or_default().name);
            }
            if let Some(parent) = code.parent() {
                tree.entry(parent).or_default().children += 1;
            }
        }
        Self(tree)
    }

    /// The standard's name of a code; empty when it has none.
    pub fn name(&self, code: Code) -> &str {
        self.0.get(&code).map_or("", |b| b.name.as_str())
    }

    fn children(&self, code: Code) -> u32 {
        self.0.get(&code).map_or(1, |b| b.children.max(1))
    }
}

/// How much `said` speaks for `asked`, 0 to 1. The same code speaks in full. A wider code speaks for one below
/// it only as far as the tree allows: the more siblings, the less. A narrower one is a part of what is asked.
/// Siblings are kin, not the same.
pub fn speaks_for(said: Code, asked: Code, tree: &Tree, settings: &IndustrySettings) -> f64 {
    if said == asked {
        return 1.0;
    }
    if said.division() != asked.division() {
        return 0.0;
    }
    if said.contains(asked) {
        return step_down(said, asked, tree, settings);
    }
    if asked.contains(said) {
        // A class of the group asked: surely within it, though not all of it.
        return PART_OF_ASKED;
    }
    match (said.group(), asked.group()) {
        (Some(a), Some(b)) if a == b => settings.sibling_group,
        _ => settings.sibling_division,
    }
}

const PART_OF_ASKED: f64 = 0.9;

fn step_down(said: Code, asked: Code, tree: &Tree, settings: &IndustrySettings) -> f64 {
    let mut factor = 1.0;
    let mut at = asked;
    while at != said {
        let Some(parent) = at.parent() else { return 0.0 };
        let one_of = f64::from(tree.children(parent)).powf(-settings.sibling_power);
        factor *= one_of.max(settings.tree_floor);
        at = parent;
    }
    factor
}

/// The best that `said` speaks for any code asked, each weighted by its own place among them.
pub fn relevance(
    said: Code,
    asked: &[(Code, f64)],
    tree: &Tree,
    settings: &IndustrySettings,
) -> f64 {
    asked
        .iter()
        .map(|(code, weight)| weight * speaks_for(said, *code, tree, settings))
        .fold(0.0, f64::max)
}
