/* A verdict without the register: signature, dates, and the status list this device has. */
import { fits, fromBase64url } from "./cose.js";
import { today } from "./words.js";

/* JSON with sorted keys and no spaces, as the list is signed. */
function canonical(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

async function isOurs(status, keys) {
  const { signature, ...signed } = status;
  const key = keys?.find((one) => one.kid === status.kid && !one.compromised);
  if (!key) return false;
  try {
    return await fits(fromBase64url(key.x), fromBase64url(signature), new TextEncoder().encode(canonical(signed)));
  } catch (error) {
    return false;
  }
}

async function bit(zipped, index) {
  const stream = new Blob([fromBase64url(zipped)]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bits = new Uint8Array(await new Response(stream).arrayBuffer());
  if (index < 0 || index >> 3 >= bits.length) throw new Error("beyond the list");
  return (bits[index >> 3] & (0x80 >> (index & 7))) !== 0;
}

/** {state, asOf, why}: why is "" | "missing" | "stale" | "other_list" (no word of the list is then good enough).

state: valid | notice | support | expired | suspended | withdrawn | unsure. A revocation counts however old the list is. */
export async function judge(facts, { keys, status }, at = new Date()) {
  const none = { state: "unsure", asOf: "", why: "missing" };
  if (!status || !(await isOurs(status, keys))) return none;
  const asOf = status.as_of;
  const list = status.lists[String(facts.list)];
  const stale = at > new Date(status.valid_until);
  if (!list) return { ...none, asOf, why: stale ? "stale" : "other_list" };
  let revoked, suspended;
  try {
    revoked = await bit(list.revocation, facts.index);
    suspended = await bit(list.suspension, facts.index);
  } catch (error) {
    return none;
  }
  if (revoked) return { state: "withdrawn", asOf, why: "" };
  // A clock that stands before the list was made is wrong: the list's own day is the earliest possible one.
  const made = new Date(asOf);
  const day = today(at < made ? made : at);
  if (facts.expires !== null && day > facts.expires) return { state: "expired", asOf, why: "" };
  // Issued after the list was made: its place was free then and says nothing of it.
  if (facts.issued > today(made)) return { ...none, asOf, why: stale ? "stale" : "other_list" };
  if (stale) return { state: "unsure", asOf, why: "stale" };
  if (suspended) return { state: "suspended", asOf, why: "" };
  return { state: facts.kind === "certificate" ? "valid" : facts.kind, asOf, why: "" };
}
