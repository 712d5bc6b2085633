/* Small builders for what the scripts add to a page: text only, never HTML from outside. */
/** An element with attributes and children; text stays text. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
  element.append(...children.filter((one) => one !== null && one !== undefined));
  return element;
}

/** A copy of a <template>; nothing where there is none. */
export const copy = (id) => document.getElementById(id)?.content.cloneNode(true) ?? document.createDocumentFragment();

/** A notice with the icon of its tone (template #notice-<tone>): ok | bad | warn. */
export function notice(tone, ...children) {
  const box = make("div", { class: `notice ${tone}` });
  box.append(copy(`icon-${tone}`), make("div", { class: "stack-s" }, ...children));
  return box;
}

/** A verdict from its template (#verdict-<state>) with its title and sentences. */
export function verdict(state, title, sentences) {
  const part = copy(`verdict-${state}`);
  const heading = part.querySelector("h1");
  heading.textContent = title;
  heading.after(...sentences.map((text) => make("p", {}, text)));
  return part;
}

/** Terms and values; rows of (label, value, attributes). */
export const facts = (rows) => make("dl", { class: "facts" }, ...rows.map(
  ([label, value, attributes = {}]) => make("div", { class: attributes.lead ? "lead-fact" : undefined },
    make("dt", {}, label), make("dd", { lang: attributes.lang, class: attributes.class }, value))));
