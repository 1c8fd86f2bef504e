// What every part of the gate shares: the browser, the list of faults, and the watch over requests.
import { chromium } from "playwright-core";
import { existsSync } from "node:fs";

export class Gate {
  faults = [];

  static async start(service, key, hostPort) {
    const gate = new Gate();
    Object.assign(gate, { service, key, hostPort, host: `http://127.0.0.1:${hostPort}` });
    const path = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser"].find((p) => p && existsSync(p));
    if (!path) throw new Error("no chromium: set CHROMIUM to its path");
    gate.browser = await chromium.launch({
      executablePath: path,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic"],
    });
    return gate;
  }

  stop() { return this.browser.close(); }

  check(good, what) {
    if (good) return;
    this.faults.push(what);
    console.error("FAULT", what);
  }

  /** A page in a context of its own that asks nobody but the service and the host page. */
  async open(options) {
    const context = await this.browser.newContext(options);
    context.on("request", (request) => {
      const url = request.url();
      const own = url.startsWith(this.service + "/") || url.startsWith(this.host + "/") || url.startsWith("data:");
      this.check(own, `a request to ${url}`);
    });
    const page = await context.newPage();
    page.setDefaultTimeout(15000);
    page.on("pageerror", (error) => this.check(false, `script error: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" && /Content Security Policy/i.test(message.text())) this.check(false, `policy: ${message.text().slice(0, 200)}`);
    });
    return page;
  }
}
