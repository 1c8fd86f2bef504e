//! Which park a name means: hand decisions, then the same name, then rules; else a park of its own.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use park_domain::Table;

use crate::catalogue::Catalogue;
use crate::error::BundleError;
use crate::join::Joined;
use crate::names::{self, ZoneName};
use crate::regions::Regions;
use crate::sheet::{Row, Sheet};
use crate::tables::Tables;
use crate::zones::Zone;

/// Whose row it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Owner {
    /// A park.
    Park(String),
    /// A whole place.
    Region(String),
}

/// A known name of a park.
struct Known {
    park_id: String,
    region_code: String,
    name: String,
    /// Whether it is the catalogue's name.
    is_official: bool,
    read: ZoneName,
}

/// A named park that is neither in the catalogue nor among the zones.
#[derive(Debug, Clone, Default)]
struct Newcomer {
    name: String,
    region_code: String,
    parent_id: String,
    sources: BTreeSet<String>,
}

/// How a name was resolved, for the accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum How {
    /// By a hand decision.
    Hand,
    /// The very name of a park.
    SameName,
    /// By the table of dossiers and zones.
    ZoneTable,
    /// By name and place.
    Rule,
    /// A park of its own.
    Own,
}

struct Decision {
    park_id: String,
    parent_id: String,
}

/// Resolves names of parks.
pub(crate) struct Resolver {
    known: Vec<Known>,
    hand: HashMap<(String, String), Decision>,
    zone_table: HashMap<(String, String), String>,
    own_ids: BTreeMap<(String, String), String>,
    newcomers: BTreeMap<String, Newcomer>,
    /// Every name that was resolved, and how.
    pub(crate) resolved: BTreeMap<(String, String), (Owner, How)>,
}

/// In a hand table: the row speaks for a whole place.
const PLACE: &str = "place";
/// In a hand table: the park is neither in the catalogue nor among the zones.
const OWN: &str = "own";

impl Resolver {
    pub(crate) fn new(
        catalogue: &Catalogue,
        zones: &[Zone],
        joined: &BTreeMap<String, Joined>,
        regions: &Regions,
    ) -> Self {
        let mut known: Vec<Known> = catalogue
            .parks
            .iter()
            .map(|p| Known {
                park_id: p.park_id.clone(),
                region_code: p.region_code.clone(),
                name: p.name.clone(),
                is_official: true,
                read: p.read.clone(),
            })
            .collect();
        for zone in zones {
            let park_id = park_of(&zone.zone_id, joined);
            known.extend(zone.names().map(|name| Known {
                park_id: park_id.clone(),
                region_code: zone.region_code.clone(),
                name: name.to_owned(),
                is_official: false,
                read: names::take_apart(name, &zone.region_code, regions),
            }));
        }
        Self {
            known,
            hand: HashMap::new(),
            zone_table: HashMap::new(),
            own_ids: BTreeMap::new(),
            newcomers: BTreeMap::new(),
            resolved: BTreeMap::new(),
        }
    }

    /// Reads the hand table: a park's id, `own`, or `place`.
    pub(crate) fn read_hand_table(&mut self, path: &Path) -> Result<(), BundleError> {
        if !path.exists() {
            return Ok(());
        }
        let needed = ["park_name", "region_code", "park_id", "parent_id", "why"];
        let sheet = Sheet::read(path, &needed)?;
        for row in sheet.rows() {
            let (park_id, parent_id) = (row.get("park_id"), row.get("parent_id"));
            for id in [park_id, parent_id] {
                let is_word = id.is_empty() || id == OWN || id == PLACE;
                if !is_word && !self.known.iter().any(|k| k.park_id == id) {
                    return Err(row.fault(format!("{id} is not the id of a park")));
                }
            }
            let decision =
                Decision { park_id: park_id.to_owned(), parent_id: parent_id.to_owned() };
            if park_id.is_empty() || self.hand.insert(name_of(row), decision).is_some() {
                return Err(row.fault("a name is decided once, by an id, own or place"));
            }
        }
        Ok(())
    }

