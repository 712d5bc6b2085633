/* A test's answers: each is sent as soon as it is given, kept on this device until the server holds it, and sent again
   while the network is away. Every answer carries this window's name and its own number, so that a repeat or a late
   arrival does no harm. Nothing is called saved before the server has said so. Without this file the buttons do the same
   by whole pages. */
(() => {
  "use strict";
  const form = document.querySelector("[data-attempt]");
  if (!form) return;
  const find = (selector, root = document) => root.querySelector(selector);
  const state = find("[data-save-state]"), trouble = find("[data-trouble]"), counts = find("[data-counts]");
  const place = `tirek-answer ${location.pathname}`;
  const clock = find("[data-seconds-left]");
  const seconds = clock ? Number(clock.dataset.secondsLeft) : Infinity;
  const opened = { steady: performance.now(), clock: Date.now() };
  const isOver = () => performance.now() - opened.steady >= seconds * 1000 - 1000;
  const client = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  // One entry a question of this page: `number` counts its answers here, `unsent`: the server has not confirmed the last.
  const questions = new Map();
  for (const node of form.querySelectorAll("[data-question]")) {
    const position = node.dataset.position;
    if (find(`[name="s${position}"]`, node)) questions.set(position, { node, position, number: 0, unsent: false, client });
  }
  let busy = false;     // a request is under way
  let button = null;    // pressed meanwhile: where to go once everything is saved
  let leaving = false, pause = 0, timer = 0, typing = 0;

  const isOf = (name, position) => name === `q${position}` || name.startsWith(`q${position}.`);
  const controls = (question) => [...question.node.querySelectorAll("input,select,textarea")].filter((one) => isOf(one.name, question.position));
  const given = (question) => controls(question)
    .filter((one) => (one.type === "radio" || one.type === "checkbox" ? one.checked : one.value.trim() !== ""))
    .map((one) => [one.name, one.value]);
  const choose = (question, fields) => {
    const has = (name, value) => fields.some(([field, held]) => field === name && held === value);
    for (const one of controls(question)) {
      if (one.type === "radio" || one.type === "checkbox") one.checked = has(one.name, one.value);
      else if (one.tagName === "SELECT") one.value = ([...one.options].find((option) => option.value && has(one.name, option.value)) || { value: "" }).value;
      else one.value = (fields.find(([field]) => field === one.name) || ["", ""])[1];
    }
  };
  const same = (one, other) => {
    const text = (fields) => fields.map((field) => field.join("\u0001")).sort().join("\u0002");
    return text(one) === text(other);
  };
  const sequence = (question) => find(`[name="s${question.position}"]`, question.node);
  const waiting = () => [...questions.values()].filter((question) => question.unsent);

  // What is not saved yet outlives a reload of this tab, with the name and number it may have been sent under.
  const keep = () => {
    const kept = waiting().map((question) => ({ position: question.position, fields: given(question), client: question.client, number: question.number, sequence: sequence(question).value }));
    try {
      if (kept.length) sessionStorage.setItem(place, JSON.stringify(kept));
      else sessionStorage.removeItem(place);
    } catch (error) { /* storage is closed */ }
  };

  const shapes = { saved: "m4.5 12.5 5 5 10-11", failed: "M12 3.5 22 20.5H2zM12 10v4.5M12 17.4v.1", saving: "M19.5 9A8 8 0 0 0 5 8M4.5 4v4.5H9M4.5 15A8 8 0 0 0 19 16M19.5 20v-4.5H15" };
  const say = (word, time = "") => {
    state.hidden = false;
    if (state.dataset.state === word && word === "failed") return; // said once, not at every try
    state.dataset.state = word;
    find(".icon", state).innerHTML = `<path d="${shapes[word]}"/>`;
    find("[data-words]", state).textContent = state.dataset[word].replace("%s", time);
  };
  const warn = (words) => {
    trouble.hidden = !words;
    find("[data-trouble-words]").textContent = words;
    state.hidden = Boolean(words);
  };

  // The palette and the count follow what the server says.
  const part = (words) => {
    const span = document.createElement("span");
    span.className = "visually-hidden";
    span.textContent = words;
    return span;
  };
  const paint = (told) => {
    for (const [position, item] of Object.entries(told.items)) {
      const cell = find(`.pal [value="${position}"]`), flag = find(`[data-flag="${position}"]`);
      cell.classList.toggle("answered", item.is_answered);
      cell.classList.toggle("flagged", item.is_flagged);
      cell.replaceChildren(part(`${form.dataset.question} `), position);
      if (item.is_answered) cell.append(part(`, ${form.dataset.answered}`));
      if (item.is_flagged) cell.append(find(".icon", flag).cloneNode(true), part(`, ${form.dataset.flagged}`));
      flag.value = `${item.is_flagged ? "unflag" : "flag"}-${position}`;
      find("[data-flag-on]", flag).hidden = !item.is_flagged;
      find("[data-flag-off]", flag).hidden = item.is_flagged;
    }
    counts.textContent = counts.dataset.counts.replace("%a", document.querySelectorAll(".pal .answered").length).replace("%f", document.querySelectorAll(".pal .flagged").length);
  };

  const post = async (data) => {
    const control = new AbortController();
    const limit = setTimeout(() => control.abort(), 15000);
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new URLSearchParams(data), signal: control.signal, redirect: "manual",
        credentials: "same-origin", headers: { Accept: "application/json" },
      });
      const isJson = (answer.headers.get("content-type") || "").includes("application/json");
      return { status: answer.status, out: answer.type === "opaqueredirect" || answer.status === 403, told: isJson ? await answer.json() : null };
    } catch (error) {
      return { status: 0, out: false, told: null };
    } finally {
      clearTimeout(limit);
    }
  };

  const later = () => {
    say("failed");
    pause = Math.min(30000, Math.max(1000, pause * 2));
    clearTimeout(timer);
    timer = setTimeout(send, pause);
  };

  // Answers of one window's name at a time: those kept from before a reload go under the name they had.
  const batch = () => {
    const unsent = waiting();
    return unsent.filter((question) => question.client === unsent[0].client);
  };
  const flagged = (pressed) => {
    const found = pressed && /^(?:un)?flag-(\d+)$|^check-(\d+)$/.exec(pressed.value);
    return found ? questions.get(found[1] || found[2]) : null;
  };

  const fill = (sent, pressed) => {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.set("client", sent.length ? sent[0].client : client);
    data.set("go", pressed ? pressed.value : "");
    for (const question of sent) {
      data.set(`s${question.position}`, sequence(question).value);
      data.set(`n${question.position}`, question.number);
      for (const [name, value] of given(question)) data.append(name, value);
    }
    return data;
  };

  async function send() {
    clearTimeout(timer);
    if (busy || leaving) return;
    const sent = batch(), rest = waiting().length > sent.length;
    const pressed = rest ? null : button, marked = flagged(pressed);
    if (marked && !sent.includes(marked)) sent.push(marked);
    if (!sent.length && !pressed) return;
    busy = true;
    if (state.dataset.state !== "failed") say("saving");
    const numbers = new Map(sent.map((question) => [question, question.number]));
    const { status, out, told } = await post(fill(sent, pressed));
    busy = false;
    if ((status === 200 || status === 409) && told && told.items) {
      pause = 0;
      let stale = false;
      for (const question of sent) {
        const item = told.items[question.position];
        sequence(question).value = item.sequence;
        question.client = client;
        if (item.is_stale) {
          stale = true;
          question.unsent = false;
          choose(question, item.fields);
        } else if (question.number === numbers.get(question)) question.unsent = false;
      }
      keep();
      paint(told);
      if (stale) { button = null; warn(told.detail); return; }
      warn("");
      if (!waiting().length) say("saved", told.saved_at);
      if (pressed && pressed === button) button = null;
      if (waiting().length || button) send();
      else if (pressed && !pressed.value.includes("flag-")) {
        leaving = true;
        if (pressed.value.startsWith("check-")) location.reload();
        else location.assign(told.next);
      }
    } else if (status === 410 && told) {
      for (const question of questions.values()) question.unsent = false;
      keep();
      leaving = true;
      location.assign(told.next);
    } else if (status === 423 && told) {
      leaving = true;
      location.assign(told.next);
    } else if (status === 409 && told) {
      button = null;
      warn(told.detail);
    } else if (out) {
      warn(form.dataset.signedOut);
    } else {
      later();
    }
  }

  const touched = (target) => [...questions.values()].find((question) => question.node.contains(target) && isOf(target.name || "", question.position));
  const note = (question) => {
    question.number += 1;
    question.unsent = true;
    keep();
  };
  form.addEventListener("change", (event) => {
    const question = touched(event.target);
    if (!question) return;
    clearTimeout(typing);
    note(question);
    send();
  });
  // Typed text is kept at every letter and sent when the hand rests.
  form.addEventListener("input", (event) => {
    if (!event.target.matches("textarea, input:not([type=radio]):not([type=checkbox])")) return;
    const question = touched(event.target);
    if (!question) return;
    event.target.removeAttribute("aria-invalid");
    note(question);
    clearTimeout(typing);
    typing = setTimeout(send, 1500);
  });

  form.addEventListener("submit", (event) => {
    const pressed = event.submitter;
    // Everything is saved: the button works as it does without this file.
    if (!pressed || leaving || (!pressed.value.includes("flag-") && !waiting().length && !busy && navigator.onLine)) {
      leaving = true;
      setTimeout(() => { leaving = false; }, 8000); // the way there was broken off
      return;
    }
    event.preventDefault();
    button = pressed;
    send();
  });

  addEventListener("online", () => { if (waiting().length || button) send(); });
  addEventListener("beforeunload", (event) => { if ((waiting().length || busy) && !leaving && !isOver()) event.preventDefault(); });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || leaving) return;
    if (waiting().length) { send(); return; }
    // The device slept and its steady clock with it: ask the server how much time is left.
    const slept = Date.now() - opened.clock - (performance.now() - opened.steady);
    if (!busy && slept > 5000) location.reload();
  });

  if (form.dataset.focus) {
    let away = false;
    const report = (lost) => {
      if (away === lost || leaving) return;
      away = lost;
      const data = new FormData();
      data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      data.set("focus", lost ? "lost" : "back");
      navigator.sendBeacon(form.dataset.focus, data);
    };
    addEventListener("blur", () => report(true));
    addEventListener("focus", () => report(false));
    document.addEventListener("visibilitychange", () => report(document.hidden));
  }

  // Answers kept from before a reload: those the server does not hold yet are sent under their old name and number.
  try {
    for (const kept of JSON.parse(sessionStorage.getItem(place) || "[]")) {
      const question = questions.get(kept.position);
      if (!question || same(kept.fields, given(question))) continue;
      choose(question, kept.fields);
      sequence(question).value = kept.sequence;
      Object.assign(question, { unsent: true, client: kept.client, number: kept.number });
    }
    if (waiting().length) send();
    else sessionStorage.removeItem(place);
  } catch (error) { /* storage is closed */ }
})();
