// JSON Schemas: type labels, constraints, and nested properties on demand.

import { codeBlock, entries, fold, h, list, slug } from "./reference-dom.js";
import { markdown } from "./reference-markdown.js";

let api = {};

/** Sets the document that references point into. */
export function setDocument(openapi) {
  api = openapi;
}

/** Follows a local reference. What stands beside `$ref` takes precedence. */
export function resolve(value) {
  const seen = new Set();
  let current = value;
  while (current && typeof current === "object" && typeof current.$ref === "string") {
    const { $ref: reference, ...beside } = current;
    const target = seen.has(reference) ? undefined : lookUp(reference);
    if (!target || typeof target !== "object") return { ...beside, description: beside.description ?? `Unknown reference ${reference}` };
    seen.add(reference);
    current = { ...target, ...beside };
  }
  return current ?? {};
}

/** Finds the place a local reference such as `#/components/x` names. */
function lookUp(reference) {
  if (!reference.startsWith("#/")) return undefined;
  let current = api;
  for (const part of reference.slice(2).split("/")) {
    let key = part;
    try {
      key = decodeURIComponent(part);
    } catch {
      // A lone percent sign: the text is meant as it is.
    }
    key = key.replaceAll("~1", "/").replaceAll("~0", "~");
    if (!current || typeof current !== "object" || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return current;
}

/** The name of the model a schema refers to, if it does. */
function modelName(schema) {
  const prefix = "#/components/schemas/";
  const reference = schema?.$ref;
  if (typeof reference !== "string" || !reference.startsWith(prefix)) return null;
  return reference.slice(prefix.length).replaceAll("~1", "/").replaceAll("~0", "~");
}

/** The element id of a model. */
export function modelId(name) {
  return `model-${slug(name)}`;
}

const CHOICES = [["oneOf", "One of"], ["anyOf", "Any of"], ["allOf", "All of"]];

/** A short label for a schema's type, with links to the models it names. */
export function typeLabel(schema, depth = 0) {
  if (schema === true || schema === undefined) return ["any"];
  if (schema === false) return ["nothing"];
  if (!schema || typeof schema !== "object") return ["unknown"];
  if (depth > 6) return ["…"];
  const name = modelName(schema);
  if (name) return [h("a", { href: `#${modelId(name)}` }, name)];
  for (const [key] of CHOICES) {
    const parts = list(schema[key]).map((part) => typeLabel(part, depth + 1));
    if (parts.length > 0) return parts.flatMap((part, index) => (index === 0 ? part : [key === "allOf" ? " & " : " | ", ...part]));
  }
  const types = [schema.type ?? implied(schema)].flat();
  return types.flatMap((type, index) => {
    const label = type === "array" ? ["array of ", ...typeLabel(schema.items, depth + 1)] : [String(type)];
    return index === 0 ? label : [" | ", ...label];
  });
}

/** The type of a schema that does not state one. */
function implied(schema) {
  if (schema.properties || schema.additionalProperties) return "object";
  if (schema.items || schema.prefixItems) return "array";
  if ("const" in schema) return "constant";
  return schema.enum ? "enum" : "any";
}

const CONSTRAINTS = [
  ["minimum", (value) => `≥ ${value}`],
  ["exclusiveMinimum", (value) => `> ${value}`],
  ["maximum", (value) => `≤ ${value}`],
  ["exclusiveMaximum", (value) => `< ${value}`],
  ["multipleOf", (value) => `multiple of ${value}`],
  ["minLength", (value) => `length ≥ ${value}`],
  ["maxLength", (value) => `length ≤ ${value}`],
  ["pattern", (value) => `matches ${value}`],
  ["minItems", (value) => `items ≥ ${value}`],
  ["maxItems", (value) => `items ≤ ${value}`],
  ["uniqueItems", (value) => (value ? "items are unique" : null)],
  ["minProperties", (value) => `properties ≥ ${value}`],
  ["maxProperties", (value) => `properties ≤ ${value}`],
  ["contentEncoding", (value) => `encoded as ${value}`],
  ["contentMediaType", (value) => `contains ${value}`],
  ["readOnly", (value) => (value ? "read only" : null)],
  ["writeOnly", (value) => (value ? "write only" : null)],
  ["deprecated", (value) => (value ? "deprecated" : null)],
  ["default", (value) => `default: ${JSON.stringify(value)}`],
  ["const", (value) => `always ${JSON.stringify(value)}`],
];

/** Format, limits, default and allowed values as small labels. */
export function constraints(schema) {
  if (!schema || typeof schema !== "object") return null;
  const texts = [schema.format];
  for (const [key, describe] of CONSTRAINTS) {
    if (schema[key] !== undefined) texts.push(describe(schema[key]));
  }
  const labels = texts.filter(Boolean).map((text) => h("span", { class: "limit" }, String(text)));
  const allowed = list(schema.enum).map((value) => h("code", null, JSON.stringify(value)));
  const examples = [...list(schema.examples), ...(schema.example === undefined ? [] : [schema.example])];
  return [
    labels.length > 0 ? h("div", { class: "limits" }, labels) : null,
    allowed.length > 0 ? h("div", { class: "limits" }, "Allowed: ", allowed) : null,
    examples.length > 0 ? h("div", { class: "limits" }, "Example: ", examples.map((value) => h("code", null, JSON.stringify(value)))) : null,
  ];
}

/** Everything about a schema below its type label. */
export function schemaDetails(value) {
  const schema = withoutNull(resolve(value));
  return [markdown(schema.description), constraints(schema), nested(schema)];
}

/** Whether a schema holds properties, items or alternatives to show. */
function hasNested(schema) {
  const holds = (key) => entries(schema[key]).length > 0;
  return ["properties", "patternProperties", "prefixItems", "oneOf", "anyOf", "allOf", "not"].some(holds)
    || holds("items") || holds("additionalProperties");
}

/** The properties, items and alternatives of a schema. */
function nested(schema) {
  const required = new Set(list(schema.required));
  const rows = entries(schema.properties).map(([name, part]) => field(name, part, { required: required.has(name) }));
  rows.push(...entries(schema.patternProperties).map(([name, part]) => field(`/${name}/`, part)));
  if (schema.additionalProperties && typeof schema.additionalProperties === "object") {
    rows.push(field("any other name", schema.additionalProperties));
  }
  if (schema.additionalProperties === false) rows.push(h("p", { class: "note" }, "No other properties."));
  rows.push(...list(schema.prefixItems).map((part, index) => field(`item ${index + 1}`, part)));
  if (schema.items && typeof schema.items === "object") rows.push(...nestedItems(schema.items));
  for (const [key, title] of CHOICES) {
    if (list(schema[key]).length > 0) rows.push(alternatives(title, schema[key], schema.discriminator));
  }
  if (schema.not) rows.push(field("not", schema.not));
  return rows;
}

/** An array's items: shown in place, because an array has nothing else. */
function nestedItems(items) {
  const schema = resolve(items);
  return modelName(items) || hasNested(schema) || schema.enum ? [field("each item", items)] : list(constraints(schema));
}

/** The members of `oneOf`, `anyOf` or `allOf`. */
function alternatives(title, parts, discriminator) {
  const by = discriminator?.propertyName ? `, chosen by ${discriminator.propertyName}` : "";
  return h("div", { class: "choices" }, h("p", { class: "note" }, `${title}${by}:`), parts.map((part) => field("", part)));
}

/** Shows "X or null" like X: the type label already says that it may be null. */
function withoutNull(schema) {
  const key = schema.anyOf ? "anyOf" : "oneOf";
  const { [key]: parts, ...beside } = schema;
  const others = list(parts).filter((part) => part?.type !== "null");
  return others.length === 1 && list(parts).length === 2 ? { ...resolve(others[0]), ...beside } : schema;
}

/** One row: name, type, limits, description, and its own fields on demand. */
export function field(name, value, { required = false, extra = null } = {}) {
  const schema = value === true || value === false ? {} : withoutNull(resolve(value));
  const title = schema.title && !modelName(value) && schema.title !== name ? h("span", { class: "note" }, schema.title) : null;
  return h(
    "div",
    { class: schema.deprecated ? "field deprecated" : "field" },
    h(
      "div",
      { class: "field-head" },
      name ? h("code", { class: "name" }, name) : null,
      h("span", { class: "type" }, typeLabel(value)),
      required ? h("span", { class: "required" }, "required") : null,
      title,
      extra,
    ),
    markdown(schema.description),
    constraints(schema),
    hasNested(schema) ? fold("Details", () => nested(schema)) : null,
  );
}

/** The content of a body or answer: media types, schema, examples. */
export function content(media) {
  return entries(media).map(([type, value]) => {
    const examples = entries(value?.examples).map(([name, example]) => [name, resolve(example).value]);
    if (value?.example !== undefined) examples.unshift(["Example", value.example]);
    return h(
      "div",
      { class: "media" },
      h("div", { class: "field-head" }, h("code", null, type), value?.schema === undefined ? null : h("span", { class: "type" }, typeLabel(value.schema))),
      value?.schema === undefined ? null : schemaDetails(value.schema),
      examples.map(([name, example]) => fold(`Example: ${name}`, () => codeBlock(example ?? null))),
    );
  });
}
