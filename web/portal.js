// What makes the pages quicker. Everything here also works without: as plain forms and links.
const form = document.querySelector("form[data-live]");

// A slider beside each weight; the number box stays what is sent.
for (const box of document.querySelectorAll("input[data-weight]")) {
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: "0", max: "100", step: "1", value: box.value });
  slider.setAttribute("aria-label", box.closest("label").firstElementChild.textContent);
  box.closest("label").append(slider);
  const own = () => {
    const preset = box.form.querySelector("[data-preset]");
    if (preset) preset.value = "own";
  };
  slider.addEventListener("input", () => { box.value = slider.value; own(); });
  box.addEventListener("input", () => { slider.value = box.value; own(); });
  slider.addEventListener("change", () => rerank());
}

// Re-rank at once: the same form, its page read for the list alone.
let running;
async function rerank() {
  if (!form) return;
  running?.abort();
  running = new AbortController();
  const list = document.getElementById("ranking");
  list.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "text/html" },
      signal: running.signal,
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.getElementById("ranking");
    // A profile with a fault comes back as another page: show it as it is.
    if (!next) { form.submit(); return; }
    list.replaceWith(next);
    // What else names the result: its summary, the switch of the language, the button that deletes it.
    for (const part of [".head", ".switch", "form.forget"]) {
      const fresh = page.querySelector(part);
      if (fresh) document.querySelector(part)?.replaceWith(fresh);
    }
    history.replaceState(null, "", answer.url);
  } catch (error) {
    if (error.name !== "AbortError") form.submit();
  } finally {
    document.getElementById("ranking")?.removeAttribute("aria-busy");
  }
}
form?.addEventListener("change", (event) => {
  if (event.target.type !== "range") rerank();
});

// Two to five parks can be compared.
document.addEventListener("change", (event) => {
  if (event.target.name !== "park") return;
  const boxes = [...document.querySelectorAll("input[name=park]")];
  const full = boxes.filter((b) => b.checked).length >= 5;
  for (const box of boxes) box.disabled = full && !box.checked;
});

// A file can be dropped on its form instead of being chosen.
const drop = document.querySelector("form[data-drop]");
for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  drop?.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", kind === "dragenter" || kind === "dragover");
    if (kind === "drop" && event.dataTransfer.files.length) {
      drop.querySelector("input[type=file]").files = event.dataTransfer.files;
    }
  });
}

// What takes a while is seen to be under way; coming back by the browser's button finds the page as it was.
document.addEventListener("submit", () => {
  setTimeout(() => document.getElementById("main")?.setAttribute("aria-busy", "true"), 300);
});
addEventListener("pageshow", () => document.getElementById("main")?.removeAttribute("aria-busy"));
