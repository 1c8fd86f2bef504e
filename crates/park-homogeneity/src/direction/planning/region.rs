//! The parks of a plan: what they have, what each may choose, what the rules fix.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use park_industry::Reader;
use park_structure::{PlanOption, shares};

use super::super::advise::{advise, moved, nearness};
use super::super::ground::{Ground, PlanBasis, Stand};
use super::super::tables::DirectionTables;
use super::{PlanFault, PlanRules, REGION_PARKS_MAX};

/// The parts of a problem that stay the same whatever is fixed.
pub(super) struct Region<'g> {
    pub(super) parks: Vec<&'g Stand>,
    at: HashMap<&'g str, usize>,
    pub(super) structures: Vec<Vec<f64>>,
    pub(super) near: Vec<Vec<Option<f64>>>,
    pub(super) basis: PlanBasis,
    pub(super) floor: f64,
}

impl<'g> Region<'g> {
    /// The parks of the region with data, and who is left out.
    pub(super) fn of(
        ground: &'g Ground,
        tables: &DirectionTables,
        region: &str,
        rules: &PlanRules,
    ) -> Result<(Self, Vec<(String, String)>), PlanFault> {
        let mut all: Vec<&Stand> = ground
            .parks
            .iter()
            .filter(|p| p.active && p.region_code.as_deref().is_some_and(|c| c.starts_with(region)))
            .collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        let count = |basis| all.iter().filter(|p| p.structure(tables, basis).is_some()).count();
        // What firms show is taken where at least as many parks have it.
        let basis = rules.basis.unwrap_or({
            if count(PlanBasis::Firms) >= count(PlanBasis::Named) {
                PlanBasis::Firms
            } else {
                PlanBasis::Named
            }
        });
        let (mut parks, mut structures, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
        for stand in all {
            match stand.structure(tables, basis).and_then(|s| shares(&s).ok()) {
                Some(structure) => {
                    parks.push(stand);
                    structures.push(structure);
                }
                None => left_out.push((stand.id.clone(), stand.name.clone())),
            }
        }
        if parks.len() < 2 {
            return Err(PlanFault::TooFew(parks.len()));
        }
        if parks.len() > REGION_PARKS_MAX {
            return Err(PlanFault::TooMany(parks.len()));
        }
        let at = parks.iter().enumerate().map(|(i, p)| (p.id.as_str(), i)).collect();
        let near = parks.iter().map(|p| nearness(p, tables)).collect();
        let floor = rules.density_floor.unwrap_or(tables.density_floor);
        Ok((Self { parks, at, structures, near, basis, floor }, left_out))
    }

    pub(super) fn find(&self, id: &str, pointer: impl Fn() -> String) -> Result<usize, PlanFault> {
        self.at.get(id).copied().ok_or_else(|| PlanFault::NotInPlan(pointer()))
    }

    pub(super) fn protected(
        &self,
        tables: &DirectionTables,
        rules: &PlanRules,
    ) -> Result<BTreeSet<(usize, usize)>, PlanFault> {
        let mut out = BTreeSet::new();
        for (n, (park, code)) in rules.protect.iter().enumerate() {
            let i = self.find(park, || format!("/protect/{n}/park"))?;
            let k = tables.index(*code);
            out.insert((i, k.ok_or_else(|| PlanFault::NotOpen(format!("/protect/{n}/industry")))?));
        }
        Ok(out)
    }

    /// The directions a park may choose, best first, with their scores.
    #[expect(clippy::too_many_arguments, reason = "the whole of what decides")]
    pub(super) fn open(
        &self,
        i: usize,
        ground: &Ground,
        stand: &Stand,
        tables: &DirectionTables,
        reader: &Reader,
        rules: &PlanRules,
        protected: &BTreeSet<(usize, usize)>,
    ) -> Vec<(usize, f64)> {
        advise(ground, stand, tables, reader)
            .directions
            .iter()
            // What is not known to be feasible is for the park to find out, not for a plan to assume.
            .filter(|d| d.asks.is_empty())
            .filter_map(|d| Some((tables.index(d.division)?, d.score())))
            .filter(|(k, _)| self.near[i][*k].is_some_and(|near| near >= self.floor))
            .filter(|(k, _)| !protected.iter().any(|(j, l)| *j != i && l == k))
            .filter(|(k, _)| {
                !rules.forbid.iter().any(|(park, code)| {
                    tables.index(*code) == Some(*k) && park.as_ref().is_none_or(|p| *p == stand.id)
                })
            })
            .collect()
    }

    /// What is fixed, by park.
    pub(super) fn fixes(
        &self,
        tables: &DirectionTables,
        rules: &PlanRules,
    ) -> Result<BTreeMap<usize, Option<usize>>, PlanFault> {
        let mut out = BTreeMap::new();
        for (n, (park, code)) in rules.fix.iter().enumerate() {
            let i = self.find(park, || format!("/fix/{n}/park"))?;
            let wrong = || PlanFault::NotOpen(format!("/fix/{n}/industry"));
            let takes = match code {
                None => None,
                Some(code) => {
                    let k = tables.index(*code).ok_or_else(wrong)?;
                    if self.parks[i].strong.contains(&k) {
                        return Err(wrong());
                    }
                    Some(k)
                }
            };
            if out.insert(i, takes).is_some() {
                return Err(PlanFault::NotInPlan(format!("/fix/{n}/park")));
            }
        }
        Ok(out)
    }

    pub(super) fn apart(&self, rules: &PlanRules) -> Result<BTreeSet<(usize, usize)>, PlanFault> {
        let mut out = BTreeSet::new();
        for (n, (a, b)) in rules.cooperate.iter().enumerate() {
            let i = self.find(a, || format!("/cooperate/{n}/0"))?;
            let j = self.find(b, || format!("/cooperate/{n}/1"))?;
            if i == j {
                return Err(PlanFault::NotInPlan(format!("/cooperate/{n}/1")));
            }
            out.insert((i.min(j), i.max(j)));
        }
        Ok(out)
    }

    /// The options of a park: to stay first, then what it may choose; one only where it is fixed.
    pub(super) fn options(
        &self,
        i: usize,
        tables: &DirectionTables,
        open: &[(usize, f64)],
        fix: Option<Option<usize>>,
        protected: &BTreeSet<(usize, usize)>,
    ) -> Vec<PlanOption> {
        let stay = || PlanOption { takes: None, structure: self.structures[i].clone() };
        let take = |k: usize| self.moved_to(i, k, tables, protected);
        match fix {
            Some(None) => vec![stay()],
            // Nothing is left to move where all is protected.
            Some(Some(k)) => vec![take(k).unwrap_or_else(stay)],
            None => {
                std::iter::once(stay()).chain(open.iter().filter_map(|(k, _)| take(*k))).collect()
            }
        }
    }

    /// The structure when a part of it becomes the industry, taken evenly from all that is not protected.
    fn moved_to(
        &self,
        i: usize,
        k: usize,
        tables: &DirectionTables,
        protected: &BTreeSet<(usize, usize)>,
    ) -> Option<PlanOption> {
        let own = &self.structures[i];
        let n_names = own.iter().filter(|s| **s > 0.0).count();
        let part = match self.basis {
            PlanBasis::Firms => moved(tables, self.basis, own),
            PlanBasis::Named => 1.0 / (crate::number(n_names) + 1.0),
        };
        let free: f64 = own
            .iter()
            .enumerate()
            .filter(|(l, _)| !protected.contains(&(i, *l)))
            .map(|(_, s)| s)
            .sum();
        if free < part {
            return None;
        }
        let mut structure: Vec<f64> = own
            .iter()
            .enumerate()
            .map(|(l, s)| if protected.contains(&(i, l)) { *s } else { s * (1.0 - part / free) })
            .collect();
        structure[k] += part;
        Some(PlanOption { takes: Some(k), structure })
    }
}
