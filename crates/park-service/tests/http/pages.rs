//! The pages: languages, the way from a line to a result, and texts that must stay texts.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;

use crate::store::{Got, ask, make, router};

fn page(router: Router, uri: &str) -> Got {
    let request = Request::get(uri).header("accept", "text/html").body(Body::empty()).unwrap();
    ask(router, request)
}

fn encode(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

fn send(router: Router, uri: &str, fields: &[(&str, &str)]) -> Got {
    let body: Vec<String> =
        fields.iter().map(|(n, v)| format!("{}={}", encode(n), encode(v))).collect();
    let request = Request::post(uri)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "text/html")
        .body(Body::from(body.join("&")))
        .unwrap();
    ask(router, request)
}

/// Elements that our templates write.
const OURS: &str = " a article aside b body br button caption circle code datalist dd defs details div dl dt \
    fieldset footer form g h1 h2 h3 head header html input label legend li link main mark meta nav ol option p \
    path pattern pre rect script section select span strong summary svg table tbody td text textarea th thead \
    title tr tspan ul ";

/// Only our elements, no handler, no style of its own, nothing from elsewhere.
fn is_clean(html: &str, what: &str) {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            assert!(rest.starts_with('/') || rest.starts_with("!doctype"), "{what}: <{rest:.40}");
            continue;
        }
        let name_end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap();
        let name = &rest[..name_end];
        assert!(OURS.contains(&format!(" {name} ")), "{what}: <{name}");
        rest = attributes(&rest[name_end..], name, what);
    }
}

/// Checks the attributes of a tag; what follows the tag.
fn attributes<'h>(mut rest: &'h str, element: &str, what: &str) -> &'h str {
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            return after;
        }
        if let Some(after) = rest.strip_prefix("/>") {
            return after;
        }
        let end = rest.find(['=', ' ', '>', '/']).unwrap();
        assert!(end > 0, "{what}: {element} {}", rest.chars().take(40).collect::<String>());
        let name = rest[..end].to_lowercase();
        rest = &rest[end..];
        let mut value = "";
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let close = quoted.find('"').unwrap();
            value = &quoted[..close];
            rest = &quoted[close + 1..];
        } else {
            assert!(!rest.starts_with('='), "{what}: {element} {name} is not quoted");
        }
        assert!(
            !name.starts_with("on") && name != "style" && name != "formaction",
            "{what}: {name}"
        );
        if matches!(name.as_str(), "src" | "href" | "action") {
            let own = value.starts_with('/') && !value.starts_with("//");
            assert!(own || value == "#main", "{what}: {element} {name}={value}");
        }
        assert!(
            element != "script" || name == "type" || value.starts_with("/assets/portal.js?v="),
            "{what}"
        );
    }
}

const PAGES: [&str; 13] = [
    "/api",
    "/embed/matches?industry=%E5%85%89%E4%BC%8F",
    "/embed/similar?park=T02",
    "/import",
    "/widget",
    "/",
    "/parks",
    "/parks?q=%E8%8B%8F%E5%B7%9E",
    "/parks/T01",
    "/homogeneity",
    "/homogeneity?region=32",
    "/industry?q=%E5%85%89%E4%BC%8F",
    "/about",
];

#[test]
fn every_page_speaks_both_languages_and_loads_nothing_from_elsewhere() {
    for uri in PAGES {
        for (accept, tag) in [("zh-CN", "zh-CN"), ("en-GB,en", "en"), ("", "zh-CN")] {
            let request =
                Request::get(uri).header("accept-language", accept).body(Body::empty()).unwrap();
            let got = ask(router(), request);
            let html = got.text();
            assert_eq!(got.status, 200, "{uri}: {html}");
            assert!(html.contains(&format!("<html lang=\"{tag}\">")), "{uri} {accept}");
            assert_eq!(got.header("content-language"), tag);
            assert_eq!(got.header("x-content-type-options"), "nosniff");
            assert!(got.header("content-security-policy").contains("default-src 'self'"));
            assert!(got.header("content-security-policy").contains("frame-ancestors"));
            is_clean(&html, uri);
        }
    }
}

#[test]
fn pages_and_widget_are_small() {
    let packed = |bytes: &[u8]| {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        std::io::Write::write_all(&mut gzip, bytes).unwrap();
        gzip.finish().unwrap().len()
    };
    let widget = page(router(), "/widget/v1/parkwise.js");
    assert_eq!(widget.header("access-control-allow-origin"), "*");
    assert!(packed(&widget.bytes) <= 30 * 1024);
    let fixed = packed(&page(router(), "/assets/parkwise.css").bytes)
        + packed(&page(router(), "/assets/portal.js").bytes);
    for uri in PAGES {
        assert!(packed(&page(router(), uri).bytes) + fixed <= 120 * 1024, "{uri}");
    }
}

