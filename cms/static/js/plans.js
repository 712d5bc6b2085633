/* Rows of the support plan come and go without a journey to the server; the page works without this file.
   data-plan-table (one repeated part, data-most rows of it) with data-plan-list, a template, data-plan-add, data-plan-remove, data-plan-legend. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-plan]");
  if (!form) return;
  const rows = (table) => [...table.querySelectorAll("[data-plan-list] > [data-plan-row]")];

  // Legends count what stands there; names keep their numbers, which only have to differ.
  const count = (table) => rows(table).forEach((row, place) => {
    for (const legend of row.querySelectorAll("[data-plan-legend]")) legend.textContent = table.dataset.legend.replace("%(number)s", place + 1);
  });

  const add = (table) => {
    if (rows(table).length >= Number(table.dataset.most)) return;
    const numbers = rows(table).map((row) => Number(row.id.split("-").pop()));
    const holder = document.createElement("div");
    holder.innerHTML = table.querySelector("template").innerHTML.replaceAll("__", String(Math.max(-1, ...numbers) + 1));
    const row = holder.firstElementChild;
    table.querySelector("[data-plan-list]").append(row);
    count(table);
    row.querySelector("input, textarea, select").focus();
  };

  const remove = (row) => {
    const table = row.closest("[data-plan-table]");
    const place = rows(table).indexOf(row);
    row.remove();
    count(table);
    const next = rows(table)[place] || rows(table)[place - 1];
    (next ? next.querySelector("input, textarea, select") : table.querySelector("[data-plan-add]"))?.focus();
    form.dispatchEvent(new Event("change"));
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-plan-add], [data-plan-remove]");
    if (!button) return;
    event.preventDefault();
    if (button.matches("[data-plan-add]")) add(button.closest("[data-plan-table]"));
    else remove(button.closest("[data-plan-row]"));
  });
})();
