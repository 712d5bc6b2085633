/* A test's answers: each is sent as soon as it is given, kept on this device until the server holds it, and sent again
   while the network is away. Nothing is called saved before the server has said so. Without this file the buttons do the
   same by whole pages. */
(() => {
  "use strict";
  const form = document.querySelector("[data-attempt]");
  if (!form) return;
  const find = (selector) => document.querySelector(selector);
  const state = find("[data-save-state]"), trouble = find("[data-trouble]"), counts = find("[data-counts]");
  const flag = find("[data-flag]"), cell = find(".pal [aria-current]");
  const place = `tirek-answer ${location.pathname}`;
  const seconds = Number(find("[data-seconds-left]").dataset.secondsLeft);
  const opened = { steady: performance.now(), clock: Date.now() };
  const isOver = () => performance.now() - opened.steady >= seconds * 1000 - 1000;

  let unsent = false;   // an answer the server has not confirmed
  let busy = false;     // a request is under way
  let button = null;    // pressed meanwhile: where to go once everything is saved
  let leaving = false, pause = 0, timer = 0;
  const tried = [];     // answers sent from here whose confirmation never came

  const inputs = () => [...form.querySelectorAll("[name=response]")];
  const chosen = () => inputs().filter((input) => input.checked).map((input) => input.value);
  const choose = (response) => { for (const input of inputs()) input.checked = response.includes(input.value); };
  const same = (one, other) => [...one].sort().join() === [...other].sort().join();

  // What is not saved yet outlives a reload of this tab.
  const keep = () => {
    try {
      if (unsent) sessionStorage.setItem(place, JSON.stringify({ response: chosen(), sequence: form.elements.sequence.value }));
      else sessionStorage.removeItem(place);
    } catch (error) { /* storage is closed */ }
  };

  const shapes = { saved: "m4.5 12.5 5 5 10-11", failed: "M12 3.5 22 20.5H2zM12 10v4.5M12 17.4v.1", saving: "M19.5 9A8 8 0 0 0 5 8M4.5 4v4.5H9M4.5 15A8 8 0 0 0 19 16M19.5 20v-4.5H15" };
  const say = (word, time = "") => {
    state.hidden = false;
    state.dataset.state = word;
    state.querySelector(".icon").innerHTML = `<path d="${shapes[word]}"/>`;
    state.querySelector("[data-words]").textContent = state.dataset[word].replace("%s", time);
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
    cell.classList.toggle("answered", told.is_answered);
    cell.classList.toggle("flagged", told.is_flagged);
    cell.replaceChildren(part(`${form.dataset.question} `), cell.value);
    if (told.is_answered) cell.append(part(`, ${form.dataset.answered}`));
    if (told.is_flagged) cell.append(flag.querySelector(".icon").cloneNode(true), part(`, ${form.dataset.flagged}`));
    flag.value = told.is_flagged ? "unflag" : "flag";
    find("[data-flag-on]").hidden = !told.is_flagged;
    find("[data-flag-off]").hidden = told.is_flagged;
    counts.textContent = counts.dataset.counts.replace("%a", told.answered).replace("%f", document.querySelectorAll(".pal .flagged").length);
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
    unsent = true;
    say("failed");
    pause = Math.min(30000, Math.max(1000, pause * 2));
    clearTimeout(timer);
    timer = setTimeout(send, pause);
  };

  async function send() {
    clearTimeout(timer);
    if (busy || leaving) return;
    busy = true;
    unsent = false;
    const pressed = button, answer = chosen(), data = new FormData(form);
    data.set("go", pressed ? pressed.value : "");
    say("saving");
    tried.push(answer);
    const { status, out, told } = await post(data);
    busy = false;
    if (status === 200 && told) {
      tried.length = pause = 0;
      form.elements.sequence.value = told.sequence;
      warn("");
      say("saved", told.saved_at);
      paint(told);
      keep();
      if (pressed === button) button = null;
      if (unsent || button) send();
      else if (pressed && pressed !== flag) { leaving = true; location.assign(told.next); }
    } else if (status === 409 && told && tried.some((one) => same(one, told.response))) {
      // The newer answer is ours: it arrived, only its confirmation was lost.
      tried.length = 0;
      form.elements.sequence.value = told.sequence;
      send();
    } else if (status === 409 && told) {
      tried.length = 0;
      form.elements.sequence.value = told.sequence;
      choose(told.response);
      button = null;
      unsent = false;
      keep();
      warn(told.detail);
    } else if (status === 410 && told) {
      unsent = false;
      keep();
      leaving = true;
      location.assign(told.next);
    } else if (out) {
      unsent = true;
      keep();
      warn(form.dataset.signedOut);
    } else {
      later();
    }
  }

  form.addEventListener("change", () => {
    unsent = true;
    keep();
    send();
  });

  form.addEventListener("submit", (event) => {
    const pressed = event.submitter;
    // Everything is saved: the button works as it does without this file.
    if (!pressed || leaving || (pressed !== flag && !unsent && !busy && navigator.onLine)) {
      leaving = true;
      setTimeout(() => { leaving = false; }, 8000); // the way there was broken off
      return;
    }
    event.preventDefault();
    button = pressed;
    unsent = true;
    keep();
    send();
  });

  addEventListener("online", () => { if (unsent) send(); });
  addEventListener("beforeunload", (event) => { if ((unsent || busy) && !leaving && !isOver()) event.preventDefault(); });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || leaving) return;
    if (unsent) { send(); return; }
    // The device slept and its steady clock with it: ask the server how much time is left.
    const slept = Date.now() - opened.clock - (performance.now() - opened.steady);
    if (!busy && slept > 5000) location.reload();
  });

  // An answer kept from before a reload, unless the server has moved on since.
  try {
    const kept = JSON.parse(sessionStorage.getItem(place) || "null");
    if (kept && kept.sequence === form.elements.sequence.value && !same(kept.response, chosen())) {
      choose(kept.response);
      unsent = true;
      send();
    } else sessionStorage.removeItem(place);
  } catch (error) { /* storage is closed */ }
})();
