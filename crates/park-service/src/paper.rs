//! The homogeneity report as a file to print or to open in a sheet.

use park_homogeneity::Report;

use crate::app::Live;
use crate::lang::Lang;

pub(crate) fn html(_live: &Live, _report: &Report, _lang: Lang) -> anyhow::Result<String> {
    anyhow::bail!("not yet")
}

pub(crate) fn csv(_live: &Live, _report: &Report, _lang: Lang) -> anyhow::Result<String> {
    anyhow::bail!("not yet")
}
