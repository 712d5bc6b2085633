/* Words, addresses and hosts the server wrote into the page (certificates/browser_words.py). */
export const page = JSON.parse(document.getElementById("verify-words").textContent);

/** A sentence with its {places} filled in. */
export const say = (sentence, values = {}) => sentence.replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");

/** A date (ISO text) in the page's language. */
export function day(iso) {
  const [year, month, date] = iso.slice(0, 10).split("-").map(Number);
  return new Intl.DateTimeFormat(page.language, { dateStyle: "long", timeZone: "UTC" }).format(Date.UTC(year, month - 1, date));
}

/** A moment (ISO text with its zone) in the page's language, in the issuer's time. */
export const moment = (iso) => new Intl.DateTimeFormat(page.language, { dateStyle: "long", timeStyle: "short", timeZone: page.zone }).format(new Date(iso));

/** Today where the issuer is, as ISO text. */
export const today = (at = new Date()) => new Intl.DateTimeFormat("sv-SE", { timeZone: page.zone }).format(at);
