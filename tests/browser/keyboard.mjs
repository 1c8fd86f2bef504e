// Find, Results and Compare with nothing but Tab, Enter, Space, arrows and letters.
import { LINE } from "./tasks.mjs";

/** Tabs a page may need before what is looked for has the focus. */
const TABS_MAX = 400;

export async function byKeyboard(gate) {
  const page = await gate.open({ locale: "zh-CN", reducedMotion: "reduce" });
  const check = (good, what) => gate.check(good, `keyboard: ${what}`);

  /** Presses Tab until an element has the focus, and looks that each one on the way is seen. */
  const tabTo = async (selector) => {
    for (let n = 0; n < TABS_MAX; n++) {
      await page.keyboard.press("Tab");
      const seen = await page.evaluate((wanted) => {
        const element = document.activeElement;
        if (!element || element === document.body) return { on: false, fine: true };
        const box = element.getBoundingClientRect();
        const inView = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0;
        const ring = getComputedStyle(element).outlineStyle !== "none";
        return { on: element.matches(wanted), fine: inView && ring, what: element.outerHTML.slice(0, 80) };
      }, selector);
      if (!seen.fine) check(false, `the focus is not seen on ${seen.what}`);
      if (seen.on) return;
    }
    throw new Error(`keyboard: ${selector} is not reached`);
  };

  await page.goto(gate.service + "/");
  await tabTo(".skip");
  await page.keyboard.press("Enter");
  check(await page.evaluate(() => document.activeElement?.id === "main"), "the skip link leads to the content");
  await tabTo("#line");
  await page.keyboard.insertText(LINE);
  await tabTo("form.line button");
  await page.keyboard.press("Enter");
  await page.waitForSelector("form.profile");
  await tabTo("form.profile button.primary");
  await page.keyboard.press("Enter");
  await page.waitForSelector("article.card");
  for (let n = 0; n < 2; n++) {
    await tabTo("input[name=park]");
    await page.keyboard.press("Space");
  }
  check((await page.locator("input[name=park]:checked").count()) === 2, "two parks are chosen");
  await tabTo("button[form=compare]");
  await page.keyboard.press("Enter");
  await page.waitForSelector("table.compare");
  check(await page.locator("table.compare").isVisible(), "the comparison");
  await page.goBack();
  await page.waitForSelector("article.card");
  const before = page.url();
  await tabTo("details.weigh summary");
  await page.keyboard.press("Enter");
  await tabTo(".weights input[type=range]");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((url) => location.href !== url, before);
  check(await page.evaluate(() => document.activeElement?.type === "range"), "the slider keeps the focus when the list changes");
  await page.context().close();
}
