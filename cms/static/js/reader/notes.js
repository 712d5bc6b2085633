/* One's own marks in a lesson: highlights, notes, bookmarks. Places are counted in letters of the part's text, and found
   again by the quotation where the text has moved. Words come from the dialog's data-… */
const dialog = document.querySelector("[data-rd-dialog]");
const words = dialog?.dataset;
const form = dialog?.querySelector("form");
const area = form?.elements.note;
const said = form?.querySelector(".rd-said");
const quoted = form?.querySelector(".rd-quote");
const SHOWN = new Map(); // part id → { part, tools, list, notes }
let asked = null; // what the dialog is about

const make = (name, attributes = {}, ...inside) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
};

async function send(address, fields) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  const answer = await fetch(address, { method: "POST", body: data, credentials: "same-origin", headers: { "X-Requested-With": "fetch" } });
  if (answer.redirected || !answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Error("sent away");
  const told = await answer.json();
  return { ok: answer.ok, ...told };
}

/* Letters of a part's text ↔ places in its nodes. */
function texts(part) {
  const nodes = [], walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  let length = 0;
  while (walk.nextNode()) { nodes.push([length, walk.currentNode]); length += walk.currentNode.length; }
  return nodes;
}
function offset(part, node, place) {
  const range = document.createRange();
  range.selectNodeContents(part);
  range.setEnd(node, place);
  return range.toString().length;
}
function find(part, note) {
  const nodes = texts(part), text = nodes.map(([, node]) => node.data).join("");
  let best = -1;
  for (let at = text.indexOf(note.quote); at >= 0; at = text.indexOf(note.quote, at + 1)) {
    if (best < 0 || Math.abs(at - note.start) < Math.abs(best - note.start)) best = at;
  }
  if (best < 0) return null;
  const place = (letters, end) => {
    const [start, node] = nodes.findLast(([begin]) => (end ? begin < letters : begin <= letters)) || nodes[0];
    return [node, Math.min(node.length, letters - start)];
  };
  const range = document.createRange();
  range.setStart(...place(best));
  range.setEnd(...place(best + note.quote.length, true));
  return range;
}

function draw() {
  const ranges = [];
  for (const { part, list, notes } of SHOWN.values()) {
    list.replaceChildren();
    list.hidden = notes.length === 0;
    part.classList.toggle("rd-marked", notes.some((note) => note.quote));
    for (const note of notes) {
      note.range = note.quote ? find(part, note) : null;
      if (note.range) ranges.push(note.range);
      const item = make("li");
      if (note.quote) item.append(make("span", { class: "rd-quote", lang: part.closest("[lang]").lang }, note.quote.length > 90 ? `${note.quote.slice(0, 88).trimEnd()}…` : note.quote));
      if (note.words) item.append(make("span", { class: "rd-own" }, note.words));
      if (note.quote && !note.range) item.append(make("span", { class: "small soft" }, words.wGone));
      const change = make("button", { type: "button", class: "link small" }, words.wChange, make("span", { class: "visually-hidden" }, `: ${(note.words || note.quote).slice(0, 60)}`));
      change.addEventListener("click", () => open({ note, opener: change }));
      item.append(change);
      list.append(item);
    }
  }
  if (self.Highlight && CSS.highlights) CSS.highlights.set("rd-note", new Highlight(...ranges));
  document.documentElement.classList.toggle("rd-no-highlights", !(self.Highlight && CSS.highlights));
}

function open(about) {
  asked = about;
  const { note, quote = note?.quote || "" } = about;
  area.value = note?.words || "";
  quoted.textContent = quote;
  quoted.hidden = !quote;
  said.textContent = "";
  form.querySelector("[data-delete]").hidden = !note;
  dialog.showModal();
  area.focus();
}

/* The sentence stands in the dialog, beside what was typed. */
function refuse(sentence) {
  if (!dialog.open) open(asked);
  said.textContent = sentence;
}

async function keep(fields) {
  try {
    const told = asked.note
      ? await send(words.change.replace("/0/", `/${asked.note.id}/`), fields)
      : await send(words.add, { part: asked.part, start: asked.start || 0, quote: asked.quote || "", ...fields });
    if (!told.ok) return refuse(told.sentence);
    if (!asked.note) {
      const { notes } = SHOWN.get(asked.part);
      const same = notes.findIndex((one) => one.id === told.id);
      if (same >= 0) notes[same] = told; else notes.push(told);
    } else if (fields.delete) {
      for (const one of SHOWN.values()) one.notes = one.notes.filter((note) => note !== asked.note);
    } else asked.note.words = told.words;
    const part = asked.part || asked.note.part;
    if (dialog.open) dialog.close();
    draw();
    if (asked.opener && !asked.opener.isConnected) SHOWN.get(part)?.tools.querySelector("button").focus();
  } catch (error) {
    refuse(words.lost);
  }
}

