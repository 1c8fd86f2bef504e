//! Requests to copy and run: one list, written for curl, Python and JavaScript. Tests run what stands here.

use crate::app::Live;

/// A park that everybody knows; where it is not in the store, its first park takes its place.
const PARK_USUAL: &str = "G321090";

/// One request.
pub(super) struct Example {
    /// What it asks, in Chinese and in English.
    pub(super) zh: &'static str,
    pub(super) en: &'static str,
    method: &'static str,
    /// Path and query, encoded.
    path: String,
    accept: Option<&'static str>,
    body: Option<&'static str>,
}

impl Example {
    fn get(zh: &'static str, en: &'static str, path: impl Into<String>) -> Self {
        Self { zh, en, method: "GET", path: path.into(), accept: None, body: None }
    }
}

/// The examples for a store.
pub(super) fn all(live: &Live) -> Vec<Example> {
    let first = || live.dataset().parks.first().map(|p| p.id.as_str());
    let park = live.find(PARK_USUAL).map(|p| p.id.as_str()).or_else(first).unwrap_or(PARK_USUAL);
    let park = super::encode(park);
    vec![
        Example {
            zh: "匹配：一个项目，三个最合适的园区",
            en: "Match: a project and the three parks that fit best",
            method: "POST",
            path: "/v1/matches".to_owned(),
            accept: None,
            body: Some(
                r#"{"industry": {"text": "光伏组件"}, "location": {"regions": ["32"]}, "limit": 3}"#,
            ),
        },
        Example {
            accept: Some("text/csv"),
            ..Example::get(
                "列表：江苏的国家级园区，CSV",
                "List: national parks of Jiangsu, as CSV",
                "/v1/parks?region=32&level=national&limit=5",
            )
        },
        Example::get(
            "检索：词与短语",
            "Search: words and phrases",
            format!("/v1/search?q={}&limit=5", super::encode("新能源汽车")),
        ),
        Example::get(
            "一个园区的全部记录",
            "Everything about one park",
            format!("/v1/parks/{park}"),
        ),
        Example::get(
            "最相近的园区",
            "The nearest parks",
            format!("/v1/parks/{park}/similar?axis=industry_named&limit=3"),
        ),
        Example::get(
            "产业：一段文字对应哪些行业代码",
            "Industry: which codes a text means",
            format!("/v1/industries?text={}", super::encode("光伏组件")),
        ),
        Example::get(
            "同质化：一个市里最值得看的园区对",
            "Homogeneity: the most surprising pairs of a city",
            "/v1/homogeneity/pairs?region=3205&limit=3",
        ),
    ]
}

/// Where to ask, and whether a key is needed there.
pub(super) struct Target<'a> {
    /// Scheme, host and port.
    pub(super) origin: &'a str,
    /// Whether the request carries a key.
    pub(super) with_key: bool,
}

impl Example {
    /// As one command of a shell.
    pub(super) fn curl(&self, target: &Target<'_>) -> String {
        let mut out = format!("curl -fsS '{}{}'", target.origin, self.path);
        if target.with_key {
            out.push_str(" \\\n  -H \"Authorization: Bearer $PARKWISE_KEY\"");
        }
        if let Some(accept) = self.accept {
            out.push_str(&format!(" \\\n  -H 'Accept: {accept}'"));
        }
        if let Some(body) = self.body {
            out.push_str(&format!(" \\\n  -H 'Content-Type: application/json' \\\n  -d '{body}'"));
        }
        out
    }

    /// With the standard library of Python.
    pub(super) fn python(&self, target: &Target<'_>) -> String {
        let mut imports = vec!["import urllib.request"];
        let mut head: Vec<String> = Vec::new();
        if target.with_key {
            imports.insert(0, "import os");
            head.push("\"Authorization\": \"Bearer \" + os.environ[\"PARKWISE_KEY\"]".to_owned());
        }
        head.extend(self.accept.map(|a| format!("\"Accept\": \"{a}\"")));
        let mut out = String::new();
        if self.body.is_some() {
            head.push("\"Content-Type\": \"application/json\"".to_owned());
        }
        out.push_str(&imports.join("\n"));
        out.push_str(&format!(
            "\n\nrequest = urllib.request.Request(\n    \"{}{}\",\n",
            target.origin, self.path
        ));
        if let Some(body) = self.body {
            out.push_str(&format!("    data='{body}'.encode(),\n"));
        }
        if !head.is_empty() {
            out.push_str(&format!("    headers={{{}}},\n", head.join(", ")));
        }
        out.push_str(&format!("    method=\"{}\",\n)\n", self.method));
        out.push_str(
            "with urllib.request.urlopen(request) as answer:\n    print(answer.read().decode())",
        );
        out
    }

    /// With the fetch of browsers and of Node.
    pub(super) fn javascript(&self, target: &Target<'_>) -> String {
        let mut head: Vec<String> = Vec::new();
        if target.with_key {
            head.push("Authorization: `Bearer ${process.env.PARKWISE_KEY}`".to_owned());
        }
        head.extend(self.accept.map(|a| format!("Accept: \"{a}\"")));
        if self.body.is_some() {
            head.push("\"Content-Type\": \"application/json\"".to_owned());
        }
        let mut out = format!(
            "const answer = await fetch(\"{}{}\", {{\n  method: \"{}\",\n",
            target.origin, self.path, self.method
        );
        if !head.is_empty() {
            out.push_str(&format!("  headers: {{ {} }},\n", head.join(", ")));
        }
        if let Some(body) = self.body {
            out.push_str(&format!("  body: JSON.stringify({body}),\n"));
        }
        out.push_str("});\nif (!answer.ok) throw new Error(await answer.text());\n");
        out.push_str("console.log(await answer.text());");
        out
    }
}
