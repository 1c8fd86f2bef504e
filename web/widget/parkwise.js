// Parkwise widget, version 1: <parkwise-matches> and <parkwise-similar>. No dependency, no inline style,
// nothing from elsewhere than the service that `src` or this module's address names.
const home = new URL(import.meta.url).origin;

const WORDS = {
  zh: { wait: "正在查找…", none: "没有符合条件的园区", away: "暂时无法取得结果，请直接打开园鉴", up: "可达", more: "在园鉴中查看", ask: "请给出 industry 或 profile" },
  en: { wait: "Looking…", none: "No park meets the conditions", away: "No answer just now: open Parkwise", up: "could reach", more: "Open in Parkwise", ask: "give industry or profile" },
};

const SHEET = new CSSStyleSheet();
SHEET.replaceSync(`
:host { display: block; font: var(--parkwise-font, 1rem/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif); color: var(--parkwise-ink, inherit); }
:host([hidden]) { display: none; }
ol { list-style: none; margin: 0; padding: 0; }
li { border-top: 1px solid var(--parkwise-line, #8884); padding: 0.6rem 0; }
button { all: unset; cursor: pointer; font-weight: 600; color: var(--parkwise-accent, #0d5c63); text-decoration: underline; text-underline-offset: 0.2em; }
button:focus-visible, a:focus-visible { outline: 3px solid var(--parkwise-accent, #0d5c63); outline-offset: 2px; }
a { color: var(--parkwise-accent, #0d5c63); }
p { margin: 0.2rem 0 0; font-size: 0.9em; opacity: 0.85; }
.score { float: right; font-variant-numeric: tabular-nums; }
meter { width: 100%; height: 0.5rem; }
`);

function make(tag, part, text) {
  const element = document.createElement(tag);
  if (part) element.setAttribute("part", part);
  if (text !== undefined) element.textContent = text;
  return element;
}

class Parkwise extends HTMLElement {
  static observedAttributes = ["industry", "profile", "region", "park", "axis", "limit", "lang", "src", "key"];
  #root = this.attachShadow({ mode: "open" });
  #running;
  #due = false;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [SHEET];
  }
  connectedCallback() { this.refresh(); }
  disconnectedCallback() { this.#running?.abort(); }
  attributeChangedCallback() { if (this.isConnected) this.refresh(); }

  get base() { return (this.getAttribute("src") || home).replace(/\/$/, ""); }
  get speech() {
    const asked = this.getAttribute("lang") || this.closest("[lang]")?.lang || navigator.language || "zh";
    return asked.toLowerCase().startsWith("zh") ? "zh" : "en";
  }
  get words() { return WORDS[this.speech]; }
  get rows() { return Math.min(Math.max(Number(this.getAttribute("limit")) || 5, 1), 50); }

  /** Asks again; several changes at once are one question. */
  refresh() {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(async () => {
      this.#due = false;
      this.#running?.abort();
      const running = (this.#running = new AbortController());
      this.setAttribute("aria-busy", "true");
      this.say(this.words.wait);
      try {
        const rows = await this.find(running.signal);
        if (running.signal.aborted) return;
        this.show(rows);
        this.dispatchEvent(new CustomEvent("parkwise-load", { bubbles: true, composed: true, detail: { parks: rows.map((r) => r.id) } }));
      } catch (error) {
        if (error.name === "AbortError") return;
        this.degrade(error);
      } finally {
        if (this.#running === running) this.removeAttribute("aria-busy");
      }
    });
  }

  async ask(path, signal, body) {
    const headers = { Accept: "application/json", "Accept-Language": this.speech === "zh" ? "zh-CN" : "en" };
    const key = this.getAttribute("key");
    if (key) headers.Authorization = `Bearer ${key}`;
    if (body) headers["Content-Type"] = "application/json";
    const answer = await fetch(this.base + path, {
      method: body ? "POST" : "GET",
      headers,
      body: body && JSON.stringify(body),
      signal,
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
    if (!answer.ok) {
      const problem = await answer.json().catch(() => ({}));
      throw new Error(problem.detail || String(answer.status));
    }
    return answer.json();
  }

  say(text) {
    const line = make("p", "status", text);
    line.setAttribute("role", "status");
    this.#root.replaceChildren(line);
  }

  show(rows) {
    if (!rows.length) { this.say(this.words.none); return; }
    const list = make("ol", "list");
    for (const row of rows) {
      const item = make("li", "item");
      item.append(make("span", "score", row.score));
      item.lastChild.className = "score";
      const name = make("button", "name", row.name);
      name.addEventListener("click", () => {
        const event = new CustomEvent("parkwise-select", { bubbles: true, composed: true, cancelable: true, detail: { id: row.id, name: row.name } });
        if (this.dispatchEvent(event)) window.open(`${this.base}/parks/${encodeURIComponent(row.id)}`, "_blank", "noopener");
      });
      item.append(name);
      const meter = make("meter", "bar");
      Object.assign(meter, { min: 0, max: 1, value: row.value });
      meter.setAttribute("aria-label", `${row.name} ${row.score}`);
      item.append(meter);
      for (const text of row.lines) item.append(make("p", "reason", text));
      list.append(item);
    }
    this.#root.replaceChildren(list, this.link(this.words.more));
  }

  link(text) {
    const line = make("p", "more");
    const link = make("a", "link", text);
    Object.assign(link, { href: this.base + "/", target: "_blank", rel: "noopener" });
    line.append(link);
    return line;
  }

  degrade(error) {
    this.#root.replaceChildren(this.link(this.words.away));
    this.dispatchEvent(new CustomEvent("parkwise-error", { bubbles: true, composed: true, detail: { message: error.message } }));
  }
}

class ParkwiseMatches extends Parkwise {
  async find(signal) {
    const given = this.getAttribute("profile");
    const industry = this.getAttribute("industry");
    if (!given && !industry) throw new Error(this.words.ask);
    const profile = given ? JSON.parse(given) : { industry: { text: industry } };
    const regions = (this.getAttribute("region") || "").split(/[\s,]+/).filter(Boolean);
    if (regions.length) profile.location = { ...profile.location, regions };
    profile.limit = this.rows;
    const found = await this.ask("/v1/matches", signal, profile);
    return found.matches.map((m) => ({
      id: m.park.id,
      name: `${m.rank}. ${m.park.name}`,
      value: m.score,
      score: m.score.toFixed(3) + (m.could_reach - m.score > 5e-4 ? ` (${this.words.up} ${m.could_reach.toFixed(3)})` : ""),
      lines: m.because.slice(0, 2).map((r) => r.words),
    }));
  }
}

class ParkwiseSimilar extends Parkwise {
  async find(signal) {
    const id = this.getAttribute("park") || "";
    const axis = this.getAttribute("axis") || "industry_named";
    const query = new URLSearchParams({ axis, limit: String(this.rows) });
    const found = await this.ask(`/v1/parks/${encodeURIComponent(id)}/similar?${query}`, signal);
    return Object.values(found.axes).flatMap((a) => a.parks).map((n) => ({
      id: n.park.id,
      name: n.park.name,
      value: n.similarity,
      score: n.similarity.toFixed(2),
      lines: [n.shared.slice(0, 5).map((s) => s.what).join(this.speech === "zh" ? "、" : ", ")].filter(Boolean),
    }));
  }
}

customElements.get("parkwise-matches") ?? customElements.define("parkwise-matches", ParkwiseMatches);
customElements.get("parkwise-similar") ?? customElements.define("parkwise-similar", ParkwiseSimilar);
