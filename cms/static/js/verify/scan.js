/* Many codes one after another: from the camera or from pictures, checked in batches, listed, saved as a table. */
import { pretty, read } from "./addresses.js";
import { check } from "./batch.js";
import { inFile, inFrame } from "./pictures.js";
import { settle } from "./settle.js";
import { copy, make } from "./show.js";
import { save } from "./table.js";
import { page, say } from "./words.js";

const $ = (id) => document.getElementById(id);
const words = page.scan;
const rows = new Map(); // by code, or by the text of what is not ours
const TONES = { valid: "ok", notice: "ok", support: "ok", expired: "warn", suspended: "warn", replaced: "warn", unsure: "warn", revoked: "bad", withdrawn: "bad", unknown: "bad", foreign: "bad", other: "warn" };
let timer;

const tell = (sentence) => { $("scan-said").textContent = sentence; };
const toneOf = (row) => (row.isForged ? "bad" : TONES[row.state] || "");
const verdictOf = (row) => (row.isForged ? words.forged_tag : { foreign: words.foreign_tag, other: words.other_tag, waiting: words.waiting, checking: words.checking, withdrawn: page.offline.withdrawn }[row.state] || page.states[row.state]);

function draw(row) {
  const tone = toneOf(row);
  row.element.className = tone;
  const parts = [make("p", {}, copy(`icon-${tone}`), " ", make("strong", {}, verdictOf(row)))];
  if (row.name) parts.push(make("p", { lang: "kk" }, row.name));
  if (row.programme) parts.push(make("p", { class: "soft small" }, row.programme));
  if (row.code) parts.push(make("p", { class: "small" }, make("a", { class: "num code", href: `${page.urls.page}${pretty(row.code)}${row.signed ? `#${row.signed}` : ""}` }, pretty(row.code))));
  for (const note of row.notes) parts.push(make("p", { class: "small" }, note));
  row.element.replaceChildren(...parts);
}

function count() {
  const all = [...rows.values()];
  const number = (test) => all.filter(test).length;
  const waiting = number((row) => !toneOf(row));
  const good = number((row) => toneOf(row) === "ok");
  $("scan-total").textContent = say(words.total, { all: all.length, good, waiting, bad: all.length - good - waiting });
  $("scan-result").hidden = all.length === 0;
}

function put(key, row) {
  row.element = make("li");
  row.notes = row.notes || [];
  rows.set(key, row);
  $("scanned").prepend(row.element);
  draw(row);
  count();
}

function soon(wait = 300) {
  clearTimeout(timer);
  timer = setTimeout(run, wait);
}

/* Checks what has no verdict of the register yet; what stays without one is tried again. */
async function run() {
  const open = [...rows.values()].filter((row) => row.code && !row.isFinal);
  if (!open.length) return;
  const outcome = await check(open);
  for (const row of open) if (rows.get(row.code) === row) draw(row);
  count();
  if (outcome.sentence) tell(outcome.sentence);
  else if (open.length === 1) tell(say(words.result, { code: pretty(open[0].code), verdict: verdictOf(open[0]) }));
  if (outcome.again) soon(outcome.again);
}

/** Take in the text of one QR code. */
function take(text) {
  const found = read(text, page.hosts);
  if (found.kind === "code") {
    const known = rows.get(found.code);
    if (known) {
      tell(say(words.again, { code: pretty(found.code) }));
      if (!found.signed || known.signed === found.signed) return;
      Object.assign(known, { signed: found.signed, isFinal: false }); // the large code of a paper whose small one was read
    } else {
      tell(say(words.added, { code: pretty(found.code) }));
      put(found.code, { code: found.code, signed: found.signed, state: "checking" });
    }
    soon();
    return;
  }
  if (rows.has(text)) return;
  const sentence = found.kind === "foreign" ? say(words.foreign, { host: found.host }) : words.other;
  tell(sentence);
  put(text, { state: found.kind, notes: [sentence] });
}

$("pictures").addEventListener("change", async (event) => {
  for (const file of [...event.target.files]) {
    let texts = [];
    try { texts = await inFile(file); } catch (error) { /* not a picture */ }
    texts.forEach(take);
    if (!texts.length) tell(say(words.nothing, { file: file.name }));
  }
  event.target.value = "";
});

// Camera
const video = $("camera");
const seen = new Map(); // text → when it was last in the picture: a code held still is one code
let stream;

function off() {
  stream?.getTracks().forEach((track) => track.stop());
  stream = undefined;
  video.srcObject = null;
  video.hidden = $("camera-off").hidden = true;
  $("camera-on").hidden = false;
}

async function look() {
  while (stream) {
    if (video.readyState >= 2) {
      let texts = [];
      try { texts = await inFrame(video); } catch (error) { /* the next picture may be better */ }
      for (const text of texts) {
        if (!(Date.now() - seen.get(text) < 3000)) take(text);
        seen.set(text, Date.now());
      }
    }
    await new Promise((next) => setTimeout(next, 200));
  }
}

$("camera-on").addEventListener("click", async () => {
  if (!navigator.mediaDevices) return tell(words.insecure);
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
  } catch (error) {
    return tell(error.name === "NotAllowedError" ? words.refused : words.no_camera);
  }
  video.srcObject = stream;
  video.hidden = $("camera-off").hidden = false;
  $("camera-on").hidden = true;
  $("camera-off").focus();
  await video.play();
  tell(words.ready);
  look();
});
$("camera-off").addEventListener("click", () => { off(); tell(words.stopped); $("camera-on").focus(); });
document.addEventListener("visibilitychange", () => { if (document.hidden && stream) { off(); tell(words.stopped); } });

$("scan-csv").addEventListener("click", () => save([...rows.values()].reverse().map((row) => ({ ...row, verdict: verdictOf(row) }))));
$("scan-clear").addEventListener("click", () => {
  rows.clear();
  seen.clear();
  $("scanned").replaceChildren();
  count();
  tell("");
});
addEventListener("online", () => soon(0));

$("scanner").hidden = false;
settle();
