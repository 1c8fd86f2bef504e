//! The whole main job, on the bundled real data: what a newcomer sees first.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use super::{Exit, Global, Streams, homogeneity, serve};
use crate::answer::homogeneity::HomogeneityRequest;
use crate::answer::request::{IndustryRequest, ProfileRequest};
use crate::answer::{homogeneity as homogeneity_answer, matches};
use crate::app::App;
use crate::http;
use crate::progress;

/// The profile that is shown: one trade, no place.
const EXAMPLE: &str = "光伏组件";

/// Matches of it that are printed.
const EXAMPLE_MATCHES: i64 = 3;

/// The province whose parks are compared.
const EXAMPLE_REGION: &str = "32";

const ADDRESS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

pub(super) fn run(global: &Global, streams: &mut Streams<'_>) -> anyhow::Result<Exit> {
    http::check_bind(ADDRESS, false).map_err(|why| anyhow::anyhow!(why))?;
    let app = App::open(&global.data, streams.err)?;
    let live = app.live();
    let lang = global.lang();
    let request = ProfileRequest {
        industry: IndustryRequest { text: Some(EXAMPLE.to_owned()), codes: None },
        limit: Some(EXAMPLE_MATCHES),
        ..ProfileRequest::default()
    };
    writeln!(
        streams.out,
        "{}",
        lang.pick(
            format!("投资画像：{EXAMPLE}（不限地点）"),
            format!("profile: {EXAMPLE} (solar modules), any place"),
        )
    )?;
    let answer = matches::answer(&live, &request, lang, app.secret())?;
    matches::print(&answer, &live, lang, streams.out)?;
    writeln!(
        streams.out,
        "\n{}",
        if global.demo {
            lang.pick("同质化概要：演示省的园区", "homogeneity: the parks of the demo province")
        } else {
            lang.pick("同质化概要：江苏省的园区", "homogeneity: the parks of Jiangsu")
        }
    )?;
    let request = HomogeneityRequest {
        region: Some(
            if global.demo { park_demo::REGION_PREFIX } else { EXAMPLE_REGION }.to_owned(),
        ),
        ..HomogeneityRequest::default()
    };
    let step = progress::step("正在比较园区", "comparing the parks");
    let report = homogeneity_answer::answer(&live, &request, lang)?;
    drop(step);
    homogeneity::print(&report, lang, 3, streams.out)?;
    streams.out.flush()?;
    drop(live);
    serve::listen(Arc::new(app), ADDRESS, streams)
}