    /// Reads `dossiers-zones.csv`.
    pub(crate) fn read_zone_table(&mut self, sheet: &Sheet, joined: &BTreeMap<String, Joined>) {
        for row in sheet.rows() {
            self.zone_table.insert(name_of(row), park_of(row.get("zone_id"), joined));
        }
    }

    /// Numbers the parks of their own, so that an id does not hang on the order of rows. To be called
    /// once, with every name that will be resolved.
    pub(crate) fn prepare(&mut self, names: &BTreeSet<(String, String)>, regions: &Regions) {
        let mut next: BTreeMap<&str, u32> = BTreeMap::new();
        for key in names {
            let (owner, how) = match self.find(key, regions) {
                Some(found) => found,
                None => {
                    let n = next.entry(&key.1).or_default();
                    *n += 1;
                    let id = format!("X{}{n}", key.1);
                    self.own_ids.insert(key.clone(), id.clone());
                    (Owner::Park(id), How::Own)
                }
            };
            self.resolved.insert(key.clone(), (owner, how));
        }
    }

    /// The owner of a row, by its `park_name` and `region_code`; a name that is not known becomes a park.
    pub(crate) fn owner(
        &mut self,
        row: Row<'_>,
        source: &str,
    ) -> Result<(Owner, How), BundleError> {
        let key = name_of(row);
        let Some((owner, how)) = self.resolved.get(&key).cloned() else {
            return Err(row.fault(format!("the name {} was not prepared", key.0)));
        };
        if let Some(id) = self.own_ids.get(&key) {
            let newcomer = self.newcomers.entry(id.clone()).or_default();
            newcomer.sources.insert(source.to_owned());
            newcomer.parent_id =
                self.hand.get(&key).map(|d| d.parent_id.clone()).unwrap_or_default();
            (newcomer.name, newcomer.region_code) = key;
        }
        Ok((owner, how))
    }

    fn find(&self, key: &(String, String), regions: &Regions) -> Option<(Owner, How)> {
        let (name, region_code) = key;
        if let Some(decision) = self.hand.get(key) {
            return match decision.park_id.as_str() {
                PLACE => Some((Owner::Region(region_code.clone()), How::Hand)),
                OWN => None,
                id => Some((Owner::Park(id.to_owned()), How::Hand)),
            };
        }
        let near: Vec<&Known> =
            self.known.iter().filter(|k| k.region_code.get(..4) == region_code.get(..4)).collect();
        let same: Vec<_> = near.iter().filter(|k| k.name == *name).collect();
        let official = same.iter().filter(|k| k.is_official).map(|k| k.park_id.as_str()).collect();
        let any = same.iter().map(|k| k.park_id.as_str()).collect();
        if let Some(id) = only(&official).or_else(|| only(&any)) {
            return Some((Owner::Park(id.to_owned()), How::SameName));
        }
        if let Some(id) = self.zone_table.get(key) {
            return Some((Owner::Park(id.clone()), How::ZoneTable));
        }
        let ours = names::take_apart(name, region_code, regions);
        let scored: Vec<(u8, &str)> = near
            .iter()
            .map(|k| (names::agreement(&ours, &k.read), k.park_id.as_str()))
            .filter(|(score, _)| *score > 0)
            .collect();
        let best = scored.iter().map(|(score, _)| *score).max()?;
        let winners: BTreeSet<&str> =
            scored.iter().filter(|(score, _)| *score == best).map(|(_, id)| *id).collect();
        only(&winners).map(|id| (Owner::Park(id.to_owned()), How::Rule))
    }

    /// Names that a park goes by in the sources but not in the catalogue.
    pub(crate) fn names_of_parks(&self) -> BTreeMap<&str, Vec<&str>> {
        let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for ((name, _), (owner, how)) in &self.resolved {
            if let (Owner::Park(id), true) = (owner, *how != How::Own) {
                names.entry(id).or_default().push(name);
            }
        }
        names
    }

