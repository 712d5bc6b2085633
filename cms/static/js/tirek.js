/* Small conveniences. Every page works without this file.
   data-theme-toggle, data-menu, data-focus, data-dialog / data-close, data-once, data-check-all,
   data-autosave (a form), data-save-state, data-points / data-total, data-seconds-left, data-key. */
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const store = (key, value) => {
    try {
      if (value === undefined) return localStorage.getItem(key);
      localStorage.setItem(key, value);
    } catch (error) { /* storage is closed */ }
    return null;
  };

  // Colours: what one sees now is turned, and remembered on this device.
  const isDark = () => {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  };
  for (const button of $$("[data-theme-toggle]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const theme = isDark() ? "light" : "dark";
      document.documentElement.dataset.theme = theme;
      store("tirek-theme", theme);
    });
  }

  // A menu closes by Escape and by a click beside it.
  document.addEventListener("click", (event) => {
    for (const menu of $$("[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of $$("[data-menu][open]")) {
      menu.open = false;
      $("summary", menu).focus();
    }
  });

  $("[data-focus]")?.focus();

  // Dialogs
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
    const closer = event.target.closest("[data-close]");
    if (closer) closer.closest("dialog")?.close();
  });
  for (const opener of $$("[data-dialog]")) opener.hidden = false;

  // A form sent twice by an impatient finger is sent once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]") || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
  addEventListener("pageshow", () => $$("[data-once]").forEach((form) => delete form.dataset.sent));

  // Browsers name the file button in their own language; ours speaks the page's.
  for (const box of $$("[data-file]")) {
    const input = $("input[type=file]", box), name = $("[data-file-name]", box), none = name.textContent;
    input.classList.add("visually-hidden");
    $("[data-file-choose]", box).hidden = name.hidden = false;
    input.addEventListener("change", () => { name.textContent = [...input.files].map((file) => file.name).join(", ") || none; });
  }

  // Select all rows, and say how many are selected.
  document.addEventListener("change", (event) => {
    const all = event.target.closest("[data-check-all]");
    if (all) for (const box of $$(`input[name="${all.dataset.checkAll}"]`)) box.checked = all.checked;
    for (const words of $$("[data-count-of]")) {
      const count = $$(`input[name="${words.dataset.countOf}"]:checked`).length;
      words.textContent = count;
      const bulk = words.closest("[data-bulk]");
      if (bulk) bulk.hidden = count === 0;
    }
  });
  for (const bulk of $$("[data-bulk]")) bulk.hidden = !$$(`input[name="${$("[data-count-of]", bulk)?.dataset.countOf}"]:checked`).length;

  // Whether work is kept
  const shapes = { saved: "m4.5 12.5 5 5 10-11", failed: "M12 3.5 22 20.5H2zM12 10v4.5M12 17.4v.1", saving: "M19.5 9A8 8 0 0 0 5 8M4.5 4v4.5H9M4.5 15A8 8 0 0 0 19 16M19.5 20v-4.5H15" };
  const two = (number) => String(number).padStart(2, "0");
  const say = (box, state, words) => {
    if (!box) return;
    const now = new Date();
    box.dataset.state = state;
    $(".icon", box).innerHTML = `<path d="${shapes[state]}"/>`;
    $("[data-words]", box).textContent = words || box.dataset[state].replace("%s", `${two(now.getHours())}:${two(now.getMinutes())}`);
  };

  // A form with data-autosave posts itself after each change and tries again until the server has answered.
  for (const form of $$("form[data-autosave]")) {
    const box = document.getElementById(form.dataset.autosave) || $("[data-save-state]");
    let timer = 0, running = false, dirty = false, pause = 0, first = 0;
    const save = async () => {
      if (running) { dirty = true; return; }
      running = true;
      dirty = false;
      first = 0;
      say(box, "saving");
      try {
        const data = new FormData(form);
        for (const [name, value] of [...data]) if (value instanceof File) data.delete(name); // files go with a button
        const control = new AbortController();
        const limit = setTimeout(() => control.abort(), 15000);
        const answer = await fetch(form.getAttribute("action") || location.href, {
          method: "POST", body: data, signal: control.signal, credentials: "same-origin", headers: { "X-Requested-With": "fetch" },
        });
        clearTimeout(limit);
        if (answer.redirected && form.dataset.follow !== undefined && new URL(answer.url).pathname !== location.pathname) { location.href = answer.url; return; }
        if (answer.redirected && new URL(answer.url).pathname !== location.pathname) throw new Error("sent away"); // signed out: nothing was kept
        const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
        if (!answer.ok && !told.sentence) throw new Error(answer.status);
        const revision = answer.headers.get("X-Revision");
        if (revision && form.elements.revision) form.elements.revision.value = revision;
        pause = 0;
        const detail = { ...told, sent: data };
        if (told.merged) form.dispatchEvent(new CustomEvent("tirek:joined", { detail }));
        // Refused for good, with the sentence that says why: asking again would change nothing.
        if (told.sentence) { dirty = false; form.dispatchEvent(new CustomEvent("tirek:refused", { detail })); }
        say(box, told.sentence ? "failed" : "saved", told.sentence || detail.words);
      } catch (error) {
        say(box, "failed");
        pause = Math.min(30000, (pause || 1000) * 2);
        timer = setTimeout(save, pause);
      }
      running = false;
      if (dirty && !pause) save();
    };
    const later = (delay) => { clearTimeout(timer); timer = setTimeout(save, delay); };
    form.addEventListener("change", (event) => { if (event.target.type !== "file") later(0); });
    form.addEventListener("input", (event) => { if (event.target.matches("textarea, input[type=text]")) { dirty = true; first ||= Date.now(); later(Math.max(0, Math.min(2000, first + 4000 - Date.now()))); } });
    addEventListener("online", () => { if (box?.dataset.state === "failed") later(0); });
    addEventListener("beforeunload", (event) => { if (box?.dataset.state === "failed" && !form.dataset.leaving) event.preventDefault(); });
    // Sent by a button while a save is under way: the save ends first, so that its new revision goes along.
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      dirty = false;
      if (running) {
        event.preventDefault();
        const button = event.submitter;
        const turn = setInterval(() => {
          if (running) return;
          clearInterval(turn);
          form.requestSubmit(button);
        }, 40);
        return;
      }
      form.dataset.leaving = "yes";
    });
  }

  // The same words where htmx saves.
  document.addEventListener("htmx:beforeRequest", (event) => { if (event.target.closest("[data-saves]")) say($("[data-save-state]"), "saving"); });
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => { if (event.target.closest("[data-saves]")) say($("[data-save-state]"), "failed"); });
  }

  // The total moves as one marks.
  const add = (form) => {
    const output = $$("[data-total]").find((one) => one.form === form || form.contains(one));
    if (!output) return;
    const sum = $$("[data-points]", form)
      .filter((input) => input.type !== "radio" || input.checked)
      .reduce((total, input) => total + (parseFloat(input.value.replace(",", ".")) || 0), 0);
    output.value = String(Math.round(sum * 100) / 100);
  };
  document.addEventListener("input", (event) => { if (event.target.matches("[data-points]")) add(event.target.form); });
  $$("form").filter((form) => $("[data-points]", form)).forEach(add);

  // Time left, counted from what the server said, so a wrong clock changes nothing.
  for (const timer of $$("[data-seconds-left]")) {
    const end = performance.now() + Number(timer.dataset.secondsLeft) * 1000;
    const digits = $("[data-digits]", timer);
    const voice = $("[data-voice]", timer);
    const told = new Set();
    const tick = () => {
      const left = Math.max(0, Math.round((end - performance.now()) / 1000));
      digits.textContent = `${left >= 3600 ? Math.floor(left / 3600) + ":" : ""}${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
      timer.classList.toggle("low", left <= 300);
      for (const minute of [10, 5, 1]) {
        if (left <= minute * 60 && left > minute * 60 - 5 && !told.has(minute)) {
          told.add(minute);
          voice.textContent = timer.dataset.voice.replace("%s", minute);
        }
      }
      if (left === 0) { clearInterval(clock); if (timer.dataset.then) location.href = timer.dataset.then; }
    };
    const clock = setInterval(tick, 1000);
    tick();
  }

  // Keys for everything on a desk; they can be switched off in the list of keys (data-keys-switch).
  const keys = $$("[data-key]");
  const toggle = $("[data-keys-switch]");
  if (toggle) {
    toggle.checked = store("tirek-keys") !== "off";
    toggle.addEventListener("change", () => store("tirek-keys", toggle.checked ? "on" : "off"));
  }
  if (keys.length) {
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select") || (toggle && !toggle.checked) || $("dialog[open]")) return;
      const target = keys.find((one) => one.dataset.key === event.key && !one.disabled);
      if (!target) return;
      event.preventDefault();
      if (target.matches("input, textarea")) { target.focus(); if (target.type === "radio") target.click(); } else target.click();
    });
  }
})();
