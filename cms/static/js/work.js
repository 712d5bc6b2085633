/* The draft of a work: what a colleague wrote meanwhile comes into the fields, where one types and at the caret's own place.
   Files that are too large together are not sent: the proxy would answer before the site can say why. */
(() => {
  "use strict";
  const form = document.getElementById("work");
  if (!form) return;

  // The one stretch in which two texts differ: `before` letters are the same at the start, `after` at the end.
  const stretch = (one, other) => {
    const most = Math.min(one.length, other.length);
    let before = 0, after = 0;
    while (before < most && one[before] === other[before]) before += 1;
    while (after < most - before && one[one.length - 1 - after] === other[other.length - 1 - after]) after += 1;
    return { before, after };
  };

  // `typed` is `sent` with something typed since; the same typing in `joined`, or null where it touches what came.
  const replay = (sent, joined, typed) => {
    if (typed === sent) return joined;
    const own = stretch(sent, typed), came = stretch(sent, joined);
    const from = own.before, upto = sent.length - own.after, fresh = typed.slice(from, typed.length - own.after);
    if (upto < came.before || upto === came.before && from === upto) return joined.slice(0, from) + fresh + joined.slice(upto);
    const moved = joined.length - sent.length;
    if (from > sent.length - came.after) return joined.slice(0, from + moved) + fresh + joined.slice(upto + moved);
    return null;
  };

  const put = (field, text) => {
    if (field.value === text) return;
    const { before, after } = stretch(field.value, text);
    const moved = text.length - field.value.length, last = field.value.length - after;
    const place = (caret) => (caret <= before ? caret : caret >= last ? caret + moved : before);
    const start = place(field.selectionStart), end = place(field.selectionEnd), top = field.scrollTop;
    field.value = text;
    if (document.activeElement === field) field.setSelectionRange(start, end);
    field.scrollTop = top;
  };

  const files = document.getElementById("files"), tooLarge = document.getElementById("files-error");
  const fits = () => {
    const together = [...files.files].reduce((sum, file) => sum + file.size, 0);
    tooLarge.hidden = together <= Number(tooLarge.dataset.largest);
    files.setAttribute("aria-invalid", String(!tooLarge.hidden));
    return tooLarge.hidden;
  };
  files.addEventListener("change", fits);
  form.addEventListener("submit", (event) => {
    if (fits()) return;
    event.preventDefault();
    files.focus();
  });

  const lines = (text) => text.replace(/\r\n?/g, "\n");
  form.addEventListener("tirek:joined", (event) => {
    const { text, title, revision, sent } = event.detail;
    const fields = form.elements;
    const newText = replay(lines(sent.get("text")), text, fields.text.value);
    const newTitle = replay(sent.get("title").trim(), title, fields.title.value.trim());
    // Where it cannot be placed the revision stays, and the next save joins again from the same base.
    if (newText === null || newTitle === null) return;
    put(fields.text, newText);
    put(fields.title, newTitle);
    fields.revision.value = revision;
    event.detail.words = form.dataset.joined;
  });
})();
