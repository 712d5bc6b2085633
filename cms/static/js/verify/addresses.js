/* What a scanned text is: an address of ours with a code, a foreign address, or something else. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The canonical code of what was typed or scanned; "" where it cannot be one of ours (as certificates/rules/code.py). */
export function normalise(text) {
  const code = text.replace(/[\s\-–—]+/g, "").toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1");
  if (code.length !== 16) return "";
  let total = 0;
  for (let place = 0; place < 16; place += 1) {
    const value = ALPHABET.indexOf(code[15 - place]);
    if (value < 0) return "";
    const weighed = place % 2 === 1 ? value * 2 : value;
    total += Math.floor(weighed / 32) + (weighed % 32);
  }
  return total % 32 === 0 ? code : "";
}

/** In four groups of four, as printed. */
export const pretty = (code) => code.match(/.{1,4}/g).join("-");

/** {kind: "code", code, signed} | {kind: "foreign", host, code} | {kind: "other"}; `hosts` are ours, in lower case. */
export function read(text, hosts) {
  const plain = normalise(text);
  if (plain) return { kind: "code", code: plain, signed: "" };
  let address;
  try { address = new URL(text.trim()); } catch (error) { return { kind: "other" }; }
  if (!/^https?:$/.test(address.protocol)) return { kind: "other" };
  const found = /^\/v\/([^/]+)\/?$/i.exec(address.pathname);
  let code = "";
  try { code = found ? normalise(decodeURIComponent(found[1])) : ""; } catch (error) { /* not a code */ }
  if (!hosts.includes(address.host.toLowerCase())) return { kind: "foreign", host: address.host, code };
  return code ? { kind: "code", code, signed: address.hash.slice(1) } : { kind: "other" };
}
