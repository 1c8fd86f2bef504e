// Twelve tasks, from the first line of words to a printed report and a widget on another origin.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

export const LINE = "磷酸铁锂正极材料项目，江浙皖，用地80—120亩，用电负荷4万千瓦，总投资5亿元";

/** Tasks 1 to 8, which need no script; the address of the result. */
export async function eightTasks(gate, page, how) {
  const { service } = gate;
  const check = (good, what) => gate.check(good, `${how}: ${what}`);
  const step = async (name, run) => {
    try { await run(); } catch (e) { check(false, `${name}: ${e.message.split("\n")[0]}`); }
  };
  let result = "";
  await step("1 a line is read", async () => {
    await page.goto(service + "/");
    await page.fill("#line", LINE);
    await page.click("form.line button");
    check((await page.inputValue("input[name=regions]")) === "江苏、浙江、安徽", "1 the regions are read");
    check((await page.inputValue("input[name=power]")) === "40", "1 the power is read");
  });
  await step("2 the profile is ranked", async () => {
    await page.click("form.profile button.primary");
    await page.waitForSelector("article.card");
    result = page.url();
    check(/\/results\/[0-9a-f]{40}$/.test(result), `2 the address ${result}`);
  });
  await step("3 reasons add up to the score", async () => {
    const card = page.locator("article.card").first();
    const number = (text) => Number(text.replace(/[^0-9.]/g, ""));
    const adds = await card.locator(".reasons tbody tr:not(.sum):not(.open) td:last-child").allTextContents();
    const score = number(await card.locator(".score strong").textContent());
    const sum = adds.map(number).reduce((a, b) => a + b, 0);
    check(adds.length > 0 && Math.abs(sum - score) < 1e-4 * (adds.length + 1), `3 ${adds} is not ${score}`);
  });
  await step("4 two parks are compared", async () => {
    const boxes = page.locator("input[name=park]");
    await boxes.nth(0).check();
    await boxes.nth(1).check();
    await page.click("button[form=compare]");
    await page.waitForSelector("table.compare");
    check((await page.locator("table.compare thead th").count()) === 3, "4 two columns");
  });
  await step("5 a filter is set", async () => {
    await page.goto(result);
    await page.locator("form.facet button").first().click();
    await page.waitForSelector("article.card");
    check(page.url() !== result, "5 the filter leads to another result");
  });
  await step("6 a park is read", async () => {
    const name = await page.locator("article.card h3 a").first().textContent();
    await page.locator("article.card h3 a").first().click();
    check((await page.locator("h1").textContent()) === name, "6 the park's page");
    check((await page.locator(".side dl > div").count()) > 5, "6 what is known");
  });
  await step("7 a park is searched", async () => {
    await page.goto(service + "/parks");
    await page.fill("#q", "苏州");
    await page.click("form.line button");
    check((await page.locator(".hits li").count()) > 0, "7 hits");
  });
  await step("8 twins of a city", async () => {
    await page.goto(service + "/homogeneity");
    await page.fill("input[name=region]", "苏州");
    await page.click("form.peer button");
    check((await page.locator("article.twin").count()) > 0, "8 twins");
  });
  return result;
}

/** Tasks 9 to 12. */
export async function lastTasks(gate, page, result) {
  const check = (good, what) => gate.check(good, what);
  await page.goto(result);
  await page.locator("details.weigh summary").click();
  const before = page.url();
  await page.locator(".weights input[type=range]").first().evaluate((slider) => {
    slider.value = "5";
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    slider.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await page.waitForFunction((url) => location.href !== url, before);
  check((await page.getAttribute("form.forget", "action")) === new URL(page.url()).pathname + "/forget", "9 the button deletes the result that is shown");
  for (const link of await page.locator("a[download]").evaluateAll((all) => all.map((a) => a.href))) {
    const file = await page.request.get(link);
    const bytes = await file.body();
    check(file.ok() && /attachment/.test(file.headers()["content-disposition"] ?? "") && bytes.length > 200, `10 ${link}`);
  }
  check((await page.locator("a[download]").count()) >= 2, "10 the results are there as XLSX and CSV");
  await page.emulateMedia({ media: "print" });
  check(await page.locator(".edit").isHidden(), "11 print leaves the form out");
  check(await page.locator("article.card").first().isVisible(), "11 print keeps the matches");
  check((await page.pdf({ format: "A4" })).length > 5000, "11 a printed page");
  await page.emulateMedia({ media: null });
  await page.goto(gate.service + "/homogeneity?region=3205");
  const saved = page.waitForEvent("download");
  await page.locator("a[href*='as=html']").click();
  const html = readFileSync(await (await saved).path(), "utf8");
  check(html.includes("<svg") && !/<script|https?:\/\/(?!www\.w3\.org)/.test(html), "11 the report to print stands alone");
  await withHost(gate, async (url) => {
    await page.goto(url);
    await page.locator("parkwise-matches li").first().waitFor();
    check((await page.locator("parkwise-matches li").count()) === 3, "12 the matches on another origin");
    await page.locator("parkwise-similar li").first().waitFor();
    const chosen = page.evaluate(() => new Promise((done) => document.addEventListener("parkwise-select", (e) => { e.preventDefault(); done(e.detail.id); })));
    await page.locator("parkwise-matches li button").first().click();
    check(/^[A-Z0-9-]+$/i.test(await chosen), "12 a choice is an event");
    const frame = page.frameLocator("iframe").locator("article.card");
    await frame.first().waitFor();
    check((await frame.count()) === 3, "12 the frame without a script of the host");
  });
}

/** The host page on its own origin, for as long as `use` takes. */
export async function withHost(gate, use) {
  const instructions = await (await fetch(gate.service + "/widget")).text();
  const integrity = /integrity=&[^;]*;(sha384-[A-Za-z0-9+/=]+)/.exec(instructions)?.[1];
  gate.check(integrity, "the instructions name the hash of the widget");
  const values = { SERVICE: gate.service, INTEGRITY: integrity, KEY: gate.key, PUBLIC: gate.key.split("_").slice(0, 2).join("_") };
  const html = readFileSync(new URL("host.html", import.meta.url), "utf8").replace(/SERVICE|INTEGRITY|KEY|PUBLIC/g, (name) => values[name]);
  const host = createServer((_, answer) => answer.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html));
  await new Promise((ready) => host.listen(gate.hostPort, "127.0.0.1", ready));
  try { await use(gate.host + "/"); } finally { host.close(); host.closeAllConnections?.(); }
}
