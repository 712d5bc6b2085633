/* Runs before the first paint: how this device's reader likes to read. The same cookie as courses/reader/settings.py;
   a copy of the page out of a cache may carry other choices, so what is not chosen is taken off. */
(() => {
  const root = document.documentElement, chosen = {};
  const text = document.cookie.match(/(?:^|; )tirek-reader=([a-z0-9.-]*)/);
  for (const pair of (text ? text[1] : "").split("-")) {
    const [name, value] = pair.split(".");
    if (value) chosen[name] = value;
  }
  for (const name of ["size", "line", "letter", "width", "face", "contrast", "only"]) {
    if (chosen[name]) root.setAttribute(`data-rd-${name}`, chosen[name]);
    else root.removeAttribute(`data-rd-${name}`);
  }
})();