#[test]
fn the_switch_is_remembered() {
    let got = page(router(), "/about?lang=en");
    assert!(got.text().contains("<html lang=\"en\">"));
    let cookie = got.header("set-cookie").split(';').next().unwrap().to_owned();
    let request = Request::get("/").header("cookie", cookie).body(Body::empty()).unwrap();
    assert!(ask(router(), request).text().contains("<html lang=\"en\">"));
}

#[test]
fn from_a_line_to_a_result_and_on() {
    let read = send(router(), "/find", &[("line", "光伏组件项目，江浙皖，用电负荷4万千瓦")]).text();
    for part in ["name=\"industry\" value=\"光伏组件\"", "江苏、浙江、安徽", "value=\"40\""]
    {
        assert!(read.contains(part), "{part}: {read}");
    }
    let fields = [("industry", "光伏组件"), ("regions", "江苏、浙江"), ("power", "40")];
    let ranked = send(router(), "/results", &fields);
    assert_eq!(ranked.status, 303, "{}", ranked.text());
    let at = ranked.header("location").to_owned();
    let result = page(router(), &at);
    let html = result.text();
    assert_eq!(result.status, 200, "{html}");
    assert_eq!(result.header("cache-control"), "no-store");
    for part in ["T02", "乙市高新技术产业开发区", "url(#hatch)", "class=\"tiles\"", "排在"]
    {
        assert!(html.contains(part), "{part}");
    }
    is_clean(&html, "results");
    let filtered =
        send(router(), &format!("{at}/change"), &[("do", "level"), ("value", "national")]);
    assert_eq!(filtered.status, 303);
    let narrowed = page(router(), filtered.header("location")).text();
    assert!(narrowed.contains("T02") && !narrowed.contains("id=\"p-T04\""), "{narrowed}");
    let compare = page(router(), &format!("{at}/compare?park=T02&park=T03")).text();
    assert!(compare.contains("丙县经济开发区"), "{compare}");
    let few = page(router(), &format!("{at}/compare?park=T02")).text();
    assert!(few.contains("2 至 5"));
    let table = page(router(), &format!("{at}/table"));
    assert!(table.text().starts_with('\u{feff}') && table.text().contains("T02"));
    assert!(table.header("content-type").starts_with("text/csv"));
    assert_eq!(page(router(), &at.replace("/results/", "/v1/matches/")).status, 200);
    let profile = format!("{}-profile", at.replace("/results/", "/v1/matches/"));
    assert_eq!(page(router(), &profile).status, 404);
    assert_eq!(send(router(), &format!("{at}/forget"), &[]).status, 303);
    assert_eq!(page(router(), &at).status, 404);
}

#[test]
fn a_form_with_faults_comes_back_with_what_to_mend() {
    for (fields, part) in [
        (vec![("industry", "光伏"), ("power", "多")], "“多”不是数"),
        (vec![("industry", "光伏"), ("regions", "亚特兰蒂斯")], "亚特兰蒂斯"),
        (vec![("industry", "")], "请写明产业"),
        (vec![("industry", "光伏"), ("codes", "9999")], "9999"),
    ] {
        let got = send(router(), "/results", &fields);
        assert_eq!(got.status, 200);
        assert!(got.text().contains(part), "{part}: {}", got.text());
    }
}

#[test]
fn a_refusal_is_a_page_for_a_browser_and_a_problem_for_a_program() {
    let gone = format!("/results/{}", "0".repeat(40));
    let browser = page(router(), &gone);
    assert_eq!((browser.status, browser.header("content-type")), (404, "text/html; charset=utf-8"));
    assert!(browser.text().contains("href=\"/\""));
    // Who chose English reads refusals in English, whatever the browser prefers.
    let request = Request::get(&gone).header("accept", "text/html").header("accept-language", "zh");
    let english = request.header("cookie", "parkwise_lang=en").body(Body::empty()).unwrap();
    assert!(ask(router(), english).text().contains("<html lang=\"en\">"));
    for uri in [gone.as_str(), "/parks/none", "/nowhere"] {
        let program = ask(router(), Request::get(uri).body(Body::empty()).unwrap());
        assert_eq!(program.status, 404, "{uri}");
        assert_eq!(program.header("content-type"), "application/problem+json", "{uri}");
    }
}

