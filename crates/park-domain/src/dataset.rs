//! The typed form of many records: what every later stage reads.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use crate::date::PartialDate;
use crate::dictionary::Table;
use crate::record::{Record, Value};
use crate::words::{
    ApprovalStage, Consequence, Coverage, Instrument, Level, NodeKind, ParkKind, PlotCondition,
    PlotKind, PromiseKind, PromiseReason, PromiseState, Role, Status, UtilityKind,
};
pub use crate::words::{BasisKind as Basis, VisibilityKind as Visibility};

/// The id of a park. Orders as text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParkId(Arc<str>);

impl ParkId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for ParkId {
    fn from(text: &str) -> Self {
        Self(Arc::from(text))
    }
}

impl Borrow<str> for ParkId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ParkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a row comes from and for when it holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Provenance {
    /// The source, as text.
    pub source: Option<Arc<str>>,
    /// The date for which the row holds.
    pub as_of: Option<PartialDate>,
    /// Whether it is estimated.
    pub estimated: bool,
    /// Who may see it.
    pub visibility: Visibility,
    /// A note.
    pub note: Option<Arc<str>>,
}

/// Reads typed fields out of a checked record.
struct Fields<'r>(&'r Record);

impl Fields<'_> {
    fn text(&self, name: &str) -> Option<Arc<str>> {
        match self.0.get(name) {
            Some(Value::Text(t)) => Some(Arc::clone(t)),
            Some(Value::Number(_) | Value::Date(_) | Value::Flag(_)) | None => None,
        }
    }
    fn required(&self, name: &str) -> Arc<str> {
        self.text(name).unwrap_or_else(|| Arc::from(""))
    }
    fn park(&self) -> ParkId {
        ParkId(self.required("park_id"))
    }
    fn id(&self, name: &str) -> Option<ParkId> {
        self.text(name).map(ParkId)
    }
    fn number(&self, name: &str) -> Option<f64> {
        match self.0.get(name) {
            Some(Value::Number(n)) => Some(*n),
            Some(Value::Text(_) | Value::Date(_) | Value::Flag(_)) | None => None,
        }
    }
    fn year(&self) -> Option<u16> {
        self.year_of("year")
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a checked year lies between 1900 and 2100"
    )]
    fn year_of(&self, name: &str) -> Option<u16> {
        self.number(name).map(|n| n as u16)
    }
    fn date(&self, name: &str) -> Option<PartialDate> {
        match self.0.get(name) {
            Some(Value::Date(d)) => Some(*d),
            Some(Value::Text(_) | Value::Number(_) | Value::Flag(_)) | None => None,
        }
    }
    fn flag(&self, name: &str) -> Option<bool> {
        match self.0.get(name) {
            Some(Value::Flag(b)) => Some(*b),
            Some(Value::Text(_) | Value::Number(_) | Value::Date(_)) | None => None,
        }
    }
    fn word<T>(&self, name: &str, parse: fn(&str) -> Option<T>) -> Option<T> {
        self.text(name).and_then(|t| parse(&t))
    }
    fn position(&self) -> Option<(f64, f64)> {
        Some((self.number("longitude")?, self.number("latitude")?))
    }
    fn provenance(&self) -> Provenance {
        Provenance {
            source: self.text("source"),
            as_of: self.date("as_of"),
            estimated: self.flag("estimated").unwrap_or(false),
            visibility: self.word("visibility", Visibility::parse).unwrap_or(Visibility::Public),
            note: self.text("note"),
        }
    }
}

/// Parts of a list as people write it: separated by `、`, `；`, `;` or `,`; blanks and empties dropped.
pub fn list_parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', '；', ';', '，', ',']).map(str::trim).filter(|p| !p.is_empty())
}

