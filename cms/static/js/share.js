/* Sharing a link: the phone's own sheet where there is one, else the clipboard. Without JavaScript the link stands in a field.
   Words come from the button: data-share (the link), data-title, data-copied, data-failed. */
function reveal(root) {
  for (const button of root.querySelectorAll("[data-share][hidden]")) button.hidden = false;
}

async function share(button) {
  const said = button.parentElement.querySelector(".share-said");
  if (navigator.share) {
    try {
      await navigator.share({ title: button.dataset.title, url: button.dataset.share });
      return;
    } catch (error) {
      if (error.name === "AbortError") return; // closed by the person
    }
  }
  try {
    await navigator.clipboard.writeText(button.dataset.share);
    said.textContent = button.dataset.copied;
  } catch (error) {
    said.textContent = button.dataset.failed;
    const field = button.closest("article, section")?.querySelector("[data-select]");
    field?.closest("details")?.setAttribute("open", "");
    field?.select();
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-share]");
  if (button) share(button);
});
document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-select]")) event.target.select();
});
document.addEventListener("htmx:afterSettle", (event) => reveal(event.target.parentElement || document));
reveal(document);
