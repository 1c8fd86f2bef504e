// The examples of the API page, run as a reader runs them: copied into curl, Python and Node.
import { spawnSync } from "node:child_process";

const RUN = {
  curl: (text) => ["bash", ["-c", text]],
  python: (text) => ["python3", ["-c", text]],
  javascript: (text) => ["node", ["--input-type=module", "-e", text]],
};

export async function runExamples(gate) {
  const page = await gate.open({ locale: "zh-CN" });
  await page.goto(gate.service + "/api");
  const all = await page.locator("code[data-example]").evaluateAll((list) => list.map((c) => [c.dataset.example, c.textContent]));
  await page.context().close();
  gate.check(all.length >= 15, `only ${all.length} examples`);
  for (const [kind, text] of all) {
    const [program, args] = RUN[kind](text);
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8", timeout: 60_000 });
    gate.check(status === 0 && stdout.length > 50, `example ${kind} ends with ${status}: ${text.slice(0, 80)} ${String(stderr).slice(-200)}`);
  }
  console.log(`examples run: ${all.length}`);
}
