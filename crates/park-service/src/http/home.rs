//! `/`: what this service answers, for a person who opens it in a browser.

use axum::http::header;
use axum::response::IntoResponse;

use crate::lang::Lang;

const STYLE: &str = include_str!("../../../../web/parkwise.css");

/// What can be asked: path, Chinese, English.
const ROUTES: [(&str, &str, &str); 9] = [
    (
        "/v1/search?q=%E8%8B%8F%E5%B7%9E",
        "按名称、产业、政策全文检索（例：苏州）",
        "full text: names, industries, policies (example: 苏州)",
    ),
    ("/v1/parks?level=national&amp;limit=20", "园区列表", "the list of parks"),
    (
        "/v1/industries?text=%E7%A3%B7%E9%85%B8%E9%93%81%E9%94%82%E6%AD%A3%E6%9E%81%E6%9D%90%E6%96%99",
        "文字对应的国民经济行业代码",
        "what a text means in GB/T 4754-2017",
    ),
    ("/v1/criteria", "可用的条件与权重", "criteria for conditions and weights"),
    (
        "/v1/homogeneity?region=3205",
        "同质化报告（例：一个城市）",
        "the homogeneity report (example: one city)",
    ),
    ("/v1/policies", "政策条款", "policy clauses"),
    ("/openapi.json", "接口说明 OpenAPI 3.1", "the contract, OpenAPI 3.1"),
    ("/readyz", "当前数据代", "the open generation"),
    ("/metrics", "运行指标", "metrics"),
];

const EXAMPLE: &str = "curl -s http://127.0.0.1:8080/v1/matches \\\n  -H 'Content-Type: application/json' \\\n  -d '{\"industry\": {\"text\": \"磷酸铁锂正极材料\"}, \"limit\": 5}'";

/// The page in the language of the browser.
pub(super) async fn page(lang: Lang) -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")],
        html(lang),
    )
}

/// The stylesheet.
pub(super) async fn style() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")],
        STYLE,
    )
}

fn html(lang: Lang) -> String {
    let title = lang.pick("园鉴 Parkwise", "Parkwise 园鉴");
    let lead = lang.pick(
        "哪些园区适合这个项目，为什么，还缺什么；哪些园区彼此雷同，在哪个方面。",
        "Which parks fit a project, why, and what is missing; which parks are near twins, and on which axis.",
    );
    let ask = lang.pick("提交一份投资画像", "Send a profile");
    let look = lang.pick("直接查看", "Look at");
    let limits = lang.pick(
        "数据为 2018 年目录与公开资料整理；未知的就是未知，不作推断。网页版查找在后续版本提供。",
        "The data are the 2018 catalogue and public sources; what is not known stays unknown. Pages for finding follow in a later version.",
    );
    let items: String = ROUTES
        .iter()
        .map(|(path, zh, en)| {
            let shown = path.split('?').next().unwrap_or(path);
            format!(
                "      <li><a href=\"{path}\"><code>{shown}</code></a> {}</li>\n",
                lang.pick(zh, en)
            )
        })
        .collect();
    let example = EXAMPLE.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n  <meta charset=\"utf-8\">\n  \
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n  \
         <title>{title}</title>\n  <link rel=\"stylesheet\" href=\"/assets/parkwise.css\">\n</head>\n\
         <body>\n  <main>\n    <h1>{title}</h1>\n    <p>{lead}</p>\n    <h2>{ask}</h2>\n    \
         <pre><code>{example}</code></pre>\n    <h2>{look}</h2>\n    <ul>\n{items}    </ul>\n    \
         <p class=\"limits\">{limits}</p>\n  </main>\n</body>\n</html>\n",
        lang.tag()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_its_language_and_loads_nothing_from_elsewhere() {
        for (lang, tag) in [(Lang::Zh, "zh-CN"), (Lang::En, "en")] {
            let page = html(lang);
            assert!(page.contains(&format!("<html lang=\"{tag}\">")));
            for never in ["<script", "style=\"", "src=", "href=\"http", "onclick"] {
                assert!(!page.contains(never), "{never}");
            }
        }
    }
}
