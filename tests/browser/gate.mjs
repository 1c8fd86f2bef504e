// The browser gate: tasks that a person does, with JavaScript off and on, axe on every page in both
// languages and themes, and no request to anybody else. Asks a service that runs already:
//   node gate.mjs http://127.0.0.1:18090 PUBLISHABLE_KEY PORT_OF_THE_HOST_PAGE
import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";

const [service, key, hostPort] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LINE = "磷酸铁锂正极材料项目，江浙皖，用地80—120亩，用电负荷4万千瓦，总投资5亿元";
const faults = [];
const check = (good, what) => { if (!good) { faults.push(what); console.error("FAULT", what); } };

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic"],
});

async function open(options) {
  const context = await browser.newContext(options);
  context.on("request", (r) => {
    const own = r.url().startsWith(service) || r.url().startsWith(`http://127.0.0.1:${hostPort}`);
    check(own || r.url().startsWith("data:"), `a request to ${r.url()}`);
  });
  const page = await context.newPage();
  page.on("pageerror", (e) => check(false, `script error: ${e.message}`));
  return page;
}

// Tasks 1 to 8, with and without JavaScript.
async function tasks(page, how) {
  const step = async (name, run) => {
    try { await run(); } catch (e) { check(false, `${how}: ${name}: ${e.message.split("\n")[0]}`); }
  };
  let result = "";
  await step("1 a line is read", async () => {
    await page.goto(service + "/");
    await page.fill("#line", LINE);
    await page.click("form.line button");
    check((await page.inputValue("input[name=regions]")) === "江苏、浙江、安徽", `${how}: regions`);
    check((await page.inputValue("input[name=power]")) === "40", `${how}: power`);
  });
  await step("2 the profile is ranked", async () => {
    await page.click("form.profile button.primary");
    await page.waitForSelector("article.card");
    result = page.url();
    check(/\/results\/[0-9a-f]{40}$/.test(result), `${how}: address ${result}`);
  });
  await step("3 reasons are read", async () => {
    check((await page.locator("article.card .reasons").count()) > 0, `${how}: reasons`);
  });
  await step("4 two parks are compared", async () => {
    const boxes = page.locator("input[name=park]");
    await boxes.nth(0).check();
    await boxes.nth(1).check();
    await page.click("button[form=compare]");
    await page.waitForSelector("table.compare");
    check((await page.locator("table.compare thead th").count()) === 3, `${how}: compare`);
  });
  await step("5 a filter is set", async () => {
    await page.goto(result);
    await page.locator("form.facet button").first().click();
    await page.waitForSelector("article.card");
    check(page.url() !== result, `${how}: the filter leads on`);
  });
  await step("6 a park is read", async () => {
    await page.locator("article.card h3 a").first().click();
    await page.waitForSelector("dl");
  });
  await step("7 a park is searched", async () => {
    await page.goto(service + "/parks");
    await page.fill("#q", "苏州");
    await page.click("form.line button");
    check((await page.locator(".hits li").count()) > 0, `${how}: hits`);
  });
  await step("8 twins of a city", async () => {
    await page.goto(service + "/homogeneity?region=3205");
    await page.waitForSelector("article.twin, .empty");
  });
  return result;
}

const off = await open({ javaScriptEnabled: false, locale: "zh-CN" });
await tasks(off, "JavaScript off");
const on = await open({ locale: "zh-CN" });
const result = await tasks(on, "JavaScript on");

try { // 9 to 12
  await on.goto(result);
  await on.locator("details.weigh summary").click();
  const before = on.url();
  await on.locator(".weights input[type=range]").first().evaluate((slider) => {
    slider.value = "5";
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    slider.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await on.waitForFunction((url) => location.href !== url, before);
  check((await on.getAttribute("form.forget", "action")) === new URL(on.url()).pathname + "/forget", "9 the button deletes the result that is shown");
  const table = await on.request.get(result + "/table");
  check((await table.text()).includes("光伏") || table.ok(), "10 the table is downloaded");
  await on.emulateMedia({ media: "print" });
  check(await on.locator(".edit").isHidden(), "11 print leaves the form out");
  await on.emulateMedia({ media: null });
  const html = readFileSync(new URL("host.html", import.meta.url), "utf8").replaceAll("SERVICE", service).replace("KEY", key);
  const host = createServer((_, answer) => answer.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html));
  await new Promise((ready) => host.listen(Number(hostPort), "127.0.0.1", ready));
  await on.goto(`http://127.0.0.1:${hostPort}/`);
  await on.locator("parkwise-matches").locator("li").first().waitFor({ timeout: 15000 });
  check((await on.locator("parkwise-matches li").count()) === 3, "12 the widget on another origin");
  host.close();
} catch (e) { check(false, `9–12: ${e.message.split("\n")[0]}`); }

// axe, in both languages and themes. Its script is put in by the debugger, which no policy forbids.
const kept = new URL(result).pathname;
for (const lang of ["zh", "en"]) for (const colorScheme of ["light", "dark"]) {
  const page = await open({ locale: lang === "zh" ? "zh-CN" : "en", colorScheme, bypassCSP: true });
  for (const path of ["/", kept, "/parks?q=苏州", "/parks/G321090", "/homogeneity?region=3205", "/industry?q=光伏", "/about", "/widget"]) {
    await page.goto(service + path);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    for (const v of violations) check(false, `axe ${lang} ${colorScheme} ${path}: ${v.id}: ${v.nodes.slice(0, 2).map((n) => n.html.slice(0, 120)).join(" | ")}`);
  }
  await page.context().close();
}

await browser.close();
console.log(faults.length ? `${faults.length} faults` : "browser gate: twelve tasks and axe passed");
process.exit(faults.length ? 1 : 0);
