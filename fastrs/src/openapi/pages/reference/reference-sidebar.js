// The list on the left: search, operations by tag, models, colour switch.

import { h } from "./reference-dom.js";
import { methodBadge } from "./reference-operation.js";

/** Fills the sidebar with groups of `{ title, id, entries }`. */
export function buildSidebar(sidebar, title, groups) {
  const search = h("input", { type: "search", placeholder: "Search", "aria-label": "Search the API" });
  const nothing = h("p", { class: "note", hidden: true }, "Nothing found.");
  const sections = groups.map((group) => ({
    element: h("section", null),
    group,
    rows: group.entries.map((entry) => ({ entry, element: row(entry) })),
  }));
  for (const { element, group, rows } of sections) {
    element.append(h("h2", null, h("a", { href: `#${group.id}` }, group.title)), ...rows.map((item) => item.element));
  }
  search.addEventListener("input", () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const { element, rows } of sections) {
      for (const { entry, element: item } of rows) item.hidden = !words.every((word) => entry.text.includes(word));
      element.hidden = rows.every(({ element: item }) => item.hidden) && words.length > 0;
    }
    nothing.hidden = sections.some(({ element }) => !element.hidden);
  });
  sidebar.replaceChildren(h("a", { class: "home", href: "#top" }, title), search, nothing, ...sections.map(({ element }) => element), colourSwitch());
  return search;
}

/** One link in the sidebar. */
function row({ id, title, method, deprecated }) {
  return h("a", { href: `#${id}`, class: deprecated ? "row deprecated" : "row" }, method ? methodBadge(method) : null, h("span", null, title));
}

/** Marks the sidebar link of the part at the top of the window. */
export function followScrolling(sidebar, content) {
  const links = new Map([...sidebar.querySelectorAll("a.row")].map((element) => [element.hash.slice(1), element]));
  const observer = new IntersectionObserver(
    (changes) => {
      for (const { target, isIntersecting } of changes) {
        const element = links.get(encodeHash(target.id));
        if (!isIntersecting || !element) continue;
        sidebar.querySelector("a.current")?.classList.remove("current");
        element.classList.add("current");
        if (element.offsetParent) element.scrollIntoView({ block: "nearest" });
      }
    },
    { rootMargin: "0px 0px -85% 0px" },
  );
  for (const element of content.querySelectorAll("article")) observer.observe(element);
}

/** An id as it appears in the hash of a link. */
function encodeHash(id) {
  return new URL(`#${id}`, location.href).hash.slice(1);
}

/** A button that swaps light and dark colours for this visit. */
function colourSwitch() {
  const button = h("button", { type: "button" }, "Switch colours");
  button.addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  return button;
}
