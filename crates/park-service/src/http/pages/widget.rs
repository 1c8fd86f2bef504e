//! The widget that others embed, and the page that writes its snippet.

use std::sync::LazyLock;

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, header};
use sha2::{Digest, Sha384};

use super::form::Choice;
use super::{Asked, Spoken, assets, encode, origin_of, publish, render};
use crate::lang::Lang;
use crate::rejection::Rejection;

const SCRIPT: &str = include_str!("../../../../../web/widget/parkwise.js");

/// Hash of the script as a page names it, so that a browser runs exactly this text (W3C Subresource Integrity).
static INTEGRITY: LazyLock<String> =
    LazyLock::new(|| format!("sha384-{}", base64(&Sha384::digest(SCRIPT.as_bytes()))));

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let place = (bits >> (18 - 6 * at)) & 63;
            let letter = LETTERS.get(usize::try_from(place).unwrap_or(0)).copied().unwrap_or(b'=');
            out.push(if at <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

/// What the snippet is written from.
struct Wanted {
    similar: bool,
    industry: String,
    region: String,
    park: String,
    limit: String,
    key: String,
}

#[derive(Template)]
#[template(path = "widget.html")]
struct WidgetPage {
    l: Lang,
    title: String,
    here: String,
    origin: String,
    snippet: String,
    elements: Vec<Choice>,
    wanted: Wanted,
}

/// `GET /widget/v1/parkwise.js`: a module is fetched across origins, so any page may read it.
pub(super) async fn script() -> Response<Body> {
    let mut response = Response::new(Body::from(SCRIPT));
    for (name, value) in [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=3600, stale-while-revalidate=86400"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    if let Ok(tag) = HeaderValue::from_str(&assets::tag(SCRIPT.as_bytes())) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// `GET /widget?element=…&industry=…`: instructions with a snippet for this address.
pub(super) async fn page(
    spoken: Spoken,
    headers: HeaderMap,
    asked: Asked,
) -> Result<Response<Body>, Rejection> {
    let lang = spoken.lang;
    let origin = origin_of(&headers);
    let or = |name: &str, usual: &str| asked.get(name).unwrap_or(usual).to_owned();
    let wanted = Wanted {
        similar: asked.get("element") == Some("similar"),
        industry: or("industry", "光伏组件"),
        region: or("region", ""),
        park: or("park", "G321090"),
        limit: or("limit", "5"),
        key: or("key", "pk_…"),
    };
    let choice = |value: &str, label: &str, on: bool| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        on,
    };
    let html = render(&WidgetPage {
        l: lang,
        title: lang.pick("嵌入组件", "Widget").to_owned(),
        here: "/widget".to_owned(),
        snippet: snippet(&origin, &wanted, lang),
        origin,
        elements: vec![
            choice("matches", lang.pick("适合的园区", "Parks that fit"), !wanted.similar),
            choice("similar", lang.pick("相近的园区", "Nearest parks"), wanted.similar),
        ],
        wanted,
    })?;
    Ok(publish(spoken, html))
}

/// The lines to copy: the module by its hash, the element, and within it the frame for browsers without scripts.
fn snippet(origin: &str, wanted: &Wanted, lang: Lang) -> String {
    let attribute = |name: &str, value: &str| {
        let value = value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
        if value.is_empty() { String::new() } else { format!(" {name}=\"{value}\"") }
    };
    let parts: Vec<(&str, &str)> = if wanted.similar {
        vec![("park", &wanted.park), ("limit", &wanted.limit)]
    } else {
        vec![("industry", &wanted.industry), ("region", &wanted.region), ("limit", &wanted.limit)]
    };
    let name = if wanted.similar { "similar" } else { "matches" };
    let attributes: String = parts.iter().map(|(n, v)| attribute(n, v)).collect();
    let query: String = parts
        .iter()
        .filter(|(_, v)| !v.is_empty())
        .map(|(n, v)| format!("{n}={}&", encode(v)))
        .collect();
    let public = crate::keys::id_of(&wanted.key).unwrap_or("pk_…");
    let frame = format!("{origin}/embed/{name}?{query}lang={}&for={public}", lang.pick("zh", "en"));
    format!(
        "<script type=\"module\" src=\"{origin}/widget/v1/parkwise.js\"\n  integrity=\"{}\" crossorigin=\"anonymous\"></script>\n\
         <parkwise-{name}{attributes}{}>\n  <iframe loading=\"lazy\" width=\"100%\" height=\"480\"{}\n    {}></iframe>\n</parkwise-{name}>",
        *INTEGRITY,
        attribute("key", &wanted.key),
        attribute("title", lang.pick("园鉴", "Parkwise")),
        attribute("src", &frame).trim_start(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_in_rfc_4648() {
        for (text, want) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(text.as_bytes()), want);
        }
    }

    #[test]
    fn a_quote_stays_within_its_attribute() {
        let wanted = Wanted {
            similar: false,
            industry: "\"><script>".to_owned(),
            region: String::new(),
            park: String::new(),
            limit: "5".to_owned(),
            key: "pk_1a2b3c4d_secretpart".to_owned(),
        };
        let text = snippet("https://a.example", &wanted, Lang::Zh);
        assert!(text.contains("industry=\"&quot;>&lt;script>\""), "{text}");
        assert!(
            text.contains("for=pk_1a2b3c4d\""),
            "the frame names the public part alone: {text}"
        );
    }
}
