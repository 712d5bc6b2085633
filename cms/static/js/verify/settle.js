/* Registers the worker that makes checking work without a network. */
import { page } from "./words.js";

/** For both spellings of the address: a scope knows upper from lower case. Asks nothing, shows nothing. */
export async function settle() {
  if (!("serviceWorker" in navigator) || navigator.connection?.saveData) return;
  for (const scope of ["/v/", "/V/"]) {
    try {
      await navigator.serviceWorker.register(page.urls.worker, { scope, updateViaCache: "none" });
    } catch (error) {
      return; // private windows refuse: everything else works as before
    }
  }
}