macro_rules! row {
    ($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $ty:ty = |$f:ident| $get:expr;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $($(#[$fdoc])* pub $field: $ty,)+
            /// Source, date, visibility, note.
            pub provenance: Provenance,
        }
        impl $name {
            fn of(record: &Record) -> Self {
                let fields = Fields(record);
                Self { $($field: { let $f = &fields; $get },)+ provenance: fields.provenance() }
            }
        }
    };
}

row! {
    /// One park.
    Park {
        /// Id.
        id: ParkId = |f| f.park();
        /// Official name.
        name: Arc<str> = |f| f.required("name");
        /// Other names.
        aliases: Vec<Arc<str>> = |f| f.text("aliases").map(|t| list_parts(&t).map(Arc::from).collect()).unwrap_or_default();
        /// Administrative level; [`Level::Unknown`] when not known.
        level: Level = |f| f.word("level", Level::parse).unwrap_or(Level::Unknown);
        /// Kind, when known.
        kind: Option<ParkKind> = |f| f.word("kind", ParkKind::parse);
        /// Whether it still stands; a row that does not say counts as active.
        status: Status = |f| f.word("status", Status::parse).unwrap_or(Status::Active);
        /// The park it was merged into.
        successor_id: Option<ParkId> = |f| f.id("successor_id");
        /// The house of which this is one plate.
        parent_id: Option<ParkId> = |f| f.id("parent_id");
        /// The body that runs it.
        managing_body: Option<Arc<str>> = |f| f.text("managing_body");
        /// GB/T 2260 code, six digits.
        region_code: Option<Arc<str>> = |f| f.text("region_code");
        /// Province.
        province: Option<Arc<str>> = |f| f.text("province");
        /// City.
        city: Option<Arc<str>> = |f| f.text("city");
        /// County.
        county: Option<Arc<str>> = |f| f.text("county");
        /// Longitude and latitude in degrees, WGS-84.
        position: Option<(f64, f64)> = |f| f.position();
        /// What the coordinates are.
        position_is: Option<Arc<str>> = |f| f.text("position_is");
        /// Approved on.
        approved_on: Option<PartialDate> = |f| f.date("approved_on");
        /// Approved area in hectares.
        approved_area_ha: Option<f64> = |f| f.number("approved_area_ha");
        /// Website.
        website: Option<Arc<str>> = |f| f.text("website");
        /// Leading industries as written.
        leading_industries: Vec<Arc<str>> = |f| f.text("leading_industries").map(|t| list_parts(&t).map(Arc::from).collect()).unwrap_or_default();
        /// Recognised chemical park, when known.
        chemical_park: Option<bool> = |f| f.flag("chemical_park");
    }
}
row! {
    /// Two ids of one park.
    SameAs {
        /// The park's id.
        park_id: ParkId = |f| f.park();
        /// Another id of the same park.
        other_id: ParkId = |f| ParkId(f.required("other_id"));
    }
}
row! {
    /// What a park says it wants to be.
    Positioning {
        /// The park.
        park_id: ParkId = |f| f.park();
        /// Year, when known.
        year: Option<u16> = |f| f.year();
        /// The positioning, restated.
        text: Arc<str> = |f| f.required("text");
    }
}
row! {
    /// How much of one industry a park has.
    Structure {
        /// The park.
        park_id: ParkId = |f| f.park();
        /// Year of the flow or stock.
        year: Option<u16> = |f| f.year();
        /// GB/T 4754-2017 code or words.
        industry: Arc<str> = |f| f.required("industry");
        /// What is counted.
        basis: Basis = |f| f.word("basis", Basis::parse).unwrap_or(Basis::Firms);
        /// How much, in the unit of the basis; none for basis named.
        value: Option<f64> = |f| f.number("value");
    }
}
row! {
    /// How much of one industry a region has.
    Base {
        /// GB/T 2260 code; 000000 is the nation.
        region_code: Arc<str> = |f| f.required("region_code");
        /// Year.
        year: Option<u16> = |f| f.year();
        /// GB/T 4754-2017 code or words.
        industry: Arc<str> = |f| f.required("industry");
        /// What is counted.
        basis: Basis = |f| f.word("basis", Basis::parse).unwrap_or(Basis::Firms);
        /// How much, in the unit of the basis.
        value: Option<f64> = |f| f.number("value");
    }
}
row! {
    /// A term that three or more firms of a park use.
    Activity {
        /// The park.
        park_id: ParkId = |f| f.park();
        /// Counted up to the end of this year.
        year: Option<u16> = |f| f.year();
        /// The term.
        term: Arc<str> = |f| f.required("term");
        /// Firms that use it.
        firms: Option<f64> = |f| f.number("firms");
    }
}
row! {
    /// A firm in a park.
    Tenant {
        /// Id of the firm.
        firm_id: Arc<str> = |f| f.required("firm_id");
        /// The park.
        park_id: ParkId = |f| f.park();
        /// Name of the firm.
        name: Option<Arc<str>> = |f| f.text("name");
        /// GB/T 4754-2017 code or words.
        industry: Option<Arc<str>> = |f| f.text("industry");
        /// Registered business scope.
        scope: Option<Arc<str>> = |f| f.text("scope");
        /// Products.
        products: Option<Arc<str>> = |f| f.text("products");
        /// Founded on.
        founded_on: Option<PartialDate> = |f| f.date("founded_on");
        /// Registered capital, 10k CNY.
        capital_10k_cny: Option<f64> = |f| f.number("capital_10k_cny");
        /// Tags.
        tags: Option<Arc<str>> = |f| f.text("tags");
    }
}
row! {
    /// One clause of a policy.
    PolicyClause {
        /// Id of the clause.
        clause_id: Arc<str> = |f| f.required("clause_id");
        /// The park whose clause it is.
        park_id: Option<ParkId> = |f| f.id("park_id");
        /// The region whose clause it is.
        region_code: Option<Arc<str>> = |f| f.text("region_code");
        /// Title of the document.
        document: Option<Arc<str>> = |f| f.text("document");
        /// Issued on.
        issued_on: Option<PartialDate> = |f| f.date("issued_on");
        /// Valid from.
        valid_from: Option<PartialDate> = |f| f.date("valid_from");
        /// Valid to.
        valid_to: Option<PartialDate> = |f| f.date("valid_to");
        /// Year of issue.
        issued_year: Option<u16> = |f| f.year_of("issued_year");
        /// The clause, or its summary.
        text: Option<Arc<str>> = |f| f.text("text");
        /// Instrument, by the form of the benefit.
        instrument: Option<Instrument> = |f| f.word("instrument", Instrument::parse);
        /// Target industry.
        target_industry: Option<Arc<str>> = |f| f.text("target_industry");
        /// What the firm gains, per cent of `per`.
        rate_pct: Option<f64> = |f| f.number("rate_pct");
        /// Upper end of a range.
        rate_pct_high: Option<f64> = |f| f.number("rate_pct_high");
        /// Fixed sum, or sum per unit, 10k CNY.
        amount_10k_cny: Option<f64> = |f| f.number("amount_10k_cny");
        /// Upper end of a range, 10k CNY.
        amount_10k_cny_high: Option<f64> = |f| f.number("amount_10k_cny_high");
        /// Upper limit, 10k CNY.
        cap_10k_cny: Option<f64> = |f| f.number("cap_10k_cny");
        /// Of what, or for each what.
        per: Option<Arc<str>> = |f| f.text("per");
        /// Years.
        years: Option<Arc<str>> = |f| f.text("years");
        /// Condition.
        condition: Option<Arc<str>> = |f| f.text("condition");
        /// Benefit, or a price to pay; a row that does not say is a benefit.
        role: Role = |f| f.word("role", Role::parse).unwrap_or(Role::Benefit);
        /// Excerpt or whole document.
        coverage: Option<Coverage> = |f| f.word("coverage", Coverage::parse);
    }
}
row! {
    /// One utility of a park.
    Utility {
        /// The park.
        park_id: ParkId = |f| f.park();
        /// Which utility.
        utility: UtilityKind = |f| f.word("utility", UtilityKind::parse).unwrap_or(UtilityKind::Power);
        /// Ready, when known.
        ready: Option<bool> = |f| f.flag("ready");
        /// Capacity, in `unit`.
        capacity: Option<f64> = |f| f.number("capacity");
        /// Spare capacity, in `unit`.
        spare: Option<f64> = |f| f.number("spare");
        /// Unit of capacity and spare.
        unit: Option<Arc<str>> = |f| f.text("unit");
        /// Price, in `price_unit`.
        price: Option<f64> = |f| f.number("price");
        /// Upper end of the price.
        price_high: Option<f64> = |f| f.number("price_high");
        /// Unit of the price.
        price_unit: Option<Arc<str>> = |f| f.text("price_unit");
    }
}
row! {
    /// Land or a standard factory on offer.
    Plot {
        /// Id of the plot.
        plot_id: Arc<str> = |f| f.required("plot_id");
        /// The park.
        park_id: ParkId = |f| f.park();
        /// Land or factory.
        kind: PlotKind = |f| f.word("kind", PlotKind::parse).unwrap_or(PlotKind::Land);
        /// Area in mu.
        area_mu: Option<f64> = |f| f.number("area_mu");
        /// Floor area in m2.
        floor_area_m2: Option<f64> = |f| f.number("floor_area_m2");
        /// Use.
        r#use: Option<Arc<str>> = |f| f.text("use");
        /// Price in 10k CNY per mu.
        price_10k_cny_per_mu: Option<f64> = |f| f.number("price_10k_cny_per_mu");
        /// Upper end of the price, 10k CNY per mu.
        price_high: Option<f64> = |f| f.number("price_high");
        /// Rent in CNY per m2 and month.
        rent_cny_per_m2_month: Option<f64> = |f| f.number("rent_cny_per_m2_month");
        /// Upper end of the rent, CNY per m2 and month.
        rent_high: Option<f64> = |f| f.number("rent_high");
        /// Condition.
        condition: Option<PlotCondition> = |f| f.word("condition", PlotCondition::parse);
        /// Available from.
        available_from: Option<PartialDate> = |f| f.date("available_from");
    }
}
row! {
    /// Anything else worth showing on a park's or place's page.
    Fact {
        /// The park it is about.
        park_id: Option<ParkId> = |f| f.id("park_id");
        /// The region it is about.
        region_code: Option<Arc<str>> = |f| f.text("region_code");
        /// Topic.
        topic: Arc<str> = |f| f.required("topic");
        /// The fact.
        value: Arc<str> = |f| f.required("value");
        /// Year of the fact.
        year: Option<u16> = |f| f.year();
    }
}
row! {
    /// A port, airport, station or city.
    Node {
        /// Id.
        node_id: Arc<str> = |f| f.required("node_id");
        /// Kind.
        kind: NodeKind = |f| f.word("kind", NodeKind::parse).unwrap_or(NodeKind::City);
        /// Name.
        name: Arc<str> = |f| f.required("name");
        /// Longitude and latitude in degrees, WGS-84.
        position: Option<(f64, f64)> = |f| f.position();
    }
}
row! {
    /// One region.
    Region {
        /// GB/T 2260 code, six digits.
        region_code: Arc<str> = |f| f.required("region_code");
        /// Name.
        name: Arc<str> = |f| f.required("name");
        /// Province, city or county.
        level: Option<Arc<str>> = |f| f.text("level");
        /// Code of the region above.
        parent_code: Option<Arc<str>> = |f| f.text("parent_code");
        /// Longitude and latitude of its centroid in degrees.
        position: Option<(f64, f64)> = |f| f.position();
    }
}
row! {
    /// One procedure before or after the licence.
    Approval {
        /// The park.
        park_id: ParkId = |f| f.park();
        /// The procedure, as the place names it.
        procedure: Arc<str> = |f| f.required("procedure");
        /// Before or after the licence.
        stage: Option<ApprovalStage> = |f| f.word("stage", ApprovalStage::parse);
        /// Steps.
        steps: Option<f64> = |f| f.number("steps");
        /// Documents to hand in.
        documents: Option<f64> = |f| f.number("documents");
        /// Offices that take part.
        offices: Option<f64> = |f| f.number("offices");
        /// Working days promised.
        days_promised: Option<f64> = |f| f.number("days_promised");
        /// Median of the working days that it took.
        days_actual_median: Option<f64> = |f| f.number("days_actual_median");
        /// Whether it can be done online, when known.
        online: Option<bool> = |f| f.flag("online");
        /// Who measured the days.
        measured_by: Option<Arc<str>> = |f| f.text("measured_by");
    }
}
row! {
    /// A signed or landed project.
    Project {
        /// Id of the project.
        project_id: Arc<str> = |f| f.required("project_id");
        /// The park.
        park_id: ParkId = |f| f.park();
        /// GB/T 4754-2017 code or words.
        industry: Option<Arc<str>> = |f| f.text("industry");
        /// The ceremony at which it was signed.
        ceremony: Option<Arc<str>> = |f| f.text("ceremony");
        /// Signed on.
        signed_on: Option<PartialDate> = |f| f.date("signed_on");
        /// Its company registered on.
        registered_on: Option<PartialDate> = |f| f.date("registered_on");
        /// Land or building handed over on.
        land_on: Option<PartialDate> = |f| f.date("land_on");
        /// Construction begun on.
        construction_on: Option<PartialDate> = |f| f.date("construction_on");
        /// Production begun on.
        production_on: Option<PartialDate> = |f| f.date("production_on");
        /// Given up on.
        terminated_on: Option<PartialDate> = |f| f.date("terminated_on");
        /// Why it stands where it stands.
        reason: Option<Arc<str>> = |f| f.text("reason");
        /// Area of its land in mu.
        area_mu: Option<f64> = |f| f.number("area_mu");
        /// Planned investment, 10k CNY.
        investment_planned_10k_cny: Option<f64> = |f| f.number("investment_planned_10k_cny");
        /// Investment paid in so far, 10k CNY.
        paid_in_10k_cny: Option<f64> = |f| f.number("paid_in_10k_cny");
        /// Committed investment, 10k CNY per mu.
        committed_investment_10k_cny_per_mu: Option<f64> = |f| f.number("committed_investment_10k_cny_per_mu");
        /// Actual investment, 10k CNY per mu.
        actual_investment_10k_cny_per_mu: Option<f64> = |f| f.number("actual_investment_10k_cny_per_mu");
        /// Committed output, 10k CNY per mu.
        committed_output_10k_cny_per_mu: Option<f64> = |f| f.number("committed_output_10k_cny_per_mu");
        /// Actual output, 10k CNY per mu.
        actual_output_10k_cny_per_mu: Option<f64> = |f| f.number("actual_output_10k_cny_per_mu");
        /// Committed tax, 10k CNY per mu.
        committed_tax_10k_cny_per_mu: Option<f64> = |f| f.number("committed_tax_10k_cny_per_mu");
        /// Actual tax, 10k CNY per mu.
        actual_tax_10k_cny_per_mu: Option<f64> = |f| f.number("actual_tax_10k_cny_per_mu");
        /// What followed, when anything did.
        consequence: Option<Consequence> = |f| f.word("consequence", Consequence::parse);
    }
}
row! {
    /// What the place promised an investor.
    Promise {
        /// Id of the promise.
        promise_id: Arc<str> = |f| f.required("promise_id");
        /// The park.
        park_id: ParkId = |f| f.park();
        /// What was promised.
        kind: PromiseKind = |f| f.word("kind", PromiseKind::parse).unwrap_or(PromiseKind::Other);
        /// Made on.
        made_on: Option<PartialDate> = |f| f.date("made_on");
        /// Due on.
        due_on: Option<PartialDate> = |f| f.date("due_on");
        /// Settled on, in whatever way.
        settled_on: Option<PartialDate> = |f| f.date("settled_on");
        /// What became of it.
        state: PromiseState = |f| f.word("state", PromiseState::parse).unwrap_or(PromiseState::Open);
        /// Why it was not kept.
        reason: Option<PromiseReason> = |f| f.word("reason", PromiseReason::parse);
    }
}
row! {
    /// An admission floor of a park.
    Threshold {
        /// The park.
        park_id: ParkId = |f| f.park();
        /// The industry it holds for; every one when not said.
        industry: Option<Arc<str>> = |f| f.text("industry");
        /// What is measured, as written.
        indicator: Arc<str> = |f| f.required("indicator");
        /// The floor, in `unit`.
        minimum: Option<f64> = |f| f.number("minimum");
        /// Unit of the floor, as written.
        unit: Option<Arc<str>> = |f| f.text("unit");
        /// Whether a project below it is refused, when known.
        veto: Option<bool> = |f| f.flag("veto");
    }
}

/// All rows of a store, typed, each table in the order of its keys.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dataset {
    /// Parks, by id.
    pub parks: Vec<Park>,
    /// Ids of the same park.
    pub same_as: Vec<SameAs>,
    /// Positionings.
    pub positioning: Vec<Positioning>,
    /// Structures, grouped by park.
    pub structure: Vec<Structure>,
    /// Regional bases.
    pub bases: Vec<Base>,
    /// Activities, grouped by park.
    pub activities: Vec<Activity>,
    /// Tenants.
    pub tenants: Vec<Tenant>,
    /// Policy clauses.
    pub policies: Vec<PolicyClause>,
    /// Utilities.
    pub utilities: Vec<Utility>,
    /// Plots.
    pub plots: Vec<Plot>,
    /// Facts.
    pub facts: Vec<Fact>,
    /// Nodes.
    pub nodes: Vec<Node>,
    /// Regions.
    pub regions: Vec<Region>,
    /// Procedures, by park.
    pub approvals: Vec<Approval>,
    /// Projects.
    pub projects: Vec<Project>,
    /// Promises of places.
    pub promises: Vec<Promise>,
    /// Admission floors, by park.
    pub thresholds: Vec<Threshold>,
}

