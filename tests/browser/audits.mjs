// Every page in both languages and themes: axe finds nothing, nothing is wider than the screen, and it is light.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { withHost } from "./tasks.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What a page may weigh over the wire with all that it loads, bytes; the API page is excepted. */
const PAGE_BYTES_MAX = 120_000;

/** Narrowest screen, CSS pixels. */
const NARROW = 360;

export async function audits(gate, result) {
  const kept = new URL(result).pathname;
  const page = await gate.open({ locale: "zh-CN" });
  await page.goto(result);
  const two = await page.locator("input[name=park]").evaluateAll((all) => all.slice(0, 3).map((b) => `park=${b.value}`).join("&"));
  await page.context().close();
  const pages = [
    "/", kept, `${kept}/compare?${two}`, `${kept}/compare`, "/parks", "/parks?q=苏州", "/parks?q=qqqqzz", "/parks/G321090", "/parks/G411008",
    "/homogeneity", "/homogeneity?region=3205", "/homogeneity?region=32&axis=industry_revealed", "/industry", "/industry?q=光伏",
    "/industry?q=qqqqzz", "/about", "/widget", "/embed/similar?park=G321090", "/import", "/api", "/nowhere",
  ];
  for (const lang of ["zh", "en"]) for (const colorScheme of ["light", "dark"]) {
    const page = await gate.open({ locale: lang === "zh" ? "zh-CN" : "en", colorScheme, bypassCSP: true });
    await page.setExtraHTTPHeaders({ "accept-language": lang === "zh" ? "zh-CN" : "en" });
    for (const path of pages) {
      await page.goto(gate.service + path);
      await look(gate, page, `${lang} ${colorScheme} ${path}`);
    }
    await withHost(gate, async (url) => {
      await page.goto(url);
      await page.locator("parkwise-matches li").first().waitFor();
      await look(gate, page, `${lang} ${colorScheme} the host page`);
    });
    await page.context().close();
  }
  await weigh(gate, pages);
  await narrow(gate, pages);
}

async function look(gate, page, what) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run({ iframes: false }));
  for (const v of violations) {
    gate.check(false, `axe ${what}: ${v.id}: ${v.nodes.slice(0, 2).map((n) => n.html.slice(0, 120)).join(" | ")}`);
  }
}

async function weigh(gate, pages) {
  let most = [0, ""];
  for (const path of pages) {
    const page = await gate.open({ locale: "zh-CN" });
    const wire = await page.context().newCDPSession(page);
    let bytes = 0;
    wire.on("Network.loadingFinished", (event) => { bytes += event.encodedDataLength; });
    await wire.send("Network.enable");
    await page.goto(gate.service + path, { waitUntil: "networkidle" });
    if (path !== "/api") {
      gate.check(bytes <= PAGE_BYTES_MAX, `${path} weighs ${bytes} bytes`);
      if (bytes > most[0]) most = [bytes, path];
    }
    await page.context().close();
  }
  console.log(`the heaviest page: ${most[0]} bytes over the wire, ${most[1].replace(/[0-9a-f]{40}/, "…")}`);
}

async function narrow(gate, pages) {
  const page = await gate.open({ locale: "zh-CN", viewport: { width: NARROW, height: 740 } });
  for (const path of pages) {
    await page.goto(gate.service + path);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    gate.check(wide <= NARROW, `${path} is ${wide} px wide on a screen of ${NARROW}`);
  }
  await page.context().close();
}
