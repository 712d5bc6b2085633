/* htmx comes when the first of its forms is near the eyes or the finger: a page's first words do not wait for it.
   Until then, and without it, forms send the whole page. */
(() => {
  const { src } = document.currentScript.dataset;
  const USES = "[hx-get], [hx-post]";
  let watch = null;
  const come = () => {
    if (!watch) return;
    watch.disconnect();
    watch = null;
    document.head.append(Object.assign(document.createElement("script"), { src }));
  };
  // After the page has loaded: htmx then starts at once.
  addEventListener("load", () => {
    watch = new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) come(); }, { rootMargin: "600px" });
    for (const one of document.querySelectorAll(USES)) watch.observe(one);
    for (const kind of ["pointerover", "focusin"]) addEventListener(kind, (event) => { if (event.target.closest?.(USES)) come(); }, { passive: true });
  });
})();
