// Building blocks for page content. Text from the document always becomes a
// text node, never markup, so nothing in it can run.

/** Makes an element. Strings and numbers among the children become text. */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === false || value === null || value === undefined) continue;
    element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** A link to an address from the document; only text if the address is unsafe. */
export function link(address, ...children) {
  let url;
  try {
    url = new URL(address, location.href);
  } catch {
    return h("span", null, ...children);
  }
  if (!["http:", "https:", "mailto:"].includes(url.protocol)) return h("span", null, ...children);
  return h("a", { href: address, rel: "noopener noreferrer" }, ...children);
}

/** A block that opens on click. Its content is built on the first opening. */
export function fold(summary, build, open = false) {
  const details = h("details", null, h("summary", null, summary));
  const fill = () => details.childElementCount === 1 && details.append(h("div", { class: "fold" }, build()));
  details.addEventListener("toggle", () => details.open && fill());
  if (open) {
    fill();
    details.open = true;
  }
  return details;
}

/** A value as indented JSON in a code block; strings appear as they are. */
export function codeBlock(value) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return h("pre", null, h("code", null, text));
}

/** The entries of an object, or none if it is missing. */
export function entries(object) {
  return object && typeof object === "object" ? Object.entries(object) : [];
}

/** The value itself if it is an array, else an empty one. */
export function list(value) {
  return Array.isArray(value) ? value : [];
}

/** A text that can serve as part of an element id. */
export function slug(text) {
  return String(text).trim().replace(/[^\p{L}\p{N}_.-]+/gu, "-");
}
