// What of a lesson was before the reader's eyes: a tick a second, shared by the parts in view; the server believes no more
// seconds than have passed. Sent every while and when the page is left. Also: refusals of control questions are shown.
(() => {
  "use strict";
  const lesson = document.querySelector("[data-reading]");
  if (!lesson) return;

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 422) { event.detail.shouldSwap = true; event.detail.isError = false; }
  });

  const TICK = 1, EVERY = 15, IDLE = 180;
  const pace = Number(lesson.dataset.pace);
  const questions = (section) => section.querySelector(":scope > .control");
  const parts = [...lesson.querySelectorAll(":scope > [data-part]")].map((section) => ({
    section, id: section.dataset.part, needed: Math.max(1, Math.ceil(Number(section.dataset.words) / pace)), seen: 0, isEndSeen: false,
  }));
  const read = new Set();
  let total = Number(lesson.dataset.seconds) || 0, since = 0, moved = performance.now(), place = "", sent = "";

  const status = () => document.getElementById("reading-status");
  const learn = () => (status()?.dataset.read || "").split(" ").filter(Boolean).forEach((id) => read.add(id));
  learn();
  document.addEventListener("htmx:afterSettle", learn);

  const tick = () => {
    if (document.hidden || performance.now() - moved > IDLE * 1000) return;
    const height = innerHeight;
    const inView = parts.filter((part) => {
      const box = part.section.getBoundingClientRect();
      if (box.bottom <= height + 1 && box.bottom > 0) part.isEndSeen = true;
      return box.bottom > 0 && box.top < height;
    });
    if (!inView.length) return;
    total += TICK;
    place = inView[0].id;
    const unread = inView.filter((part) => !questions(part.section) && !read.has(part.id) && part.seen < part.needed);
    for (const part of unread) part.seen += TICK / unread.length;
    since += TICK;
    if (since >= EVERY || (since >= 3 && parts.every((part) => questions(part.section) || read.has(part.id) || isRead(part)) && claims().length)) send(false);
  };
  const isRead = (part) => part.isEndSeen && part.seen >= part.needed - 0.01;
  const claims = () => parts.filter((part) => isRead(part) && !read.has(part.id));

  const body = (quiet) => {
    const form = new FormData();
    form.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value || "");
    for (const part of claims()) form.append("part", `${part.id}:${Math.ceil(part.seen)}`);
    form.append("place", place);
    form.append("seconds", String(Math.round(total)));
    if (quiet) form.append("quiet", "1");
    return form;
  };
  // What was already said is not said again.
  const said = () => `${claims().map((part) => part.id)} ${place} ${Math.round(total)}`;

  const send = async (quiet) => {
    since = 0;
    if (said() === sent) return;
    sent = said();
    if (quiet) { navigator.sendBeacon(lesson.dataset.reading, body(true)); return; }
    const hasClaims = claims().length > 0;
    try {
      const answer = await fetch(lesson.dataset.reading, { method: "POST", body: body(!hasClaims), credentials: "same-origin" });
      if (answer.status === 409) { clearInterval(clock); return; }
      if (answer.status !== 200) return;
      const text = await answer.text();
      const now = new DOMParser().parseFromString(text, "text/html").getElementById("reading-status");
      const before = status();
      if (!now || !before) return;
      if (now.textContent !== before.textContent && !before.contains(document.activeElement)) before.replaceWith(now);
      else before.dataset.read = now.dataset.read;
      learn();
    } catch { sent = ""; } // no network: the next report holds everything
  };

  for (const name of ["scroll", "keydown", "pointermove", "pointerdown", "touchstart"]) {
    addEventListener(name, () => { moved = performance.now(); }, { passive: true });
  }
  document.addEventListener("visibilitychange", () => { if (document.hidden) send(true); });
  addEventListener("pagehide", () => send(true));
  const clock = setInterval(tick, TICK * 1000);
})();