/// What has run in pages that were not careful: tags, attributes, schemes, encodings, comments, templates.
const PAYLOADS: &[&str] = &[
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "\"><img src=x onerror=alert(1)>",
    "'><img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "\" onmouseover=alert(1) x=\"",
    "' onmouseover=alert(1) x='",
    "` onmouseover=alert(1) `",
    "\" autofocus onfocus=alert(1) \"",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<audio src onerror=alert(1)>",
    "<math><mi xlink:href=javascript:alert(1)>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button>",
    "<button formaction=javascript:alert(1)>x",
    "<isindex type=image src=1 onerror=alert(1)>",
    "<meta http-equiv=refresh content=0;url=javascript:alert(1)>",
    "<base href=//evil.example>",
    "<link rel=stylesheet href=//evil.example>",
    "<style>@import '//evil.example'</style>",
    "<style>*{background:url(//evil.example)}</style>",
    "<div style=background:url(//evil.example)>",
    "<table background=javascript:alert(1)>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</option></select><script>alert(1)</script>",
    "</svg><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "<!--><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version=\"1.0\"?><x/>",
    "{{7*7}}",
    "{% raw %}",
    "${alert(1)}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)",
    "\u{ff1c}script\u{ff1e}alert(1)",
    "<scr\u{0}ipt>alert(1)</script>",
    "<script\u{b}>alert(1)</script>",
    "\u{202e}<script>alert(1)</script>",
    "\u{2028}<script>alert(1)</script>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<template><script>alert(1)</script></template>",
    "<x onclick=alert(1)>x</x>",
    "<marquee onstart=alert(1)>",
    "\\\"><script>alert(1)</script>",
];

#[test]
fn what_is_typed_stays_text() {
    for payload in PAYLOADS.iter().copied() {
        let q = encode(payload);
        for uri in [
            format!("/parks?q={q}"),
            format!("/industry?q={q}"),
            format!("/homogeneity?region={q}&level={q}&axis={q}&within_km={q}"),
            format!("/parks/{q}"),
            format!("/parks/T01?as_it_was={q}"),
            format!("/?lang={q}"),
            format!("/embed/matches?industry={q}&region={q}&limit={q}&for={q}"),
            format!("/embed/similar?park={q}&axis={q}"),
            format!("/widget?element={q}&industry={q}&region={q}&park={q}&limit={q}&key={q}"),
            format!("/results/{q}"),
            format!("/results/{q}/compare?park={q}"),
            format!("/import/{q}/problems"),
            format!("/assets/{q}"),
            format!("/homogeneity/report?region={q}&as={q}"),
        ] {
            is_clean(&page(router(), &uri).text(), &uri);
        }
        let read = send(router(), "/find", &[("line", payload)]);
        is_clean(&read.text(), payload);
        let fields = [
            ("industry", payload),
            ("name", payload),
            ("regions", payload),
            ("start_by", payload),
            ("near", payload),
            ("must_criterion", payload),
            ("must_value", payload),
        ];
        is_clean(&send(router(), "/results", &fields).text(), payload);
        let ranked = send(router(), "/results", &[("industry", payload), ("name", payload)]);
        if ranked.status == 303 {
            is_clean(&page(router(), ranked.header("location")).text(), payload);
        }
    }
}

#[test]
fn markup_in_the_data_stays_text() {
    let quoted: Vec<String> = PAYLOADS
        .iter()
        // Not what an import takes in as it is.
        .filter(|p| !p.contains(['\u{0}', '\u{b}', '\u{202e}', '\u{2028}']))
        .enumerate()
        .map(|(i, p)| {
            let cell = p.replace('"', "\"\"");
            format!("X{i:02},\"甲{cell}\",national,economic,320500,江苏省,苏州市,120.6,31.3,1200,\"光伏{cell}\",2018-02,\"{cell}\"")
        })
        .collect();
    let csv = format!(
        "park_id,name,level,kind,region_code,province,city,longitude,latitude,approved_area_ha,leading_industries,as_of,source\n{}\nT01,甲,national,economic,320500,江苏省,苏州市,120.6,31.3,1200,光伏,2018-02,示例\n",
        quoted.join("\n")
    );
    let (_dir, app) = make(&csv);
    let router = || park_service::http::router(Arc::clone(&app));
    for i in 0..quoted.len() {
        let uri = format!("/parks/X{i:02}");
        let got = page(router(), &uri);
        assert_eq!(got.status, 200, "{uri}");
        is_clean(&got.text(), &uri);
    }
    for uri in
        ["/parks?q=%E5%85%89%E4%BC%8F", "/homogeneity?region=32", "/industry?q=%E5%85%89%E4%BC%8F"]
    {
        is_clean(&page(router(), uri).text(), uri);
    }
    let ranked = send(router(), "/results", &[("industry", "光伏"), ("limit", "50")]);
    is_clean(&page(router(), ranked.header("location")).text(), "results");
}
