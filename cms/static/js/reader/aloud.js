/* Reads a lesson aloud, sentence by sentence, with the place marked. Loaded when “Listen” is pressed. */
const READ = "h2, h3, h4, p, li, figcaption, summary, blockquote, dt, dd, td, th, caption";
const RATES = [.6, .75, .9, 1, 1.15, 1.3, 1.5, 1.75, 2];
let now = null;

/* Sentences of the lesson as ranges of its text, in order; what is closed or hidden is left out. */
function sentences(lesson, language) {
  const found = [];
  const cut = self.Intl?.Segmenter ? new Intl.Segmenter(language, { granularity: "sentence" }) : null;
  for (const block of lesson.querySelectorAll(READ)) {
    if (block.querySelector(READ) || !block.offsetParent || block.closest("form, .rd-tools, .rd-own-notes")) continue;
    const nodes = [];
    const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let text = "";
    while (walk.nextNode()) { nodes.push([text.length, walk.currentNode]); text += walk.currentNode.data; }
    const pieces = cut ? [...cut.segment(text)].map((one) => [one.index, one.segment])
      : [...text.matchAll(/[^.!?…]+[.!?…]*\s*/g)].map((one) => [one.index, one[0]]);
    for (const [from, said] of pieces) {
      if (!/[\p{L}\p{N}]/u.test(said)) continue;
      const at = (place) => { const [start, node] = nodes.findLast(([begin]) => begin <= place); return [node, Math.min(node.length, place - start)]; };
      const range = document.createRange();
      range.setStart(...at(from + said.length - said.trimStart().length));
      range.setEnd(...at(from + said.trimEnd().length));
      found.push({ block, range, text: said.replace(/\s+/g, " ").trim() });
    }
  }
  return found;
}

class Reading {
  constructor({ bar, lesson, voice, opener }) {
    Object.assign(this, { bar, lesson, voice, opener });
    this.player = bar.querySelector("[data-rd-player]");
    this.button = this.player.querySelector("[data-do=pause]");
    this.all = sentences(lesson, bar.dataset.language);
    this.rate = Number(sessionStorage.getItem("tirek-rate")) || 1;
    this.stopper = new AbortController();
    const { signal } = this.stopper;
    this.player.addEventListener("click", (event) => {
      const what = event.target.closest("[data-do]")?.dataset.do;
      if (what) this[what]();
    }, { signal });
    this.bar.addEventListener("keydown", (event) => { if (event.key === "Escape" && this.player.contains(event.target)) this.stop(); }, { signal });
    addEventListener("pagehide", () => speechSynthesis.cancel(), { signal });
    this.player.hidden = false;
    this.opener.hidden = true;
    this.tell();
    // It begins with what is before one's eyes.
    this.place = Math.max(0, this.all.findIndex((one) => one.range.getBoundingClientRect().bottom > 90));
    this.say();
    this.button.focus();
  }

  say() {
    this.turn = (this.turn || 0) + 1; // a cancelled sentence ends too: it must not lead on
    speechSynthesis.cancel();
    this.mark();
    const one = this.all[this.place];
    if (!one) return this.stop();
    const turn = this.turn, words = new SpeechSynthesisUtterance(one.text);
    words.voice = this.voice;
    words.lang = this.voice.lang;
    words.rate = this.rate;
    words.onend = () => { if (turn === this.turn) { this.place += 1; this.say(); } };
    words.onerror = (event) => { if (turn === this.turn && !["canceled", "interrupted"].includes(event.error)) this.stop(); };
    this.isPaused = false;
    this.button.textContent = this.button.dataset.pause;
    speechSynthesis.speak(words);
  }

  mark() {
    this.marked?.classList.remove("rd-aloud-block");
    const one = this.all[this.place];
    if (!one) return;
    if (self.Highlight && CSS.highlights) CSS.highlights.set("rd-aloud", new Highlight(one.range));
    else one.block.classList.add("rd-aloud-block");
    this.marked = one.block;
    const box = one.range.getBoundingClientRect();
    if (box.top < 110 || box.bottom > innerHeight - 110) {
      scrollBy({ top: box.top - innerHeight * .35, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    }
  }

  pause() {
    if (this.isPaused) return this.say(); // some phones forget how to resume: the sentence is said anew
    this.isPaused = true;
    this.turn += 1;
    speechSynthesis.cancel();
    this.button.textContent = this.button.dataset.on;
  }

  back() { this.place = Math.max(0, this.place - 1); this.say(); }
  next() { this.place = Math.min(this.all.length - 1, this.place + 1); this.say(); }
  slower() { this.pace(-1); }
  faster() { this.pace(1); }

  pace(step) {
    const at = RATES.reduce((best, one, place) => (Math.abs(one - this.rate) < Math.abs(RATES[best] - this.rate) ? place : best), 0);
    this.rate = RATES[Math.min(RATES.length - 1, Math.max(0, at + step))];
    sessionStorage.setItem("tirek-rate", this.rate);
    this.tell();
    if (!this.isPaused) this.say();
  }

  tell() { this.player.querySelector("[data-rate]").textContent = `${String(this.rate).replace(".", ",")}×`; }

  stop() {
    this.turn += 1;
    speechSynthesis.cancel();
    CSS.highlights?.delete("rd-aloud");
    this.marked?.classList.remove("rd-aloud-block");
    this.stopper.abort();
    this.player.hidden = true;
    this.opener.hidden = false;
    this.opener.focus();
    now = null;
  }
}

export function start(options) {
  now ??= new Reading(options);
}
