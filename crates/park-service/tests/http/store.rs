//! A small store of invented parks, and how it is asked.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use park_domain::{Interner, Record, Table};
use park_registry::{Origin, Registry};
use park_service::app::{self, App};
use park_service::{bundled, http};
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt;

const PARKS: &str = "\
park_id,name,level,kind,region_code,province,city,longitude,latitude,approved_area_ha,leading_industries,as_of,source
T01,甲市经济技术开发区,national,economic,320500,江苏省,苏州市,120.6,31.3,1200,电子信息、装备制造,2018-02,示例
T02,乙市高新技术产业开发区,national,high-tech,320200,江苏省,无锡市,120.3,31.5,900,光伏、集成电路,2018-02,示例
T03,丙县经济开发区,provincial,economic,320400,江苏省,常州市,119.9,31.8,700,光伏、新材料,2018-02,示例
T04,丁县工业园区,provincial,economic,330100,浙江省,杭州市,120.2,30.3,300,纺织、食品,2018-02,示例
T05,戊市化工园区,provincial,chemical,330200,浙江省,宁波市,121.5,29.9,500,化工新材料,2018-02,示例
";

const POLICIES: &str = "\
clause_id,park_id,region_code,document,valid_to,instrument,text,role,source,as_of
P1,T01,,示例办法,2030-12-31,rent,厂房租金减半,benefit,示例,2018-02
P2,T01,,旧办法,2016-12-31,land,土地补助,benefit,示例,2016-02
P3,,320000,省办法,,R&D,研发补助,benefit,示例,2018-02
P4,,330000,省价格,,energy,电价,price,示例,2018-02
";

const SAME_AS: &str = "park_id,other_id\nT01,Z901\n";

const REGIONS: &str = "\
region_code,name,level,parent_code,longitude,latitude
320000,江苏省,province,,118.8,32.0
320200,无锡市,city,320000,120.3,31.5
320400,常州市,city,320000,119.9,31.8
320500,苏州市,city,320000,120.6,31.3
330000,浙江省,province,,120.2,30.3
330100,杭州市,city,330000,120.2,30.3
330200,宁波市,city,330000,121.5,29.9
";

/// A store with these rows in place of the bundled set.
pub(crate) fn make(parks: &str) -> (TempDir, Arc<App>) {
    let dir = tempfile::tempdir().unwrap();
    record(dir.path(), parks);
    let app = App::open(dir.path(), &mut Vec::new()).unwrap();
    (dir, Arc::new(app))
}

/// Writes rows as the bundled set.
pub(crate) fn record(store: &Path, parks: &str) -> Registry {
    let mut interner = Interner::default();
    let mut records: Vec<Record> = Vec::new();
    for (table, text) in [
        (Table::Parks, parks),
        (Table::Policies, POLICIES),
        (Table::SameAs, SAME_AS),
        (Table::Regions, REGIONS),
    ] {
        let file = format!("{}.csv", table.name());
        let import = park_import::import_bytes(table, &file, text.as_bytes(), &mut interner);
        assert_eq!(import.problems_total, 0, "{}", import.problems_text());
        records.extend(import.records);
    }
    let mut registry = Registry::open(store).unwrap();
    let origin =
        Origin { name: "bundled set".to_owned(), at: app::now(), hash: Some(bundled::hash()) };
    registry.replace_bundled(&origin, &records).unwrap();
    registry
}

/// The parks of the shared store.
pub(crate) fn parks() -> &'static str {
    PARKS
}

static SHARED: LazyLock<(TempDir, Arc<App>)> = LazyLock::new(|| make(PARKS));

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap());

/// The service on the shared store, for tests that only read.
pub(crate) fn router() -> Router {
    http::router(Arc::clone(&SHARED.1))
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Got {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }
}

/// Asks a router.
pub(crate) fn ask(router: Router, request: Request<Body>) -> Got {
    RUNTIME.block_on(async {
        let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Got { status: parts.status.as_u16(), headers: parts.headers, bytes }
    })
}

/// GET on the shared store.
pub(crate) fn get(uri: &str) -> Got {
    ask(router(), Request::get(uri).body(Body::empty()).unwrap())
}

/// GET in English.
pub(crate) fn get_en(uri: &str) -> Got {
    let request = Request::get(uri).header("accept-language", "en").body(Body::empty()).unwrap();
    ask(router(), request)
}

/// POST of JSON on the shared store.
pub(crate) fn post(uri: &str, body: &Value) -> Got {
    let request = Request::post(uri)
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap();
    ask(router(), request)
}