/* The little bar beside selected words. */
const bubble = make("div", { class: "rd-bubble no-print", role: "group", hidden: "" });
function selected() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const holder = range.startContainer.nodeType === 1 ? range.startContainer : range.startContainer.parentElement;
  const part = holder.closest("[data-part]");
  const quote = selection.toString().trim();
  if (!part || !SHOWN.has(part.dataset.part) || !quote || holder.closest("textarea, input")) return null;
  // A selection that runs into another part ends with this one.
  if (!part.contains(range.endContainer)) range.setEnd(part, part.childNodes.length);
  const raw = range.toString(), own = raw.trim();
  return own && own.length <= 1000 && { part: part.dataset.part, quote: own, start: offset(part, range.startContainer, range.startOffset) + raw.length - raw.trimStart().length, range };
}
function offer() {
  const found = selected();
  bubble.hidden = !found;
  if (!found) return;
  const box = found.range.getBoundingClientRect();
  const below = box.bottom + 12 + bubble.offsetHeight < innerHeight - 70;
  bubble.style.top = `${below ? box.bottom + 12 : Math.max(8, box.top - bubble.offsetHeight - 12)}px`;
  bubble.style.left = `${Math.max(8, Math.min(innerWidth - bubble.offsetWidth - 8, box.left + box.width / 2 - bubble.offsetWidth / 2))}px`;
}

function tools(part, bookmarks) {
  const id = part.dataset.part;
  const heading = (part.querySelector("h2, h3, .kicker") || part).textContent.trim().slice(0, 60);
  const about = () => make("span", { class: "visually-hidden" }, ` ${words.wOn.replace("%s", heading)}`);
  const icon = (shape) => { const span = make("span", { "aria-hidden": "true", class: `rd-i rd-i-${shape}` }); return span; };
  const note = make("button", { type: "button" }, icon("note"), words.wNote, about());
  const mark = make("button", { type: "button", "aria-pressed": String(bookmarks.has(id)) }, icon("mark"), words.wBookmark, about());
  const link = make("a", { href: `#p-${id}` }, icon("link"), make("span", { class: "visually-hidden" }, words.wLink), about());
  note.addEventListener("click", () => open({ part: id, opener: note }));
  mark.addEventListener("click", async () => {
    const put = mark.getAttribute("aria-pressed") !== "true";
    mark.setAttribute("aria-pressed", String(put));
    try {
      const told = await send(words.bookmark, { part: id, set: put ? "yes" : "no" });
      if (!told.ok) throw new Error(told.sentence);
    } catch (error) { mark.setAttribute("aria-pressed", String(!put)); }
  });
  return make("div", { class: "rd-tools no-print", lang: dialog.lang }, note, mark, link);
}

export async function start({ bar, lesson }) {
  if (!dialog) return;
  let marks;
  try {
    const answer = await fetch(bar.dataset.marks, { credentials: "same-origin", headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected) return;
    marks = await answer.json();
  } catch (error) { return; } // no network: the lesson is read without marks, the form below stands
  const bookmarks = new Set(marks.bookmarks);
  for (const part of lesson.querySelectorAll("[data-part]")) {
    // Questions are answered, not annotated.
    if (part.querySelector("form, .check, .control, .bank-question") || Number(part.dataset.words) < 12) continue;
    const row = tools(part, bookmarks);
    const list = make("ul", { class: "rd-own-notes no-print", lang: dialog.lang, hidden: "" });
    part.after(row, list);
    SHOWN.set(part.dataset.part, { part, tools: row, list, notes: marks.notes.filter((note) => note.part === part.dataset.part) });
  }
  draw();

  document.querySelector("[data-rd-plain]")?.setAttribute("hidden", "");
  bubble.setAttribute("aria-label", words.wTools);
  bubble.setAttribute("lang", dialog.lang);
  const highlight = make("button", { type: "button", class: "btn slim" }, words.wHighlight);
  const note = make("button", { type: "button", class: "btn slim quiet" }, words.wNote);
  bubble.append(highlight, note);
  document.body.append(bubble);
  for (const button of [highlight, note]) {
    button.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
    button.addEventListener("click", () => {
      const found = selected();
      if (!found) return;
      getSelection().removeAllRanges();
      bubble.hidden = true;
      if (button === note) open({ ...found, opener: note });
      else { asked = found; area.value = ""; keep({ note: "" }); }
    });
  }
  let timer = 0;
  document.addEventListener("selectionchange", () => { clearTimeout(timer); timer = setTimeout(offer, 180); });
  addEventListener("scroll", () => { if (!bubble.hidden) offer(); }, { passive: true });
  addEventListener("keydown", (event) => { if (event.key === "Escape") bubble.hidden = true; });

  form.addEventListener("submit", (event) => { event.preventDefault(); keep({ note: area.value }); });
  form.querySelector("[data-delete]").addEventListener("click", () => keep({ delete: "yes" }));

  // A click on a highlight opens its note.
  lesson.addEventListener("click", (event) => {
    if (!getSelection().isCollapsed || event.target.closest("a, button, summary, input, textarea")) return;
    const at = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    const [node, place] = at ? [at.offsetNode, at.offset] : [];
    if (!node) return;
    for (const { notes } of SHOWN.values()) {
      const hit = notes.find((one) => one.range?.isPointInRange(node, place));
      if (hit) return open({ note: hit, opener: null });
    }
  });
}
