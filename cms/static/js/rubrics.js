/* The form of a rubric: lines are added, moved and removed in place, and the sum of the maxima follows what is typed.
   Without this script the same buttons ask for the page anew. */
(() => {
  "use strict";
  const form = document.getElementById("rubric");
  if (!form) return;

  const sum = () => {
    const found = [...form.querySelectorAll("[data-maximum]")]
      .reduce((total, input) => total + (parseFloat(input.value.replace(",", ".")) || 0), 0);
    const output = form.querySelector("[data-sum]");
    if (output) output.value = String(Math.round(found * 100) / 100);
  };
  form.addEventListener("input", (event) => { if (event.target.matches("[data-maximum]")) sum(); });

  let busy = false;
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button || button.name !== "do") return;
    event.preventDefault();
    // Wagtail's own listener takes every submit for a saving, and would then let the page go without a word.
    event.stopImmediatePropagation();
    if (busy) return;
    busy = true;
    try {
      const answer = await fetch(form.action, {method: "POST", body: new FormData(form, button), credentials: "same-origin"});
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("rubric");
      if (!answer.ok || !fresh) throw new Error("no form in the answer");
      form.replaceChildren(...fresh.childNodes);
      const focus = form.querySelector("[autofocus]");
      if (focus) {
        focus.focus();
        focus.scrollIntoView({block: "nearest"});
      }
    } catch (error) {
      const hidden = document.createElement("input");
      hidden.type = "hidden";
      hidden.name = button.name;
      hidden.value = button.value;
      form.append(hidden);
      form.submit();
    } finally {
      busy = false;
    }
  }, true);
})();
