// The browser gate, on a service that runs already (see `run`):
//   node gate.mjs http://127.0.0.1:18183 PUBLISHABLE_KEY PORT_OF_THE_HOST_PAGE
// Twelve tasks that a person does, the first eight also without JavaScript; the keyboard alone; axe on every
// page in both languages and themes; what a page weighs; and no request to anybody else.
import { Gate } from "./gate-tools.mjs";
import { eightTasks, lastTasks } from "./tasks.mjs";
import { byKeyboard } from "./keyboard.mjs";
import { audits } from "./audits.mjs";
import { runExamples } from "./examples.mjs";

const [service, key, hostPort] = process.argv.slice(2);
const gate = await Gate.start(service, key, Number(hostPort));
const part = async (name, run) => {
  const started = Date.now();
  const before = gate.faults.length;
  try { return await run(); } catch (error) {
    gate.check(false, `${name}: ${error.message.split("\n")[0]}`);
  } finally {
    console.log(`${name}: ${gate.faults.length - before} faults, ${((Date.now() - started) / 1e3).toFixed(1)} s`);
  }
};

let result = "";
await part("tasks 1 to 8 without JavaScript", async () => {
  await eightTasks(gate, await gate.open({ javaScriptEnabled: false, locale: "zh-CN" }), "JavaScript off");
});
await part("tasks 1 to 12", async () => {
  const page = await gate.open({ locale: "zh-CN" });
  result = await eightTasks(gate, page, "JavaScript on");
  await lastTasks(gate, page, result);
});
await part("Find, Results and Compare by the keyboard", () => byKeyboard(gate));
await part("examples of the API page", () => runExamples(gate));
await part("axe, budgets and widths", () => audits(gate, result));

await gate.stop();
console.log(gate.faults.length ? `browser gate: ${gate.faults.length} faults` : "browser gate: twelve tasks, keyboard, axe and budgets passed");
process.exit(gate.faults.length ? 1 : 0);
