//! The page of imports: tried first, taken in by a second form, and only by whom it is for.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use park_registry::Registry;
use park_service::app::App;
use park_service::http;
use park_service::keys::KeyKind;

use crate::keys::key;
use crate::store::{Got, ask, make, parks};

const ROWS: &str = "park_id,name,approved_area_ha\nN1,新来的园区,100\nN2,面积不对的园区,-3\n";

/// The service: what is tried waits in it.
struct Service(axum::Router);

impl Service {
    fn new(app: &Arc<App>) -> Self {
        Self(http::router(Arc::clone(app)))
    }

    fn ask(&self, request: axum::http::request::Builder, body: String) -> Got {
        let request = request.header("accept", "text/html").body(Body::from(body)).unwrap();
        ask(self.0.clone(), request)
    }

    fn seal(&self) -> String {
        let page = self.ask(Request::get("/import"), String::new());
        assert_eq!(page.status, 200, "{}", page.text());
        after(&page.text(), "name=\"seal\" value=\"")
    }

    fn try_file(&self, seal: &str, table: &str, file: &str, rows: &str) -> Got {
        let field = |name: &str, value: &str| {
            format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let body = format!(
            "{}{}--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file}\"\r\nContent-Type: text/csv\r\n\r\n{rows}\r\n--xyz--\r\n",
            field("seal", seal),
            field("table", table)
        );
        let request =
            Request::post("/import").header("content-type", "multipart/form-data; boundary=xyz");
        self.ask(request, body)
    }

    fn send(&self, uri: &str, seal: &str) -> Got {
        let kind = "application/x-www-form-urlencoded";
        self.ask(Request::post(uri).header("content-type", kind), format!("seal={seal}"))
    }
}

fn after(text: &str, start: &str) -> String {
    let at = text.find(start).unwrap_or_else(|| panic!("no {start} in {text}")) + start.len();
    text[at..].split('"').next().unwrap().to_owned()
}

#[test]
fn a_file_is_tried_then_taken_in_then_published_and_all_is_written_down() {
    let (dir, app) = make(parks());
    let service = Service::new(&app);
    let seal = service.seal();
    let tried = service.try_file(&seal, "", "parks.csv", ROWS);
    let html = tried.text();
    assert_eq!(tried.status, 200, "{html}");
    for part in ["还没有写入", "approved_area_ha", "-3", "parks.csv"] {
        assert!(html.contains(part), "{part}: {html}");
    }
    let before = Registry::open(dir.path()).unwrap().read().unwrap().len();
    let record = after(&html, "<form method=\"post\" action=\"/import/");
    let id = record.split('/').next().unwrap();
    let problems = service.ask(Request::get(format!("/import/{id}/problems")), String::new());
    assert!(
        problems.text().contains("-3")
            && problems.header("content-disposition").contains("attachment")
    );
    let done = service.send(&format!("/import/{id}/record"), &seal);
    assert!(done.text().contains("已写入 1 行"), "{}", done.text());
    assert_eq!(Registry::open(dir.path()).unwrap().read().unwrap().len(), before + 1);
    let again = service.send(&format!("/import/{id}/record"), &seal);
    assert_eq!(again.status, 404, "a file is taken in once");
    let missing = service.ask(Request::get("/parks/N1"), String::new());
    assert_eq!(missing.status, 404, "not published yet");
    let published = service.send("/import/publish", &seal);
    assert!(published.text().contains("已发布"), "{}", published.text());
    assert_eq!(service.ask(Request::get("/parks/N1"), String::new()).status, 200);
    let acts = Registry::open(dir.path()).unwrap().acts(10).unwrap();
    let told: Vec<(&str, &str)> = acts.iter().map(|a| (a.act.as_str(), a.who.as_str())).collect();
    assert_eq!(told, [("publish", "this machine"), ("import", "this machine")]);
    assert!(acts[1].what.contains("1 rows"), "{acts:?}");
}

#[test]
fn nothing_is_changed_without_the_seal_of_our_own_page() {
    let (dir, app) = make(parks());
    let service = Service::new(&app);
    for seal in ["", "0", &"0".repeat(64)] {
        assert_eq!(service.try_file(seal, "parks", "parks.csv", ROWS).status, 403);
        assert_eq!(service.send("/import/publish", seal).status, 403);
    }
    let seal = service.seal();
    let foreign = Request::post("/import/publish")
        .header("host", "127.0.0.1:8080")
        .header("origin", "https://evil.example")
        .header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(service.ask(foreign, format!("seal={seal}")).status, 403);
    assert_eq!(Registry::open(dir.path()).unwrap().acts(10).unwrap(), []);
}

#[test]
fn a_file_that_is_none_is_said_on_the_page() {
    let (_dir, app) = make(parks());
    let service = Service::new(&app);
    let seal = service.seal();
    assert!(service.try_file(&seal, "", "", "").text().contains("请先选择"));
    let damaged = service.try_file(&seal, "", "parks.xlsx", "PK\u{3}\u{4}junk");
    assert_eq!(damaged.status, 200);
    assert!(damaged.text().contains("role=\"alert\""), "{}", damaged.text());
    let payload = "<script>alert(1)</script>";
    let hostile = service.try_file(
        &seal,
        "parks",
        &format!("{payload}.csv"),
        &format!("park_id,name\n{payload},\n"),
    );
    assert!(!hostile.text().contains(payload), "{}", hostile.text());
    let plain = Request::post("/import").header("content-type", "text/plain");
    assert_eq!(service.ask(plain, "x".to_owned()).status, 415);
    let torn = Request::post("/import").header("content-type", "multipart/form-data; boundary=xyz");
    assert_eq!(service.ask(torn, "--xyz\r\n".to_owned()).status, 400);
}

#[test]
fn only_this_machine_and_an_admin_key_come_here() {
    let (dir, app) = make(parks());
    let service = Service::new(&app);
    let bearer = |kind: KeyKind| format!("Bearer {}", key(&dir, kind, 100));
    let (publishable, secret, admin) =
        (bearer(KeyKind::Publishable), bearer(KeyKind::Secret), bearer(KeyKind::Admin));
    for (uri, method) in [
        ("/import", "GET"),
        ("/import", "POST"),
        ("/import/publish", "POST"),
        ("/import/0/record", "POST"),
        ("/import/0/problems", "GET"),
    ] {
        for (key, want) in [("", 401), (&publishable, 403), (&secret, 403)] {
            let mut request =
                Request::builder().method(method).uri(uri).header("host", "parks.example");
            if !key.is_empty() {
                request = request.header("authorization", key);
            }
            if *key == publishable {
                request = request.header("origin", "https://portal.example");
            }
            assert_eq!(
                service.ask(request, String::new()).status,
                want,
                "{method} {uri} {key:.12}"
            );
        }
    }
    let request =
        Request::get("/import").header("host", "parks.example").header("authorization", &admin);
    assert_eq!(service.ask(request, String::new()).status, 200);
}
