/* Keeps the checking pages for work without a network. `SHELF` stands above, written by the server.
   Nothing of a document is ever kept: only our own pages, files, public keys and the status list. */
const FILES = `tirek-verify-${SHELF.version}`;
const DATA = "tirek-verify-data";
const HOUR = 3600 * 1000;
const PATIENCE = 10 * 1000; // a village network: after this the page that needs none is shown
const KEPT_AT = "x-kept-at";
const ALIKE = { ignoreVary: true };

const paged = (path, language) => `${path}?lang=${language}`;

self.addEventListener("install", (event) => {
  const pages = SHELF.pages.flatMap((path) => SHELF.languages.map((language) => paged(path, language)));
  const wanted = [...SHELF.files, ...pages].map((url) => new Request(url, { cache: "no-cache", credentials: "omit" }));
  event.waitUntil((async () => {
    await (await caches.open(FILES)).addAll(wanted);
    await Promise.allSettled(SHELF.data.map((url) => renew(url)));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith("tirek-verify-") && name !== FILES && name !== DATA);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

/* A fetch that gives up after PATIENCE. */
async function ask(what, options) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try { return await fetch(what, { ...options, signal: stop.signal }); } finally { clearTimeout(timer); }
}

/* Data: fetched at most once an hour; what is kept stands in where there is no network. */
async function renew(url) {
  const answer = await ask(url, { cache: "no-cache", credentials: "omit" });
  if (!answer.ok) throw new Error(String(answer.status));
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, String(Date.now()));
  headers.delete("content-encoding");
  const kept = new Response(await answer.arrayBuffer(), { headers });
  await (await caches.open(DATA)).put(url, kept.clone());
  return kept;
}

async function data(url) {
  const kept = await (await caches.open(DATA)).match(url, ALIKE);
  const age = kept ? Date.now() - Number(kept.headers.get(KEPT_AT)) : Infinity;
  if (age >= 0 && age < HOUR) return kept;
  try { return await renew(url); } catch (error) { return kept || Response.error(); }
}

/* Files: as they come, so that nothing old is shown; as kept where nothing comes. */
async function file(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok) return answer;
  } catch (error) { /* no network */ }
  return (await (await caches.open(FILES)).match(request, ALIKE)) || Response.error();
}

function language(url) {
  const asked = [url.searchParams.get("lang"), ...navigator.languages].map((one) => (one || "").slice(0, 2));
  return asked.find((one) => SHELF.languages.includes(one)) || SHELF.languages[0];
}

async function page(request) {
  const url = new URL(request.url);
  try {
    const answer = await ask(request, {});
    // The server's own sentence is better than ours, but a gateway in front of it has nothing to say of a document.
    if (answer.status < 502 || answer.status > 504) return answer;
  } catch (error) { /* no network, or one too slow */ }
  const path = SHELF.pages.includes(url.pathname) ? url.pathname : SHELF.offline;
  return (await (await caches.open(FILES)).match(paged(path, language(url)), ALIKE)) || Response.error();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (SHELF.data.includes(url.pathname)) event.respondWith(data(url.pathname));
  else if (request.mode === "navigate") { if (!url.pathname.endsWith(".json")) event.respondWith(page(request)); }
  else if (SHELF.files.includes(url.pathname)) event.respondWith(file(request));
});
