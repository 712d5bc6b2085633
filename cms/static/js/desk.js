/* The desk: keys, ready comments, the notice of a second window. Every part works without this file, only slower.
   data-criterion, data-code (a key's place on the keyboard), data-slash, data-bank / data-insert, data-stale, data-fill. */
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const form = document.getElementById("marks");

  // Keys go by their place, so that they are the same on a Kazakh, a Russian and a Latin keyboard.
  const rows = $$("[data-criterion]");
  let last = 0;
  document.addEventListener("focusin", (event) => {
    const place = rows.findIndex((row) => row.contains(event.target));
    if (place >= 0) last = place;
  });
  const here = () => rows.findIndex((row) => row.contains(document.activeElement));
  const go = (index) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    (row.querySelector("input:checked") || row.querySelector("input")).focus();
    row.scrollIntoView({ block: "nearest" });
  };
  const remark = () => {
    const row = rows[here() >= 0 ? here() : last];
    const box = row && $(".remark", row);
    if (!box) return;
    box.open = true;
    $("textarea", box).focus();
  };
  const isTyping = (target) => target.matches("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || $("dialog[open]") || isTyping(event.target)) return;
    const turned = $("[data-keys-switch]");
    if (turned && !turned.checked) return;
    if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) $("[data-dialog=keys]")?.click();
    else if (event.shiftKey) return;
    else if (event.code === "KeyJ" && rows.length) go(here() + 1);
    else if (event.code === "KeyK" && rows.length) go(here() < 0 ? 0 : here() - 1);
    else if (event.code === "KeyR" && rows.length) remark();
    else if (/^(Digit|Numpad)\d$/.test(event.code) && rows.length) {
      const level = rows[here() >= 0 ? here() : last].querySelector(`input[type=radio][value="${event.code.slice(-1)}"]`);
      if (!level) return;
      level.focus();
      level.click();
    } else {
      const target = $$("[data-code]").find((one) => one.dataset.code === event.code && !one.disabled);
      if (!target) return;
      target.click();
    }
    event.preventDefault();
  });

  // On a phone the queue stays folded, the work comes first.
  document.addEventListener("htmx:afterSwap", () => {
    const queue = $("[data-queue]");
    if (queue && matchMedia("(max-width: 56rem)").matches) queue.open = false;
  });

  // Ready comments: at the caret, and searched by a slash.
  const insert = (field, words, from = field.selectionStart, to = field.selectionEnd) => {
    const before = field.value.slice(0, from), after = field.value.slice(to);
    const space = before && !/\s$/.test(before) ? " " : "";
    field.setRangeText(space + words + (after && !/^\s/.test(after) ? " " : ""), from, to, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  for (const bank of $$("[data-bank]")) {
    const field = document.getElementById(bank.dataset.bank);
    if (!field) continue;
    if (bank.dataset.script !== undefined) bank.hidden = !$("[data-insert]", bank);
    for (const button of $$("[data-insert]", bank)) {
      button.type = "button";
      button.addEventListener("click", () => insert(field, button.textContent));
    }
    if (!$$("[data-insert]", bank).length) continue;
    const list = document.createElement("ul");
    list.className = "slash";
    list.id = `${field.id}-ready`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", $("summary", bank).textContent.trim());
    list.hidden = true;
    field.after(list);
    field.setAttribute("aria-controls", list.id);
    let chosen = 0, from = -1;
    const close = () => { list.hidden = true; from = -1; field.removeAttribute("aria-activedescendant"); };
    const options = () => $$("li", list);
    const choose = (index) => {
      const all = options();
      chosen = (index + all.length) % all.length;
      all.forEach((one, place) => one.setAttribute("aria-selected", String(place === chosen)));
      field.setAttribute("aria-activedescendant", all[chosen].id);
      all[chosen].scrollIntoView({ block: "nearest" });
    };
    const take = () => { const words = options()[chosen].textContent; const start = from; close(); insert(field, words, start, field.selectionStart); };
    const look = () => {
      const found = /(^|\s)\/([^\n/]*)$/.exec(field.value.slice(0, field.selectionStart));
      if (!found) { close(); return; }
      from = field.selectionStart - found[2].length - 1;
      const wanted = found[2].trim().toLocaleLowerCase();
      const words = $$("[data-insert]", bank).map((one) => one.textContent).filter((one) => one.toLocaleLowerCase().includes(wanted));
      list.replaceChildren(...words.map((one, place) => {
        const row = document.createElement("li");
        row.setAttribute("role", "option");
        row.id = `${list.id}-${place}`;
        row.textContent = one;
        row.addEventListener("pointerdown", (event) => { event.preventDefault(); chosen = place; take(); });
        return row;
      }));
      list.hidden = !words.length;
      if (words.length) choose(0); else close();
    };
    field.addEventListener("input", look);
    field.addEventListener("blur", close);
    field.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown") choose(chosen + 1);
      else if (event.key === "ArrowUp") choose(chosen - 1);
      else if (event.key === "Enter" || event.key === "Tab") take();
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  // A second window saved other marks: say so, and lead to where both stand side by side.
  form?.addEventListener("tirek:refused", (event) => {
    const box = $("[data-stale]", form);
    if (event.detail.code !== "stale") return;
    $("[data-stale-words]", box).textContent = event.detail.sentence;
    box.hidden = false;
  });

  // A proposal goes into its field.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill]");
    const field = button && form?.elements[button.dataset.fill];
    if (!field) return;
    field.value = button.dataset.value;
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
    field.focus();
  });
})();