impl Dataset {
    /// The typed form of checked records; every table is sorted by its key, so the order of the
    /// records does not matter.
    pub fn from_records(records: &[Record]) -> Self {
        let mut order: Vec<&Record> = records.iter().collect();
        order.sort_by_cached_key(|r| (r.table(), r.key()));
        let mut set = Self::default();
        for record in order {
            set.push(record);
        }
        set
    }

    /// Appends one record; callers keep the order of keys within a table.
    pub fn push(&mut self, record: &Record) {
        match record.table() {
            Table::Parks => self.parks.push(Park::of(record)),
            Table::SameAs => self.same_as.push(SameAs::of(record)),
            Table::Positioning => self.positioning.push(Positioning::of(record)),
            Table::Structure => self.structure.push(Structure::of(record)),
            Table::Bases => self.bases.push(Base::of(record)),
            Table::Activities => self.activities.push(Activity::of(record)),
            Table::Tenants => self.tenants.push(Tenant::of(record)),
            Table::Policies => self.policies.push(PolicyClause::of(record)),
            Table::Utilities => self.utilities.push(Utility::of(record)),
            Table::Plots => self.plots.push(Plot::of(record)),
            Table::Facts => self.facts.push(Fact::of(record)),
            Table::Nodes => self.nodes.push(Node::of(record)),
            Table::Regions => self.regions.push(Region::of(record)),
            Table::Approvals => self.approvals.push(Approval::of(record)),
            Table::Projects => self.projects.push(Project::of(record)),
            Table::Promises => self.promises.push(Promise::of(record)),
            Table::Thresholds => self.thresholds.push(Threshold::of(record)),
        }
    }

