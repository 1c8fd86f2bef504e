//! Parks by words: full text with its highlights; the search stands in the address.

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::Response;

use super::{Asked, Shared, Spoken, encode, publish, render};
use crate::answer::search;
use crate::http::pools::Cost;
use crate::lang::Lang;
use crate::rejection::Rejection;

const HITS: usize = 20;

struct Hit {
    id: String,
    name: String,
    about: String,
    /// Escaped by the index; matched words stand in `<b>`.
    highlights: Vec<String>,
}

#[derive(Template)]
#[template(path = "browse.html")]
struct BrowsePage {
    l: Lang,
    title: String,
    here: String,
    q: String,
    total: usize,
    hits: Vec<Hit>,
    synonyms: Vec<String>,
    suggestions: Vec<(String, String)>,
    next: Option<String>,
    fault: Option<String>,
}

/// `GET /parks?q=…`.
pub(super) async fn page(
    State(shared): State<Shared>,
    spoken: Spoken,
    asked: Asked,
) -> Result<Response<Body>, Rejection> {
    let live = shared.live()?;
    let lang = spoken.lang;
    let html = shared
        .pools
        .run(Cost::Quick, move || {
            let q = asked.get("q").unwrap_or("").to_owned();
            let mut page = BrowsePage {
                l: lang,
                title: lang.pick("园区检索", "Search parks").to_owned(),
                here: format!("/parks?q={}", encode(&q)),
                total: 0,
                hits: Vec::new(),
                synonyms: Vec::new(),
                suggestions: Vec::new(),
                next: None,
                fault: None,
                q,
            };
            if page.q.is_empty() {
                return render(&page);
            }
            match search::answer(&live, &page.q, HITS, asked.get("cursor"), spoken.lang) {
                Ok(found) => {
                    page.total = found.total;
                    page.hits = found
                        .hits
                        .into_iter()
                        .map(|h| Hit {
                            about: live.find(&h.park.id).map_or_else(String::new, |p| {
                                let place = [&p.province, &p.city];
                                place
                                    .iter()
                                    .filter_map(|p| p.as_deref())
                                    .collect::<Vec<_>>()
                                    .join(" ")
                            }),
                            id: h.park.id,
                            name: h.park.name,
                            highlights: h.highlights.into_iter().map(|h| h.html).collect(),
                        })
                        .collect();
                    page.synonyms = found
                        .synonyms
                        .iter()
                        .chain(&found.read_as)
                        .map(|w| format!("{} = {}", w.from, w.to.join(lang.pick("、", ", "))))
                        .collect();
                    page.suggestions =
                        found.suggestions.into_iter().map(|s| (encode(&s), s)).collect();
                    page.next = found.next.map(|c| format!("{}&cursor={}", page.here, encode(&c)));
                }
                Err(refused) => {
                    page.fault = Some(super::find::sentences(&refused).join(" "));
                }
            }
            render(&page)
        })
        .await?;
    Ok(publish(spoken, html))
}
