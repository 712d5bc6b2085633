/* On the page of a code: the signature after # is checked and compared with the register, a PDF file is compared. */
import { watch } from "./files.js";
import { settle } from "./settle.js";
import { make, notice } from "./show.js";
import { day, page, say } from "./words.js";

const tools = document.getElementById("verify-tools");
const words = page.signed;

/* Labels of what the code says otherwise than the register. */
function differences(facts, record, isSame) {
  const pairs = [
    ["name", facts.name, record.name],
    ["programme", facts.programme, record.programme],
    ["hours", String(facts.hours), String(record.hours)],
    ["issued", facts.issued, record.issued],
    ["expires", facts.expires ?? "", record.expires ?? ""],
  ];
  const shown = (key, value) => (value && (key === "issued" || key === "expires") ? day(value) : value || "—");
  return pairs.filter(([, signed, kept]) => !isSame(signed, kept)).map(([key, signed, kept]) => (
    say(words.difference, { label: page.labels[key], signed: shown(key, signed), record: shown(key, kept) })));
}

async function signatureOf(text, record) {
  const [{ isSame, open }, { stock }] = await Promise.all([import("./cose.js"), import("./stock.js")]);
  const { keys } = await stock(page.urls);
  const found = await open(text, keys);
  if (found.state === "broken") return notice("bad", make("p", {}, words.broken));
  if (found.state !== "fits") return notice("warn", make("p", {}, words[found.state]));
  if (!record) return notice("warn", make("p", {}, words.unknown_record));
  if (found.facts.code !== record.code) return notice("bad", make("p", {}, words.other_code));
  const other = record.erased ? [] : differences(found.facts, record, isSame);
  if (!other.length) return notice("ok", make("p", {}, words.fits));
  return notice("bad", make("p", {}, words.differs), make("ul", { class: "bullets" }, ...other.map((one) => make("li", {}, one))));
}

async function check() {
  const place = document.getElementById("signed-check");
  const text = location.hash.slice(1);
  const isSigned = /^[A-Za-z2-7]{80,}=*$/.test(text);
  place.hidden = !isSigned;
  if (!isSigned) return;
  // What it says belongs beside the verdict.
  document.querySelector("main .verdict")?.after(place);
  // Another language shows the same paper.
  for (const link of document.querySelectorAll(".lang a")) link.hash = text;
  const record = tools.dataset.record ? JSON.parse(tools.dataset.record) : null;
  let outcome;
  try { outcome = await signatureOf(text, record); } catch (error) { outcome = notice("warn", make("p", {}, words.no_keys)); }
  place.replaceChildren(outcome);
}

for (const form of document.querySelectorAll("[data-drop]")) watch(form);
addEventListener("hashchange", check);
check();
settle();