    /// Rows by table, in the order of [`Table::ALL`].
    pub fn row_counts(&self) -> Vec<(Table, usize)> {
        Table::ALL
            .iter()
            .map(|t| {
                let n = match t {
                    Table::Parks => self.parks.len(),
                    Table::SameAs => self.same_as.len(),
                    Table::Positioning => self.positioning.len(),
                    Table::Structure => self.structure.len(),
                    Table::Bases => self.bases.len(),
                    Table::Activities => self.activities.len(),
                    Table::Tenants => self.tenants.len(),
                    Table::Policies => self.policies.len(),
                    Table::Utilities => self.utilities.len(),
                    Table::Plots => self.plots.len(),
                    Table::Facts => self.facts.len(),
                    Table::Nodes => self.nodes.len(),
                    Table::Regions => self.regions.len(),
                    Table::Approvals => self.approvals.len(),
                    Table::Projects => self.projects.len(),
                    Table::Promises => self.promises.len(),
                    Table::Thresholds => self.thresholds.len(),
                };
                (*t, n)
            })
            .collect()
    }

    /// From every other id to the park that answers for it, by `same_as`. An id that is a park of its own stands for
    /// itself, a merged one too: its row names the successor.
    pub fn resolve(&self) -> HashMap<ParkId, ParkId> {
        let mut map: HashMap<ParkId, ParkId> =
            self.same_as.iter().map(|s| (s.other_id.clone(), s.park_id.clone())).collect();
        for park in &self.parks {
            map.remove(&park.id);
        }
        map
    }

    /// The newest `as_of` of any row: the default date of a generation.
    pub fn newest_as_of(&self) -> Option<PartialDate> {
        macro_rules! newest {
            ($($table:ident),+) => {
                [$(self.$table.iter().filter_map(|r| r.provenance.as_of).max_by_key(|d| d.end()),)+]
            };
        }
        newest!(
            parks,
            positioning,
            structure,
            bases,
            activities,
            tenants,
            policies,
            utilities,
            plots,
            facts,
            nodes,
            regions,
            approvals,
            projects,
            promises,
            thresholds
        )
        .into_iter()
        .flatten()
        .max_by_key(|d| d.end())
    }
}