    /// Whether a name fits another park of the catalogue in the same city better than this one.
    pub(crate) fn fits_another(
        &self,
        park_id: &str,
        name: &str,
        code: &str,
        regions: &Regions,
    ) -> bool {
        let read = names::take_apart(name, code, regions);
        let (mut ours, mut others) = (0, 0);
        let near = |k: &&Known| k.is_official && k.region_code.get(..4) == code.get(..4);
        for known in self.known.iter().filter(near) {
            let best = if known.park_id == park_id { &mut ours } else { &mut others };
            *best = names::agreement(&read, &known.read).max(*best);
        }
        others >= 3 && others > ours
    }

    /// The names of the catalogue, with the parks that bear them.
    pub(crate) fn official_names(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for known in self.known.iter().filter(|k| k.park_id.starts_with(['G', 'S'])) {
            if known.is_official {
                names.entry(known.name.clone()).or_default().insert(known.park_id.clone());
            }
        }
        names
    }

    /// Fills `parks` with those that are neither in the catalogue nor among the zones.
    pub(crate) fn fill(
        &self,
        regions: &Regions,
        managing_body: impl Fn(&str) -> String,
        tables: &mut Tables,
    ) -> Result<usize, BundleError> {
        for (id, park) in &self.newcomers {
            let code = &park.region_code;
            let centroid = regions.centroid(code);
            let (longitude, latitude) = centroid.unwrap_or(("", ""));
            let is_county = !code.ends_with("00");
            let city = if is_county { regions.parent(code) } else { Some(code.clone()) };
            let city = city.as_deref().and_then(|c| regions.name(c)).unwrap_or("");
            let province = regions.name(&format!("{}0000", &code[..2])).unwrap_or("");
            let position_is = match (centroid, is_county) {
                (None, _) => "",
                (Some(_), true) => "centroid of county",
                (Some(_), false) => "centroid of city",
            };
            let sources: Vec<&str> = park.sources.iter().map(String::as_str).collect();
            tables.add(
                Table::Parks,
                &[
                    ("park_id", id),
                    ("name", &park.name),
                    ("level", "unknown"),
                    ("kind", kind_of(&park.name)),
                    ("parent_id", &park.parent_id),
                    ("managing_body", &managing_body(id)),
                    ("region_code", code),
                    ("province", crate::regions::short(province)),
                    ("city", crate::regions::short(city)),
                    ("county", if is_county { regions.name(code).unwrap_or("") } else { "" }),
                    ("longitude", longitude),
                    ("latitude", latitude),
                    ("position_is", position_is),
                    ("source", &sources.join(" ")),
                    ("note", "名称取自公开网页，级别、面积、批准时间未知"),
                ],
            )?;
        }
        Ok(self.newcomers.len())
    }
}

/// The park of a zone: its own unless it was joined.
pub(crate) fn park_of(zone_id: &str, joined: &BTreeMap<String, Joined>) -> String {
    joined.get(zone_id).and_then(|j| j.park_id.clone()).unwrap_or_else(|| zone_id.to_owned())
}

/// The name and region that a row speaks of.
pub(crate) fn name_of(row: Row<'_>) -> (String, String) {
    let name = match row.get("park_name") {
        "" => row.get("place"),
        name => name,
    };
    (name.to_owned(), row.get("region_code").to_owned())
}

fn only<'a>(ids: &BTreeSet<&'a str>) -> Option<&'a str> {
    (ids.len() == 1).then(|| ids.first().copied()).flatten()
}

/// The kind that a name says.
fn kind_of(name: &str) -> &'static str {
    let says = |words: &[&str]| words.iter().any(|w| name.contains(w));
    if says(&["保税", "出口加工区"]) {
        "bonded"
    } else if says(&["化工", "化学工业", "石化"]) {
        "chemical"
    } else if says(&["高新技术", "高新区"]) {
        "high-tech"
    } else if says(&["经济技术开发区", "经济开发区", "经开区"]) {
        "economic"
    } else if says(&["软件园"]) {
        "software"
    } else if says(&["物流"]) {
        "logistics"
    } else if says(&["工业园", "产业园", "科技园", "工业区", "集中区", "集聚区", "开发区"])
    {
        "park"
    } else {
        "other"
    }
}
