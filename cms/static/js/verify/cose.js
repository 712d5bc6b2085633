/* What stands after # in the large code: base32 of a COSE_Sign1 with an Ed25519 signature (layout: certificates/views/proof.py). */
import { decodeCBOR, encodeCBOR } from "../../vendor/tiny-cbor/index.js";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const ALGORITHM = 1, KID = 4, EDDSA = -8;
const DAY = 24 * 3600 * 1000;
const KINDS = ["certificate", "notice", "support"]; // certificates/proof/cose.py

function fromBase32(text) {
  const bytes = [];
  let bits = 0, value = 0;
  for (const letter of text.toUpperCase().replace(/=+$/, "")) {
    const part = BASE32.indexOf(letter);
    if (part < 0) throw new Error("not base32");
    value = (value << 5) | part;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 255);
      value &= (1 << bits) - 1;
    }
  }
  return Uint8Array.from(bytes);
}

/** Bytes of a base64url text. */
export function fromBase64url(text) {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
}

/** Whether an Ed25519 signature fits: WebCrypto where it knows the algorithm, else the library. */
export async function fits(raw, signature, content) {
  let key;
  try {
    key = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
  } catch (error) {
    const ed25519 = await import("../../vendor/noble-ed25519/index.js");
    return ed25519.verifyAsync(signature, content, raw, { zip215: false });
  }
  return crypto.subtle.verify("Ed25519", key, signature, content);
}

const clean = (text) => text.normalize("NFC").replace(/\u00ad/g, "").trim().split(/\s+/).join(" ");

/** Whether two texts are the same as they are signed (certificates/proof/credential.py, clean). */
export const isSame = (one, other) => clean(one) === clean(other);

const isoDay = (number) => new Date(number * DAY).toISOString().slice(0, 10);

/* Everything is checked for its kind: only what we signed is shown, but it is read before the signature is. */
function factsOf(payload) {
  const map = decodeCBOR(payload);
  const [code, name, programme, issued, expires, list, index, kind, hours] = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((key) => map.get(key));
  const texts = [code, name, programme].every((one) => typeof one === "string");
  const numbers = [issued, list, index, kind].every((one) => Number.isInteger(one));
  if (!texts || !numbers || !KINDS[kind] || (expires !== null && !Number.isInteger(expires))) throw new Error("not our payload");
  return { code, name, programme, issued: isoDay(issued), expires: expires === null ? null : isoDay(expires), list, index, kind: KINDS[kind], hours };
}

/** {state: "fits", facts, kid} or {state: "broken" | "unreadable" | "unknown_key" | "untrusted_key" | "no_keys"}. */
export async function open(text, keys) {
  let protectedBytes, payload, signature, kid, facts;
  try {
    const message = decodeCBOR(fromBase32(text));
    [protectedBytes, , payload, signature] = message;
    const head = decodeCBOR(protectedBytes);
    if (message.length !== 4 || head.get(ALGORITHM) !== EDDSA || signature.length !== 64) throw new Error("not our message");
    kid = new TextDecoder("utf-8", { fatal: true }).decode(head.get(KID));
    facts = factsOf(payload);
  } catch (error) {
    return { state: "unreadable" };
  }
  if (!keys) return { state: "no_keys" };
  const key = keys.find((one) => one.kid === kid);
  if (!key) return { state: "unknown_key" };
  const signed = encodeCBOR(["Signature1", protectedBytes, new Uint8Array(), payload]);
  let good;
  try { good = await fits(fromBase64url(key.x), signature, signed); } catch (error) { return { state: "no_keys" }; }
  if (!good) return { state: "broken" };
  return key.compromised ? { state: "untrusted_key" } : { state: "fits", facts, kid };
}
