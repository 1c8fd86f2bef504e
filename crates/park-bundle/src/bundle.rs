//! The whole set in one sentence: regions, catalogue, zones, named parks, facts, counts of firms.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use park_industry::Reader;

use crate::account::Account;
use crate::aggregate::{self, Options};
use crate::catalogue::Catalogue;
use crate::error::BundleError;
use crate::join::{self, Joined};
use crate::names;
use crate::page;
use crate::regions::Regions;
use crate::resolve::{self, Resolver};
use crate::sheet::Sheet;
use crate::tables::Tables;
use crate::zones::{self, Zone};
use crate::{dossiers, facts, policies, sources};

pub use crate::tables::Written;

/// How many firms one row of the sample of firms outside the zones stands for (about 7 in 100).
pub const ELSEWHERE_WEIGHT: f64 = 14.3;

/// What was made.
#[derive(Debug, Clone, Default)]
pub struct Bundled {
    /// The files, in the order of their tables.
    pub files: Vec<Written>,
    /// What became of the rows of each source.
    pub accounts: Vec<Account>,
    /// The page `docs/bundled-set.md`.
    pub page: String,
}

/// The files that name parks.
struct Named {
    dossiers: Sheet,
    utilities: Sheet,
    plots: Sheet,
    promises: Sheet,
    policies: Sheet,
    zone_table: Sheet,
}

/// Makes the bundled set from the folder of source files. Hand decisions are read from `out/joins`; the
/// page of accounts is written to `docs/bundled-set.md` beside `out` where that folder exists.
///
/// # Errors
/// A source that cannot be read, or a row that the dictionary refuses.
pub fn bundle(shared_data: &Path, out: &Path, reader: &Reader) -> Result<Bundled, BundleError> {
    let mut tables = Tables::default();
    let regions = Regions::read(&shared_data.join("reference/regions.csv"))?;
    let catalogue = Catalogue::read(&shared_data.join("catalogue-2018.csv"), &regions)?;
    let zones = zones::read(&shared_data.join("zones.csv"))?;
    let hand = join::hand_table(&out.join("joins/zones.csv"), &catalogue)?;
    let joined: BTreeMap<String, Joined> = zones
        .iter()
        .map(|z| (z.zone_id.clone(), join::join(z, &catalogue, &regions, &hand)))
        .collect();
    let named = Named::read(shared_data)?;
    let mut resolver = Resolver::new(&catalogue, &zones, &joined, &regions);
    resolver.read_hand_table(&out.join("joins/names.csv"))?;
    resolver.read_zone_table(&named.zone_table, &joined);
    resolver.prepare(&named.names(), &regions);

    let mut named_accounts = Vec::new();
    let (account, bodies) = dossiers::fill(&named.dossiers, &mut resolver, &mut tables)?;
    named_accounts.push(account);
    named_accounts.push(zone_table_account(&named.zone_table, &resolver));
    named_accounts.push(facts::fill_utilities(&named.utilities, &mut resolver, &mut tables)?);
    named_accounts.push(facts::fill_plots(&named.plots, &mut resolver, &mut tables)?);
    named_accounts.push(facts::fill_promises(&named.promises, &mut resolver, &mut tables)?);
    named_accounts.push(policies::fill(&named.policies, &mut resolver, &mut tables)?);
    named_accounts.push(names_account(&resolver));

    let aliases = aliases(&zones, &joined, &resolver, &regions);
    let extras = |id: &str, name: &str| {
        let others: Vec<&str> = aliases
            .get(id)
            .map(|names| names.iter().map(String::as_str).filter(|n| *n != name).collect())
            .unwrap_or_default();
        (others.join("、"), bodies.get(id).cloned().unwrap_or_default())
    };
    let mut accounts = vec![
        catalogue.fill(&regions, extras, &mut tables)?,
        zones::fill(&zones, &joined, &regions, extras, &mut tables)?,
    ];
    resolver.fill(&regions, |id| extras(id, "").1, &mut tables)?;
    let firms = [("firms-in-zones.csv.gz", 1.0), ("firms-elsewhere.csv.gz", ELSEWHERE_WEIGHT)]
        .map(|(file, weight)| (shared_data.join(file), weight));
    let options = Options {
        park_of_zone: zones
            .iter()
            .map(|z| (z.zone_id.clone(), resolve::park_of(&z.zone_id, &joined)))
            .collect(),
        region_of_city: zones::cities(&zones, &regions),
        places: regions
            .names()
            .chain(zones.iter().flat_map(Zone::names))
            .map(str::to_owned)
            .collect(),
        source: sources::FIRMS.to_owned(),
        ..Options::default()
    };
    accounts.extend(aggregate::count(&firms, reader, &options, &mut tables)?);
    accounts.extend(named_accounts);
    accounts.push(regions.fill(&mut tables)?);

    let files = tables.write(out)?;
    let sample = join::hand_table(&out.join("joins/sample.csv"), &catalogue)?;
    let page = page::page(&files, &accounts, page::agreement(&sample, &joined));
    let docs = out.join("../docs");
    if docs.is_dir() {
        let path = docs.join("bundled-set.md");
        fs::write(&path, &page).map_err(BundleError::io(&path))?;
    }
    Ok(Bundled { files, accounts, page })
}

