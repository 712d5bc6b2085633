/* Stands in for a code's own page where there is no network: reads the fragment and judges by what this device has. */
import { pretty, normalise } from "./addresses.js";
import { open } from "./cose.js";
import { judge } from "./judge.js";
import { facts as factList, make, notice, verdict } from "./show.js";
import { stock } from "./stock.js";
import { day, moment, page, say } from "./words.js";

const place = document.getElementById("offline-verdict");
const { offline, signed: words } = page;

function rowsOf(facts, programmes) {
  const title = programmes?.[facts.programme];
  const language = page.language === "ru" ? "ru" : page.language === "en" && title?.en ? "en" : "kk";
  const rows = [
    [page.labels.name, facts.name, { lead: true, lang: "kk" }],
    [page.labels.programme, title?.[language] || facts.programme, { lang: language }],
    [page.labels.issued, day(facts.issued)],
  ];
  if (facts.expires) rows.push([page.labels.expires, day(facts.expires)]);
  rows.push([page.labels.code, pretty(facts.code), { class: "num code" }]);
  return rows;
}

function refuse(state, title, sentences) {
  place.replaceChildren(verdict(state, title, sentences));
}

async function show() {
  const address = location.pathname.split("/")[2] || "";
  let code = "";
  try { code = normalise(decodeURIComponent(address)); } catch (error) { /* not a code */ }
  const text = location.hash.slice(1);
  if (!text) return refuse("unsure", offline.small, [offline.small_text]);
  const kept = await stock(page.urls);
  const found = await open(text, kept.keys);
  if (found.state !== "fits") {
    const forged = found.state === "broken" || found.state === "untrusted_key";
    const sentence = found.state === "untrusted_key" ? words.unknown_key : words[found.state];
    return refuse(found.state === "broken" ? "revoked" : "unsure", forged && found.state === "broken" ? offline.forged : offline.unreadable, [sentence]);
  }
  if (found.facts.code !== code) return refuse("revoked", offline.forged, [words.other_code]);
  const judged = await judge(found.facts, kept);
  const sentences = [];
  if (["valid", "expired"].includes(judged.state)) sentences.push(say(offline[judged.state], { date: day(found.facts.expires) }));
  if (judged.why) sentences.push(say(offline[judged.why], { date: judged.asOf && moment(judged.asOf) }));
  else sentences.push(say(offline.as_of, { date: moment(judged.asOf) }));
  const shape = judged.state === "withdrawn" ? "revoked" : judged.state;
  const title = judged.state === "withdrawn" ? offline.withdrawn : page.states[judged.state];
  const card = make("section", { class: "card", "aria-label": page.labels.name }, factList(rowsOf(found.facts, kept.programmes)));
  place.replaceChildren(verdict(shape, title, sentences), card);
}

// The same address in another language keeps its signature.
for (const link of document.querySelectorAll(".lang a")) {
  link.href = `${location.pathname}?lang=${link.lang}${location.hash}`;
}
document.getElementById("again").addEventListener("click", () => location.reload());
addEventListener("hashchange", show);

// The register knows more: it is asked as soon as it can be reached. HEAD passes by the worker.
let turn;
async function isReached() {
  try {
    return (await fetch(page.urls.page, { method: "HEAD", cache: "no-store", credentials: "omit" })).status < 502;
  } catch (error) {
    return false;
  }
}
function wait(milliseconds) {
  clearTimeout(turn);
  turn = setTimeout(async () => {
    if (navigator.onLine && await isReached()) location.reload();
    else wait(Math.min(milliseconds * 2, 60_000));
  }, milliseconds);
}
addEventListener("online", () => wait(300));
wait(4000);
show();
