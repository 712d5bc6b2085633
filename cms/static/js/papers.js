/* A template of documents: the preview follows what is typed, drawn on the server and shown by pdf.js.
   Without this file the button under the form opens the same preview as a PDF. */
const PAUSE = 600;
const form = document.getElementById("paper");
const box = document.querySelector("[data-preview]");
const part = (name) => box.querySelector(`[data-${name}]`);

let pdf = null;
let asked = null;
let turn = 0;
let waiting = 0;

const library = async () => {
  if (!pdf) {
    pdf = await import(box.dataset.lib);
    pdf.GlobalWorkerOptions.workerSrc = box.dataset.worker;
  }
  return pdf;
};

const say = (words, faults = []) => {
  part("state").textContent = words;
  part("faults").replaceChildren(...faults.map((fault) => {
    const line = document.createElement("li");
    if (fault.field) {
      const link = document.createElement("a");
      link.href = `#${fault.field}`;
      link.textContent = fault.text;
      line.append(link);
    } else line.textContent = fault.text;
    return line;
  }));
};

const draw = async (bytes, mine) => {
  const { getDocument, VerbosityLevel } = await library();
  const task = getDocument({ data: bytes, verbosity: VerbosityLevel.ERRORS });
  const file = await task.promise;
  const dense = Math.min(devicePixelRatio || 1, 2);
  const sheets = [];
  try {
    for (let number = 1; number <= file.numPages; number += 1) {
      const page = await file.getPage(number);
      const wide = (part("pages").clientWidth || 480) / page.getViewport({ scale: 1 }).width;
      const viewport = page.getViewport({ scale: wide * dense });
      const canvas = document.createElement("canvas");
      canvas.width = Math.floor(viewport.width);
      canvas.height = Math.floor(viewport.height);
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", box.dataset.pageWords.replace("%p", number).replace("%n", file.numPages));
      await page.render({ canvas, viewport }).promise;
      if (mine !== turn) return;
      sheets.push(canvas);
    }
    part("pages").replaceChildren(...sheets);
    say(box.dataset.fresh);
    box.dataset.drawn = String(Number(box.dataset.drawn || 0) + 1);
  } finally {
    task.destroy();
  }
};

const refresh = async () => {
  const mine = ++turn;
  asked?.abort();
  asked = new AbortController();
  box.setAttribute("aria-busy", "true");
  say(box.dataset.busy);
  try {
    const answer = await fetch(box.dataset.preview, {
      method: "POST", body: new FormData(form), headers: { Accept: "application/json, application/pdf" },
      credentials: "same-origin", signal: asked.signal,
    });
    if (answer.ok) await draw(await answer.arrayBuffer(), mine);
    else if (answer.status === 422) say(box.dataset.refused, (await answer.json()).sentences);
    else throw new Error(`answer ${answer.status}`);
  } catch (error) {
    if (error.name === "AbortError" || mine !== turn) return;
    say(box.dataset.broken);
    console.warn(error);
  } finally {
    if (mine === turn) box.removeAttribute("aria-busy");
  }
};

const languages = form.elements.languages;
const show = () => {
  for (const one of form.querySelectorAll("[data-language]")) one.hidden = !languages.value.split(",").includes(one.dataset.language);
};

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, PAUSE);
});
languages.addEventListener("change", show);
part("faults").addEventListener("click", (event) => {
  const field = document.getElementById(event.target.hash?.slice(1));
  if (!field) return;
  event.preventDefault();
  field.closest("details")?.setAttribute("open", "");
  field.focus();
});
// Wagtail's own listener takes every submit for a saving, and would then let the page go without a word.
form.addEventListener("submit", (event) => {
  if (event.submitter?.id === "open-preview") event.stopImmediatePropagation();
}, true);

box.hidden = false;
show();
refresh();
