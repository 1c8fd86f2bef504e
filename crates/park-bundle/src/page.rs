//! The page `docs/bundled-set.md`: what is in the set, and what became of every row of every source.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::account::Account;
use crate::join::{HandTable, Joined};
use crate::tables::Written;

/// How the rules alone do on zones that were judged by reading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Agreement {
    /// Zones judged.
    pub(crate) judged: usize,
    /// The rules say the same.
    pub(crate) right: usize,
    /// The rules join what is another park, or none.
    pub(crate) joined_wrongly: usize,
    /// The rules leave alone what is in the catalogue.
    pub(crate) missed: usize,
}

/// Compares the rules with a judged sample.
pub(crate) fn agreement(sample: &HandTable, joined: &BTreeMap<String, Joined>) -> Agreement {
    let mut found = Agreement::default();
    for (zone_id, judged) in sample {
        let Some(join) = joined.get(zone_id) else { continue };
        found.judged += 1;
        if join.by_rule == *judged {
            found.right += 1;
        } else if join.by_rule.is_some() {
            found.joined_wrongly += 1;
        } else {
            found.missed += 1;
        }
    }
    found
}

const HEAD: &str = "# The bundled set

Made by `parkwise bundle --from ../shared/data --out data`, which also writes this page. Every row of every
source is counted once. What the names in the column `source` stand for is said in `data/SOURCES.md`.

Conventions of the counts (`structure`, `bases`, `activities`):
- a value is the registrations of that year, a flow; stocks are sums. Use shares and ranks, not levels: the
  registrations thin out after 2013 and are irregular by year and province;
- a firm counts under its main activity; a firm whose scope names no industry counts in no structure;
- divisions (two digits) stand by year. Groups (three digits) stand by steps of five years counted back from
  the last year and named by their last year: 2018 is 2014 to 2018, 2013 is 2009 to 2013, and so on to 1978;
- a group has a row where three firms or more of one park (or region) and step are in it. Those firms are not in
  the row of the division, which holds the rest: all rows of a park are disjoint and add up;
- `bases`: firms of zones count 1, firms elsewhere (a sample of about 7 in 100) count 14.3; region codes are
  provinces, 000000 for the nation (29 provinces), and cities: one row a group or division of three firms or more,
  of all years together, for what stands around a park;
- `activities`: terms that three firms or more of a park use, counted to the end of 2018; at most 200 a park, those
  that tell it most from all firms (n × ln of share over share everywhere). Terms are dictionary words, products of
  the chains, and phrases of 2 to 8 characters that 20 firms in 3 provinces use; no names of places;
- capital is left out; no row is about a single firm.

Names of zones come from registered addresses, names of other parks from public pages. A park that the catalogue has
not has level unknown. `chemical_park` is empty throughout: no source states the recognition.
";

/// Writes the page.
pub(crate) fn page(files: &[Written], accounts: &[Account], rules: Agreement) -> String {
    let mut page = String::from(HEAD);
    page.push_str("\n## Files\n\n| file | rows | kB |\n|---|---|---|\n");
    for file in files {
        let _ =
            writeln!(page, "| `{}` | {} | {} |", file.file, file.rows, file.bytes.div_ceil(1000));
    }
    let _ = writeln!(page, "\n## Zones and the catalogue\n");
    let _ = writeln!(
        page,
        "All zones were read one by one beside the catalogue's parks of their city and the places that their firms' \
         names hold; where that reading differs from the rules (normalised name, same city, kind, uniqueness), \
         it stands in `data/joins/zones.csv` with its reason and wins. On {} zones drawn at random \
         (`data/joins/sample.csv`) the rules alone agree with the reading in {}; they join {} wrongly and miss {}. \
         The reading is one reading: renames and parts rest on what is known of the zones, some thirty of the reasons \
         could be argued, and no second reader has judged them.",
        rules.judged, rules.right, rules.joined_wrongly, rules.missed
    );
    page.push_str("\n## Every row of every source\n\n| source | rows | became |\n|---|---|---|\n");
    for account in accounts {
        for (i, (what, rows)) in account.became.iter().enumerate() {
            let source = if i == 0 {
                format!("`{}` ({} rows)", account.file, account.rows)
            } else {
                String::new()
            };
            let _ = writeln!(page, "| {source} | {rows} | {what} |");
        }
    }
    page
}
