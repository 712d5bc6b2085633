/* The reader's tools: settings at once, time left, printing with everything opened. Reading aloud and notes come when
   they are needed. Every page works without this file: settings are a form, notes too. */
(() => {
  "use strict";
  const bar = document.querySelector("[data-reader]");
  if (!bar) return;
  const $ = (selector, root = bar) => root.querySelector(selector);
  const root = document.documentElement;
  const lesson = document.querySelector(".lesson");
  const form = $("[data-rd-form]");

  // Settings hold as they are chosen. What is usual is not written down: the first value of each group says nothing.
  const USUAL = { size: "2", line: "1", letter: "1", width: "2", face: "book", contrast: "off", only: "off" };
  const keep = () => {
    const chosen = new FormData(form), pairs = [];
    for (const name of Object.keys(USUAL)) {
      const value = chosen.getAll(name).pop() || USUAL[name];
      if (value === USUAL[name]) root.removeAttribute(`data-rd-${name}`);
      else { root.setAttribute(`data-rd-${name}`, value); pairs.push(`${name}.${value}`); }
    }
    document.cookie = `tirek-reader=${pairs.join("-")}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  };
  const show = () => {
    for (const name of Object.keys(USUAL)) {
      const value = root.getAttribute(`data-rd-${name}`) || USUAL[name];
      for (const input of form.querySelectorAll(`input[name="${name}"]:not([type=hidden])`)) input.checked = input.value === value;
    }
  };
  // The words before one's eyes stay where they are while the letters grow.
  const still = (change) => {
    const at = [...lesson.querySelectorAll("p, li, h2, h3")].find((one) => one.getBoundingClientRect().bottom > 80);
    const before = at?.getBoundingClientRect().top;
    change();
    if (at) scrollBy(0, at.getBoundingClientRect().top - before);
  };
  show(); // the page may be a cache's copy
  form.addEventListener("change", () => still(keep));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.name === "reset") {
      for (const name of Object.keys(USUAL)) root.removeAttribute(`data-rd-${name}`);
      show();
      still(keep);
    }
    $(".rd-settings").open = false;
    $("summary").focus();
  });
  $("[data-rd-apply]").hidden = true;
  $("[data-rd-out]").addEventListener("click", (event) => {
    event.preventDefault();
    form.querySelector("input[name=only][type=checkbox]").checked = false;
    still(keep);
    $("summary").focus();
  });

  // Time left, from the words after the line in the middle of the window.
  const left = $(".rd-left");
  const parts = [...lesson.querySelectorAll("[data-words]")];
  const tell = () => {
    const line = innerHeight * .6;
    let words = 0;
    for (const part of parts) {
      const box = part.getBoundingClientRect();
      const below = box.height ? Math.min(1, Math.max(0, (box.bottom - line) / box.height)) : 0;
      words += below * Number(part.dataset.words);
    }
    left.hidden = false;
    left.textContent = words < 12 ? left.dataset.rdEnd : left.dataset.rdLeft.replace("%s", Math.max(1, Math.round(words / 160)));
  };
  let waiting = false;
  const later = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; tell(); });
  };
  if (parts.length) {
    addEventListener("scroll", later, { passive: true });
    addEventListener("resize", later);
    later();
  }

  // On paper everything is opened.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".lesson details:not([open])")];
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of opened) one.open = false; });

  // Reading aloud, where the device has a voice for the lesson's language.
  const listen = $("[data-rd-listen]");
  const speech = window.speechSynthesis;
  const voice = () => speech?.getVoices().find((one) => one.lang.toLowerCase().startsWith(bar.dataset.language));
  const voices = () => {
    listen.hidden = !voice();
    $("[data-rd-voice]").hidden = Boolean(voice());
  };
  voices();
  speech?.addEventListener?.("voiceschanged", voices);
  listen.addEventListener("click", async () => {
    const { start } = await import(bar.dataset.aloud);
    start({ bar, lesson, voice: voice(), opener: listen });
  });

  // One's own marks in the text come after everything that is read first.
  if (bar.dataset.notes) {
    const come = () => import(bar.dataset.notes).then(({ start }) => start({ bar, lesson }));
    if (document.readyState === "complete") setTimeout(come, 200);
    else addEventListener("load", () => setTimeout(come, 200));
  }
})();
