/* Verdicts for scanned codes: by the register in one question, or by what this device has where there is no network. */
import { isSame, open } from "./cose.js";
import { judge } from "./judge.js";
import { stock } from "./stock.js";
import { moment, page, say } from "./words.js";

const words = page.scan;
const MOST = 500; // codes in one question, as the server allows
const RETRY = 30_000;
const SPENT = 600_000; // when the server counts anew

async function ask(rows) {
  const answer = await fetch(page.urls.check, {
    method: "POST",
    credentials: "omit",
    headers: { "Content-Type": "application/json", "Accept-Language": page.language },
    body: JSON.stringify({ codes: rows.map((row) => row.code) }),
  });
  if (answer.status === 429) return { wait: Number(answer.headers.get("Retry-After")) || 600 };
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/* The register's word. */
function byRegister(row, item) {
  row.state = item.state;
  row.name = item.name; // empty where the person's data were erased
  row.programme = item.programme;
  row.until = item.valid_until;
  row.isFinal = true;
  row.notes = [];
}

/* What the large code itself says, against what the register says. */
function compare(row, found) {
  const facts = found.facts;
  const isOther = found.state === "broken" || (facts && (facts.code !== row.code || (row.name && !isSame(facts.name, row.name))));
  row.isForged = Boolean(isOther);
  if (isOther) row.notes.push(words.signed_bad, say(words.register_says, { verdict: page.states[row.state] }));
  else if (found.state !== "fits" && found.state !== "no_keys") row.notes.push(page.signed[found.state]);
}

async function byDevice(row, found, kept) {
  row.notes = [];
  if (!row.signed) {
    row.state = "waiting";
    return;
  }
  if (found.state !== "fits" || found.facts.code !== row.code) {
    row.state = "unsure";
    row.isForged = found.state === "broken" || found.state === "fits";
    row.notes.push(found.state === "fits" ? page.signed.other_code : page.signed[found.state]);
    return;
  }
  const judged = await judge(found.facts, kept);
  const language = page.language === "ru" ? "ru" : "kk";
  row.state = judged.state;
  row.name = found.facts.name;
  row.programme = kept.programmes[found.facts.programme]?.[language] || found.facts.programme;
  row.until = found.facts.expires;
  const date = judged.asOf && moment(judged.asOf);
  row.notes.push(judged.why ? say(page.offline[judged.why], { date }) : say(words.offline, { date }));
}

/** Give rows {code, signed} their state, facts and notes. {sentence: what went wrong, again: milliseconds until it is worth trying}. */
export async function check(rows) {
  const kept = rows.some((row) => row.signed) ? await stock(page.urls) : { keys: null, programmes: {}, status: null };
  const found = new Map();
  for (const row of rows) if (row.signed) found.set(row, await open(row.signed, kept.keys));
  let sentence = "", again = 0;
  for (let start = 0; start < rows.length; start += MOST) {
    const part = rows.slice(start, start + MOST);
    let answer;
    try { answer = await ask(part); } catch (error) { answer = null; }
    // "limited": this address has asked for too many unknown codes; such a row has no answer yet.
    const answered = (answer?.results || []).filter((item) => item.state !== "limited");
    const items = new Map(answered.map((item) => [item.code.replace(/-/g, ""), item]));
    for (const row of part) {
      row.checkedAt = answer ? answer.checked_at : new Date().toISOString();
      if (items.has(row.code)) {
        byRegister(row, items.get(row.code));
        if (row.signed) compare(row, found.get(row));
      } else await byDevice(row, found.get(row), kept);
    }
    if (answer?.wait) [sentence, again] = [words.slow_down, answer.wait * 1000];
    else if (answer && answered.length < part.length) [sentence, again] = [words.slow_down, SPENT];
    else if (!answer) [sentence, again] = [navigator.onLine ? words.failed : "", RETRY];
  }
  return { sentence, again };
}
