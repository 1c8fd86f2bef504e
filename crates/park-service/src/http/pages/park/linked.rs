//! A park for machines that read pages: one block of JSON-LD in the words of schema.org.

use serde_json::{Value as Json, json};

/// The block, so written that no text in it can end the element it stands in.
pub(super) fn data(all: &Json) -> String {
    let text = |key: &str| all[key].as_str().filter(|t| !t.is_empty());
    let mut place = json!({
        "@context": "https://schema.org",
        "@type": "Place",
        "identifier": text("id"),
        "name": text("name"),
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "CN",
            "addressRegion": text("province"),
            "addressLocality": text("city"),
        },
    });
    if let Some(fields) = place.as_object_mut() {
        for (key, value) in [("alternateName", text("aliases")), ("sameAs", text("website"))] {
            if let Some(value) = value {
                fields.insert(key.to_owned(), json!(value));
            }
        }
        // The centroid of a county is not where the park is.
        if text("position_is") == Some("surveyed") && all["latitude"].is_number() {
            let geo = json!({ "@type": "GeoCoordinates", "latitude": all["latitude"], "longitude": all["longitude"] });
            fields.insert("geo".to_owned(), geo);
        }
        if all["approved_area_ha"].is_number() {
            let area = json!({ "@type": "PropertyValue", "name": "approved_area_ha", "value": all["approved_area_ha"], "unitCode": "HAR" });
            fields.insert("additionalProperty".to_owned(), area);
        }
    }
    let drop_null = |value: &mut Json| {
        if let Some(fields) = value.as_object_mut() {
            fields.retain(|_, v| !v.is_null());
        }
    };
    drop_null(&mut place);
    drop_null(&mut place["address"]);
    let mut out = String::new();
    for c in place.to_string().chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_ends_the_block_and_what_is_unknown_is_left_out() {
        let name = "</script><script>alert(1)</script><!--&\u{2028}";
        let all = json!({ "id": "X1", "name": name, "province": "江苏省", "city": null,
            "latitude": 31.0, "longitude": 120.0, "position_is": "centroid of county" });
        let block = data(&all);
        assert!(!block.contains(['<', '>', '&', '\u{2028}']), "{block}");
        let read: Json = serde_json::from_str(&block).expect("JSON");
        assert_eq!(read["name"], name);
        assert!(read.get("geo").is_none() && read["address"].get("addressLocality").is_none());
    }
}
