/* A chosen or dropped file is compared by its SHA-256; the file itself never leaves the device. */
import { page, say } from "./words.js";
import { make, notice } from "./show.js";

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The SHA-256 of a file as hex. */
export const sha256 = async (file) => hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));

async function ask(hash) {
  const answer = await fetch(page.urls.hash + hash, { credentials: "omit" });
  if (answer.status === 404 || answer.status === 429 || answer.ok) return answer.json();
  throw new Error(String(answer.status));
}

const link = (found) => make("p", {}, make("a", { href: found.url }, say(page.file.open, { code: found.code })));

function outcome(found, own) {
  if (found.state === "slow_down") return notice("warn", make("p", {}, page.file.slow_down));
  if (found.state === "unknown") {
    return notice("bad", make("h3", {}, page.file.unknown), make("p", {}, page.file.unknown_text));
  }
  if (own && own !== found.code) return notice("warn", make("p", {}, page.file.other), link(found));
  const good = ["valid", "notice", "support"].includes(found.state);
  const words = good ? page.file.same : say(page.file.same_but, { verdict: page.states[found.state] });
  return notice(good ? "ok" : "warn", make("p", {}, words), own ? null : link(found));
}

/** Make a form of a file (data-drop) compare by itself. data-pdf-sha256, data-code, data-state: the document the page shows. */
export function watch(form) {
  if (!globalThis.crypto?.subtle) return; // an insecure connection: the form sends the file as it does without a script
  const input = form.querySelector("input[type=file]");
  const result = form.querySelector("[data-result]");
  const { pdfSha256, code, state } = form.dataset;
  for (const part of form.querySelectorAll("[data-send]")) part.hidden = true;
  form.querySelector("[data-here]").hidden = false;

  async function compare(file) {
    result.replaceChildren(make("p", { class: "soft" }, page.file.working));
    let hash;
    try { hash = await sha256(file); } catch (error) { return result.replaceChildren(notice("warn", make("p", {}, page.file.failed))); }
    if (pdfSha256 && hash === pdfSha256) return result.replaceChildren(outcome({ state, code }, code));
    try {
      return result.replaceChildren(outcome(await ask(hash), code));
    } catch (error) {
      return result.replaceChildren(notice("warn", make("p", {}, page.file.offline)));
    }
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("change", () => { if (input.files.length) compare(input.files[0]); });
  for (const name of ["dragover", "dragenter"]) {
    form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
  }
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    const file = event.dataTransfer.files[0];
    if (file) compare(file);
  });
}
