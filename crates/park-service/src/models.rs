//! The files of `models/`, embedded in the binary.

use std::sync::{Arc, LazyLock};

use park_homogeneity::{DirectionTables, DirectionTexts};
use park_industry::{Reader, Sources};
use park_matching::incentives::PolicyModels;
use park_matching::{ModelTexts, Models};
use park_policy::projects::{standard_projects, terms};
use park_policy::{TableError, TableTexts, Tables};

macro_rules! model {
    ($path:expr) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/", $path))
    };
}

macro_rules! chains {
    ($($slug:literal),+ $(,)?) => {
        &[$(($slug, model!(concat!("chains/", $slug, ".csv")))),+]
    };
}

/// Slug and text of every chain, in order of the slug; a test compares the list with the folder.
const CHAINS: &[(&str, &str)] = chains![
    "ai-computing",
    "aviation-low-altitude",
    "baijiu-brewing",
    "biomedicine",
    "energy-saving-environment",
    "food",
    "hydrogen-energy",
    "integrated-circuit",
    "lithium-battery",
    "machine-tools-robots",
    "medical-device",
    "modern-logistics",
    "new-chemical-materials",
    "new-display",
    "new-energy-storage",
    "new-energy-vehicle",
    "photovoltaic",
    "rail-transit-equipment",
    "rare-earth-magnet",
    "software",
    "steel-nonferrous",
    "textile-apparel",
    "wind-power",
];

static READER: LazyLock<Reader> = LazyLock::new(|| {
    Reader::new(&Sources {
        classification: model!("industry/gbt4754-2017.csv"),
        words: model!("industry/words.csv"),
        synonyms: model!("industry/synonyms.csv"),
        filler: model!("industry/filler.csv"),
        scope_model: model!("industry/scope-model.csv"),
        chains: CHAINS.iter().map(|(s, t)| ((*s).to_owned(), (*t).to_owned())).collect(),
    })
    .expect("the embedded models are read by a test before they are released")
});

static DIRECTIONS: LazyLock<DirectionTables> = LazyLock::new(|| {
    DirectionTables::parse(&DirectionTexts {
        proximity: model!("directions/proximity.csv"),
        complexity: model!("directions/complexity.csv"),
        settings: model!("directions/settings.csv"),
        feasibility: model!("directions/feasibility.csv"),
    })
    .expect("the embedded models are read by a test before they are released")
});

static POLICY: LazyLock<Arc<PolicyModels>> = LazyLock::new(|| {
    let made = || {
        let projects = model!("policy/standard-projects.csv");
        Ok::<_, TableError>(PolicyModels {
            tables: Tables::parse(&TableTexts {
                instruments: model!("policy/instruments.csv"),
                screen: model!("policy/screen-2025-04-20.csv"),
            })?,
            projects: standard_projects(projects)?,
            terms: terms(projects)?,
        })
    };
    Arc::new(made().expect("the embedded models are read by a test before they are released"))
});

/// The frozen tables of directions, built once from the embedded models.
pub fn directions() -> &'static DirectionTables {
    &DIRECTIONS
}

/// The tables of the policy reader and the legal screen, built once from the embedded models.
pub fn policy() -> &'static Tables {
    &POLICY.tables
}

static READINESS: LazyLock<park_readiness::Settings> = LazyLock::new(|| {
    park_readiness::Settings::parse(model!("readiness/settings.csv"))
        .expect("the embedded models are read by a test before they are released")
});

/// Horizons and limits of the look-back and of land.
pub fn readiness() -> &'static park_readiness::Settings {
    &READINESS
}

/// The reader of industries, built once from the embedded models.
pub fn reader() -> &'static Reader {
    &READER
}

/// The presets, criteria and settings of the ranking.
///
/// # Panics
/// Never in a release: a test reads the embedded models.
pub fn matching() -> Models {
    Models::parse(&ModelTexts {
        criteria: model!("matching/criteria.toml"),
        presets: model!("matching/presets.toml"),
        settings: model!("matching/settings.toml"),
    })
    .expect("the embedded models are read by a test before they are released")
    .with_policy(Arc::clone(&POLICY))
}

/// Which learned weights are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Learned {
    /// Tenants' rows are at hand.
    Tenants,
    /// Only counts are.
    Shipped,
}

/// The learned weights of a preset.
///
/// # Panics
/// Never in a release: a test reads the embedded models.
pub fn learned(preset: Learned) -> park_learning::coefficients::Coefficients {
    let text = match preset {
        Learned::Tenants => model!("learning/tenants.csv"),
        Learned::Shipped => model!("learning/shipped.csv"),
    };
    park_learning::coefficients::Coefficients::parse(text)
        .expect("the embedded models are read by a test before they are released")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chain_of_the_folder_is_embedded() {
        let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/chains");
        let mut slugs: Vec<String> = std::fs::read_dir(dir)
            .expect("the folder is in the repo")
            .flatten()
            .filter_map(|e| {
                e.file_name().to_str().and_then(|n| n.strip_suffix(".csv")).map(str::to_owned)
            })
            .filter(|s| s != "products-test")
            .collect();
        slugs.sort();
        assert_eq!(slugs, CHAINS.iter().map(|(s, _)| (*s).to_owned()).collect::<Vec<_>>());
    }

    #[test]
    fn the_models_are_read() {
        assert_eq!(reader().chains().len(), CHAINS.len());
        assert!(policy().screen.len() > 7);
        assert!(!readiness().horizons.is_empty());
        let w = directions().weights;
        assert!((w.near + w.worthwhile + w.gap + w.crowded - 1.0).abs() < 1e-12);
        assert!(directions().n_industries() > 80);
        assert!(matching().preset(matching().default_preset()).is_some());
    }

    #[test]
    fn the_learned_weights_are_read() {
        for preset in [Learned::Tenants, Learned::Shipped] {
            for task in park_learning::coefficients::Task::ALL {
                assert!(!learned(preset).of(task).is_empty(), "{preset:?} {task:?}");
            }
        }
    }
}
