/* Keys of the marking desk: a digit picks the level of the criterion in focus, j and k move between criteria. */
(() => {
  "use strict";
  const rows = [...document.querySelectorAll("[data-criterion]")];
  if (!rows.length) return;
  const here = () => rows.findIndex((row) => row.contains(document.activeElement));
  const go = (index) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    (row.querySelector("input:checked") || row.querySelector("input")).focus();
    row.scrollIntoView({block: "nearest"});
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])")) return;
    if (event.key === "j") go(here() + 1);
    else if (event.key === "k") go(here() - 1);
    else if (/^\d$/.test(event.key)) {
      const level = rows[Math.max(here(), 0)].querySelector(`input[type=radio][value="${event.key}"]`);
      if (!level) return;
      level.focus();
      level.click();
    } else return;
    event.preventDefault();
  });
})();
