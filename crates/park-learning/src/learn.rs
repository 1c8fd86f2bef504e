//! Provinces frozen at a date, and the choices of later firms among their parks.

use ndarray::Array2;
use rayon::prelude::*;

use crate::features::N_FEATURES;
use crate::firms::{Field, Firm};
use crate::logit::Choice;
use crate::making::Making;
use crate::province::Province;

/// The provinces as the firms founded up to the end of `last_year` show them; a park is a candidate when
/// one of these firms is in it. In order of the field's provinces.
pub fn freeze(field: &Field, last_year: u16, making: Making) -> Vec<Province> {
    let end = field.history.partition_point(|f| f.founded.year <= last_year);
    let mut firms: Vec<Vec<&Firm>> = vec![Vec::new(); field.provinces.len()];
    let mut has_firm = vec![false; field.parks.len()];
    for firm in &field.history[..end] {
        if let (Some(park), Some(province)) = (firm.park, firm.province) {
            firms[usize::from(province)].push(firm);
            has_firm[park as usize] = true;
        }
    }
    let mut parks: Vec<Vec<u32>> = vec![Vec::new(); field.provinces.len()];
    for ((park, number), _) in
        field.parks.iter().zip(0_u32..).zip(&has_firm).filter(|(_, has)| **has)
    {
        parks[usize::from(park.province)].push(number);
    }
    let mut work: Vec<(usize, Vec<u32>, Vec<&Firm>)> =
        parks.into_iter().zip(firms).enumerate().map(|(i, (p, f))| (i, p, f)).collect();
    // The largest first, so that no thread ends with the longest job.
    work.sort_by_key(|(i, _, firms)| (std::cmp::Reverse(firms.len()), *i));
    let mut built: Vec<(usize, Province)> = work
        .into_par_iter()
        .with_max_len(1)
        .map(|(i, parks, firms)| (i, Province::build(parks, &firms, last_year, making)))
        .collect();
    built.sort_by_key(|(i, _)| *i);
    built.into_iter().map(|(_, province)| province).collect()
}

/// The choices of some firms within their provinces, as the logit reads them; a firm whose park is no
/// candidate teaches nothing.
pub fn choices_in_province(provinces: &[Province], firms: &[&Firm]) -> Vec<Choice> {
    firms
        .par_iter()
        .filter_map(|firm| {
            let province = &provinces[usize::from(firm.province?)];
            let park = firm.park?;
            let taken = province.parks.iter().position(|p| *p == park)?;
            let rows = province.features(firm);
            let features = Array2::from_shape_fn((rows.len(), N_FEATURES), |(i, j)| rows[i][j]);
            Some(Choice { features, taken, offsets: Vec::new() })
        })
        .collect()
}
