// A small part of Markdown, rendered to elements. Raw HTML stays visible text.

import { h, link } from "./reference-dom.js";

/** Renders a description, or nothing if there is none. */
export function markdown(text) {
  if (typeof text !== "string" || text.trim() === "") return null;
  return h("div", { class: "markdown" }, blocks(text.replace(/\r\n?/g, "\n").split("\n")));
}

const FENCE = /^ {0,3}(```|~~~)/;
const HEADING = /^(#{1,6}) (.*)$/;
const RULE = /^(---+|\*\*\*+|___+)$/;
const QUOTE = /^> ?/;
const ITEM = /^( *)([-*+]|\d{1,9}[.)]) (.*)$/;
const TABLE_RULE = /^\|?[ :|-]*-[ :|-]*$/;

/** Splits lines into blocks and renders each. */
function blocks(lines) {
  const output = [];
  let at = 0;
  const take = (condition) => {
    const start = at;
    while (at < lines.length && condition(lines[at])) at += 1;
    return lines.slice(start, at);
  };
  while (at < lines.length) {
    const line = lines[at];
    const fence = FENCE.exec(line);
    const heading = HEADING.exec(line);
    if (line.trim() === "") {
      at += 1;
    } else if (fence) {
      at += 1;
      const code = take((next) => !next.trim().startsWith(fence[1]));
      at += 1;
      output.push(h("pre", null, h("code", null, code.join("\n"))));
    } else if (heading) {
      at += 1;
      // The page's own headings use the first two levels.
      output.push(h(`h${Math.min(heading[1].length + 2, 6)}`, null, inline(heading[2])));
    } else if (RULE.test(line.trim())) {
      at += 1;
      output.push(h("hr"));
    } else if (QUOTE.test(line)) {
      output.push(h("blockquote", null, blocks(take((next) => QUOTE.test(next)).map((next) => next.replace(QUOTE, "")))));
    } else if (ITEM.test(line)) {
      output.push(items(take((next) => ITEM.test(next) || /^ +\S/.test(next))));
    } else if (line.includes("|") && TABLE_RULE.test(lines[at + 1] ?? "")) {
      output.push(table(take((next) => next.includes("|"))));
    } else {
      const paragraph = take((next) => next.trim() !== "" && !startsBlock(next));
      output.push(h("p", null, inline(paragraph.map((next) => next.trim()).join("\n"))));
    }
  }
  return output;
}

/** Whether a line ends the paragraph before it. */
function startsBlock(line) {
  return [FENCE, HEADING, QUOTE, ITEM].some((pattern) => pattern.test(line));
}

/** Renders a list; deeper lines belong to the item above them. */
function items(lines) {
  const [, base, marker] = ITEM.exec(lines[0]);
  const collected = [];
  for (const line of lines) {
    const item = ITEM.exec(line);
    if (item && item[1].length <= base.length + 1) collected.push([item[3]]);
    else collected.at(-1).push(line.replace(/^ {1,4}/, ""));
  }
  return h(/\d/.test(marker) ? "ol" : "ul", null, collected.map(([first, ...rest]) => h("li", null, inline(first), blocks(rest))));
}

/** Renders a table: a head row, a rule, body rows. */
function table(lines) {
  const row = (line, tag) => {
    const cells = line.trim().replace(/^\||\|$/g, "").split("|");
    return h("tr", null, cells.map((cell) => h(tag, null, inline(cell.trim()))));
  };
  return h("table", null, h("thead", null, row(lines[0], "th")), h("tbody", null, lines.slice(2).map((line) => row(line, "td"))));
}

const INLINE = [
  [/`([^`]+)`/, (found) => h("code", null, found[1])],
  [/!?\[([^[\]]+)\]\(([^()\s]+)\)/, (found) => link(found[2], inline(found[1]))],
  [/<(https?:\/\/[^<>\s]+)>/, (found) => link(found[1], found[1])],
  [/\*\*([^*]+)\*\*/, (found) => h("strong", null, inline(found[1]))],
  [/\*([^*\s][^*]*)\*/, (found) => h("em", null, inline(found[1]))],
  [/(?<![\p{L}\p{N}_])_([^_]+)_(?![\p{L}\p{N}_])/u, (found) => h("em", null, inline(found[1]))],
];

/** Renders emphasis, code and links inside a line: the earliest match first. */
function inline(text) {
  const output = [];
  let rest = text;
  while (rest !== "") {
    let first = null;
    for (const [pattern, render] of INLINE) {
      const found = pattern.exec(rest);
      if (found && (!first || found.index < first.found.index)) first = { found, render };
    }
    if (!first) break;
    output.push(rest.slice(0, first.found.index), first.render(first.found));
    rest = rest.slice(first.found.index + first.found[0].length);
  }
  return [...output, rest];
}
