/* The room of an event: a sign of life a minute while the page is open, a goodbye when it closes. The server's clock alone
   counts. A page that slept or lost the network says so again as soon as it can; what it missed is not made up. */
(() => {
  "use strict";
  const form = document.querySelector("[data-room]");
  if (!form) return;
  const state = form.querySelector("[data-state]"), minutes = document.querySelector("[data-minutes]");
  const MINUTE = 60_000, AGAIN = 15_000, EVERY = 5;
  let beats = 0, over = false, waiting = 0, sending = false;
  let ends = performance.now() + Number(form.dataset.left) * 1000;

  const body = (more) => {
    const data = new FormData(form);
    data.set("client", form.dataset.client);
    for (const [name, value] of Object.entries(more)) data.set(name, value);
    return data;
  };
  const say = (words, off) => {
    state.hidden = false;
    state.classList.toggle("is-off", off);
    // Said again only where it is something new: a screen reader hears each change once.
    if (state.textContent !== words) state.textContent = words;
  };
  const stop = (words) => {
    over = true;
    clearTimeout(waiting);
    say(words, true);
  };
  const later = (time) => {
    clearTimeout(waiting);
    if (!over) waiting = setTimeout(beat, time);
  };

  async function beat() {
    if (over || sending) return;
    if (performance.now() > ends) return stop(form.dataset.over);
    clearTimeout(waiting);
    sending = true;
    const asks = beats % EVERY === 0;
    try {
      const answer = await fetch(form.action, { method: "POST", body: body(asks ? { minutes: "1" } : {}), credentials: "same-origin" });
      if (answer.redirected || answer.status === 403) return stop(form.dataset.gone);
      if (answer.status === 409) return stop((await answer.json()).words);
      if (!answer.ok) throw new Error(String(answer.status));
      if (answer.status === 200) {
        const found = await answer.json();
        minutes.textContent = found.minutes;
        ends = performance.now() + found.left * 1000;
      }
      beats += 1;
      say(form.dataset.here, false);
      later(MINUTE);
    } catch {
      say(form.dataset.offline, true);
      later(AGAIN);
    } finally {
      sending = false;
    }
  }

  form.querySelector("[data-by-hand]").hidden = true;
  addEventListener("online", beat);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && beat());
  addEventListener("pageshow", (event) => event.persisted && beat());
  addEventListener("pagehide", () => over || navigator.sendBeacon(form.action, body({ leave: "1" })));
  beat();
})();
