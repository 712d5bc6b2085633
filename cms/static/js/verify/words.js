/* Words, addresses and hosts the server wrote into the page (certificates/browser/words.py). */
export const page = JSON.parse(document.getElementById("verify-words").textContent);

/** A sentence with its {places} filled in. */
export const say = (sentence, values = {}) => sentence.replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");

/** A date (ISO text) as the site writes it: browsers rarely know the months of Kazakh. */
export function day(iso) {
  const [year, month, date] = iso.slice(0, 10).split("-").map(Number);
  return say(page.dates[month - 1], { year, day: date });
}

const inZone = (at, more) => new Intl.DateTimeFormat("sv-SE", { timeZone: page.zone, ...more }).format(at);

/** A moment (ISO text with its zone) in the page's language, in the issuer's time. */
export function moment(iso) {
  const at = new Date(iso);
  return `${day(inZone(at))}, ${inZone(at, { timeStyle: "short" })}`;
}

/** Today where the issuer is, as ISO text. */
export const today = (at = new Date()) => inZone(at);
