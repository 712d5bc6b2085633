/* Notes on the work: selected words or a frame on a page become a note without leaving the desk.
   The form of a new note does the same by quoted words or a page number, also without this file. */
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const box = () => document.getElementById("notes");
  if (!box() || !$("[data-new-note-form]")) return;

  // Letters, as the server counts them.
  const letters = (text) => [...text].length;
  const place = (node, offset) => {
    const paragraph = (node.nodeType === 1 ? node : node.parentElement).closest("[data-start]");
    if (!paragraph) return null;
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEnd(node, offset);
    return Number(paragraph.dataset.start) + letters(before.toString());
  };
  const page = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest(".pdf-page");

  const fill = (values) => {
    const fresh = $("[data-new-note]", box()), form = $("[data-new-note-form]", box());
    for (const name of ["start", "end", "area", "quote", "where", "page"]) {
      const field = form.elements[name];
      if (field && values[name] !== undefined) field.value = values[name];
      else if (field && ["start", "end", "area"].includes(name)) field.value = "";
    }
    fresh.open = true;
    form.elements.body.focus();
    fresh.scrollIntoView({ block: "nearest" });
  };
  const frame = (sheet, rectangle) => {
    const whole = sheet.getBoundingClientRect();
    const part = (value) => Math.max(0, Math.min(1, value)).toFixed(4);
    return [
      part((rectangle.left - whole.left) / whole.width), part((rectangle.top - whole.top) / whole.height),
      part((rectangle.right - rectangle.left) / whole.width), part((rectangle.bottom - rectangle.top) / whole.height),
    ].join(",");
  };

  // Selected words: a button stands beside them.
  const selected = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed || !selection.toString().trim()) return null;
    const range = selection.getRangeAt(0);
    const sheet = page(range.startContainer);
    if (sheet) {
      if (page(range.endContainer) !== sheet) return null;
      return { range, values: {
        where: sheet.closest("[data-viewer]").dataset.viewer, page: sheet.dataset.page,
        area: frame(sheet, range.getBoundingClientRect()), quote: selection.toString(),
      } };
    }
    const start = place(range.startContainer, range.startOffset), end = place(range.endContainer, range.endOffset);
    if (start === null || end === null || start >= end) return null;
    return { range, values: { where: "text", start, end, quote: selection.toString() } };
  };
  const show = () => {
    const button = $("[data-note-here]");
    if (!button) return;
    const found = selected();
    button.hidden = !found;
    if (!found) return;
    const seat = found.range.getBoundingClientRect();
    button.style.left = `${Math.max(8, Math.min(innerWidth - 130, seat.right + 6))}px`;
    button.style.top = `${Math.max(8, Math.min(innerHeight - 56, seat.bottom + 6))}px`;
  };
  let soon = 0;
  document.addEventListener("selectionchange", () => { clearTimeout(soon); soon = setTimeout(show, 200); });
  document.addEventListener("pointerdown", (event) => { if (event.target.closest("[data-note-here]")) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-note-here]")) return;
    const found = selected();
    event.target.closest("[data-note-here]").hidden = true;
    if (found) fill(found.values);
  });

  // A frame on a page, by a click or by dragging.
  for (const button of $$("[data-draw]")) {
    const viewer = button.closest("[data-viewer]");
    button.hidden = false;
    const turn = (on) => { viewer.classList.toggle("drawing", on); button.setAttribute("aria-pressed", String(on)); };
    button.addEventListener("click", () => turn(button.getAttribute("aria-pressed") !== "true"));
    viewer.addEventListener("pointerdown", (event) => {
      const sheet = viewer.classList.contains("drawing") && page(event.target);
      if (!sheet) return;
      event.preventDefault();
      const shape = document.createElement("div");
      shape.className = "pdf-drawing";
      sheet.append(shape);
      const from = { x: event.clientX, y: event.clientY };
      let seen = { left: from.x, top: from.y, right: from.x, bottom: from.y };
      const move = (now) => {
        const whole = sheet.getBoundingClientRect();
        seen = {
          left: Math.max(whole.left, Math.min(from.x, now.clientX)), top: Math.max(whole.top, Math.min(from.y, now.clientY)),
          right: Math.min(whole.right, Math.max(from.x, now.clientX)), bottom: Math.min(whole.bottom, Math.max(from.y, now.clientY)),
        };
        shape.style.left = `${seen.left - whole.left}px`;
        shape.style.top = `${seen.top - whole.top}px`;
        shape.style.width = `${seen.right - seen.left}px`;
        shape.style.height = `${seen.bottom - seen.top}px`;
      };
      const end = () => {
        removeEventListener("pointermove", move);
        shape.remove();
        turn(false);
        fill({ where: viewer.dataset.viewer, page: sheet.dataset.page, area: frame(sheet, seen), quote: "" });
      };
      addEventListener("pointermove", move);
      addEventListener("pointerup", end, { once: true });
    });
  }

  // The forms send themselves; text and list come back anew, the marks beside them stay as they are typed.
  document.addEventListener("input", (event) => {
    const form = event.target.closest("[data-new-note-form]");
    if (form && event.target.name === "quote") form.elements.start.value = form.elements.end.value = "";
    if (form && ["where", "page"].includes(event.target.name)) form.elements.area.value = "";
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-note-form]");
    if (!form) return;
    event.preventDefault();
    const data = new FormData(form, event.submitter);
    const error = $("[data-note-error]", box());
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin", headers: { "X-Requested-With": "fetch" } });
      if (answer.redirected) { location.reload(); return; }
      if (!answer.ok) {
        const told = await answer.json();
        error.textContent = told.sentence;
        error.hidden = false;
        return;
      }
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const id of ["noted-text", "notes"]) document.getElementById(id).replaceWith(fresh.getElementById(id));
      document.dispatchEvent(new CustomEvent("tirek:noted"));
      box().focus();
    } catch (reason) {
      error.textContent = box().dataset.lost;
      error.hidden = false;
    }
  });
})();