impl Named {
    fn read(shared_data: &Path) -> Result<Self, BundleError> {
        let read = |file: &str, needed: &[&str]| Sheet::read(&shared_data.join(file), needed);
        let park = ["park_name", "region_code", "source", "as_of"];
        Ok(Self {
            dossiers: read("dossiers.csv", &dossiers::NEEDED)?,
            utilities: read("utilities-real.csv", &park)?,
            plots: read("plots-real.csv", &park)?,
            promises: read("promises-real.csv", &["place", "level", "region_code", "rate"])?,
            policies: read("policies-real.csv", &policies::NEEDED)?,
            zone_table: read("dossiers-zones.csv", &["park_name", "region_code", "zone_id"])?,
        })
    }

    /// Every park that is named.
    fn names(&self) -> BTreeSet<(String, String)> {
        let of = |sheet: &'_ Sheet| sheet.rows().map(resolve::name_of).collect::<Vec<_>>();
        let mut names: BTreeSet<(String, String)> = BTreeSet::new();
        for sheet in [&self.dossiers, &self.utilities, &self.plots] {
            names.extend(of(sheet));
        }
        names.extend(
            self.policies.rows().filter(|r| !r.get("park_name").is_empty()).map(resolve::name_of),
        );
        names.extend(
            self.promises.rows().filter(|r| r.get("level") == "park").map(resolve::name_of),
        );
        names
    }
}

/// Other names of each park: its zones' and those of the sources, each once. A name that says no place,
/// or that belongs to several parks, is none.
fn aliases(
    zones: &[Zone],
    joined: &BTreeMap<String, Joined>,
    resolver: &Resolver,
    regions: &Regions,
) -> BTreeMap<String, Vec<String>> {
    let of_zones = zones.iter().flat_map(|zone| {
        let id = resolve::park_of(&zone.zone_id, joined);
        let code = zone.region_code.as_str();
        let is_name = |name: &&str| {
            let read = names::take_apart(name, code, regions);
            id == zone.zone_id
                || (names::is_telling(&read) && !resolver.fits_another(&id, name, code, regions))
        };
        let kept: Vec<_> = zone.names().filter(is_name).collect();
        kept.into_iter().map(move |name| (id.clone(), name.replace(['(', '（'], "")))
    });
    let of_sources = resolver
        .names_of_parks()
        .into_iter()
        .flat_map(|(id, names)| names.into_iter().map(move |n| (id.to_owned(), n.to_owned())))
        // A text about two parks at once is no name.
        .filter(|(_, name)| !name.contains(['与', '及', '、']));
    let mut aliases: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut owners: BTreeMap<String, BTreeSet<String>> = resolver.official_names();
    for (id, name) in of_zones.chain(of_sources) {
        owners.entry(name.clone()).or_default().insert(id.clone());
        let names = aliases.entry(id).or_default();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    for (id, names) in &mut aliases {
        names.retain(|name| {
            let is_own_name = !id.starts_with(['G', 'S']);
            is_own_name || owners.get(name).is_none_or(|ids| ids.len() == 1)
        });
    }
    aliases
}

fn zone_table_account(sheet: &Sheet, resolver: &Resolver) -> Account {
    let mut account = Account::new(&sheet.file, sheet.len());
    for row in sheet.rows() {
        let how = resolver.resolved.get(&resolve::name_of(row)).map(|(_, how)| *how);
        account.count(match how {
            Some(resolve::How::ZoneTable) => "used: told which park a dossier means",
            Some(resolve::How::Hand) => "not needed: decided by hand",
            _ => "not needed: the name of a park as it stands",
        });
    }
    account
}

fn names_account(resolver: &Resolver) -> Account {
    let mut account = Account::new("names of parks in these files", resolver.resolved.len());
    for (owner, how) in resolver.resolved.values() {
        account.count(match (owner, how) {
            (resolve::Owner::Region(_), _) => "speaks for a whole place, by hand",
            (_, resolve::How::Hand) => "joined by hand",
            (_, resolve::How::SameName) => "joined: the very name, in the same city",
            (_, resolve::How::ZoneTable) => "joined: by dossiers-zones.csv",
            (_, resolve::How::Rule) => "joined by rule",
            (_, resolve::How::Own) => "a park of its own (X…)",
        });
    }
    account
}
