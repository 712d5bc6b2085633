/* Public keys and the status list, as the worker keeps them or as they come. Nothing here names a document. */
async function load(url) {
  try {
    const answer = await fetch(url, { credentials: "omit" });
    return answer.ok ? await answer.json() : null;
  } catch (error) {
    return null; // no network and nothing kept yet
  }
}

/** {keys: [...] | null, programmes, status: {...} | null}: null where nothing is at hand. */
export async function stock({ keys, status }) {
  const [ours, list] = await Promise.all([load(keys), load(status)]);
  return { keys: ours ? ours.keys : null, programmes: ours ? ours.programmes : {}, status: list };
}
