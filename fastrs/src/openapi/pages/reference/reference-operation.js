// Operations: one article for each method of each path.

import { entries, fold, h, link, list, slug } from "./reference-dom.js";
import { markdown } from "./reference-markdown.js";
import { content, field, resolve } from "./reference-schema.js";

const METHODS = ["get", "post", "put", "patch", "delete", "head", "options", "trace"];

/** All operations of the document, webhooks included, each with its tags. */
export function operations(api) {
  const found = [];
  const collect = (paths, webhook) => {
    for (const [path, value] of entries(paths)) {
      const item = resolve(value);
      for (const method of METHODS) {
        if (item[method]) found.push(describe(api, path, method, item, webhook));
      }
    }
  };
  collect(api.paths, false);
  collect(api.webhooks, true);
  return found;
}

/** What the page needs to know about one operation. */
function describe(api, path, method, item, webhook) {
  const spec = item[method];
  const own = list(spec.parameters).map(resolve);
  const overridden = (shared) => own.some((parameter) => parameter.name === shared.name && parameter.in === shared.in);
  const tags = list(spec.tags).map(String);
  return {
    id: `operation-${slug(spec.operationId ?? `${method}-${path}`)}`,
    path,
    method,
    spec,
    title: String(spec.summary ?? item.summary ?? spec.operationId ?? path),
    tags: tags.length > 0 ? tags : [webhook ? "Webhooks" : "Operations"],
    parameters: [...list(item.parameters).map(resolve).filter((shared) => !overridden(shared)), ...own],
    security: spec.security ?? api.security,
  };
}

/** A coloured label with the method's name. */
export function methodBadge(method) {
  return h("span", { class: `method method-${method}` }, method.toUpperCase());
}

/** Renders an operation. */
export function operationArticle(operation) {
  const { spec } = operation;
  return h(
    "article",
    { id: operation.id, class: spec.deprecated ? "operation deprecated" : "operation" },
    h("h3", null, h("a", { href: `#${operation.id}`, class: "anchor" }, operation.title), spec.deprecated ? h("span", { class: "limit" }, "deprecated") : null),
    h("p", { class: "address" }, methodBadge(operation.method), h("code", null, operation.path)),
    markdown(spec.description),
    spec.externalDocs?.url ? h("p", null, link(spec.externalDocs.url, spec.externalDocs.description ?? "More about this operation")) : null,
    securityLine(operation.security),
    parameterSections(operation.parameters),
    bodySection(spec.requestBody),
    h("h4", null, "Responses"),
    entries(spec.responses).map(([status, response]) => responseBlock(status, resolve(response))),
    callbacks(spec.callbacks),
  );
}

/** Which security schemes an operation accepts. */
function securityLine(security) {
  const choices = list(security);
  if (choices.length === 0) return null;
  const scheme = ([name, scopes]) => [h("a", { href: `#security-${slug(name)}` }, name), list(scopes).length > 0 ? ` (${scopes.join(", ")})` : ""];
  const join = (parts, separator) => parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part]));
  const texts = choices.map((choice) => (entries(choice).length > 0 ? join(entries(choice).map(scheme), " and ") : "no login"));
  return h("p", { class: "security" }, "Requires: ", join(texts, " or "));
}

/** Parameters, grouped by where they are sent. */
function parameterSections(parameters) {
  return ["path", "query", "header", "cookie"].map((place) => {
    const here = parameters.filter((parameter) => parameter.in === place);
    if (here.length === 0) return null;
    return [h("h4", null, `${place[0].toUpperCase()}${place.slice(1)} parameters`), here.map(parameterField)];
  });
}

/** A parameter or a response header; its own notes win over its schema's. */
function parameterField(parameter) {
  const schema = parameter.schema ?? Object.values(parameter.content ?? {})[0]?.schema ?? {};
  const own = Object.fromEntries(["description", "deprecated", "example"].filter((key) => parameter[key] !== undefined).map((key) => [key, parameter[key]]));
  const value = typeof schema === "object" ? { ...schema, ...own } : own;
  return field(String(parameter.name), value, { required: parameter.required === true });
}

/** The request body. */
function bodySection(value) {
  if (!value) return null;
  const body = resolve(value);
  return [
    h("h4", null, "Request body ", body.required ? h("span", { class: "required" }, "required") : null),
    markdown(body.description),
    content(body.content),
  ];
}

/** One response, open if it is a success. */
function responseBlock(status, response) {
  const kind = /^[1-5]/.test(status) ? status[0] : "x";
  const summary = [h("span", { class: `code code-${kind}` }, status), " ", String(response.description ?? "")];
  const headers = entries(response.headers).map(([name, header]) => parameterField({ ...resolve(header), name }));
  const empty = headers.length === 0 && entries(response.content).length === 0;
  if (empty) return h("div", { class: "empty-response" }, summary);
  return fold(summary, () => [headers.length > 0 ? h("h5", null, "Headers") : null, headers, content(response.content)], kind === "2");
}

/** Requests the API sends back to its caller. */
function callbacks(value) {
  const found = entries(value).flatMap(([name, callback]) => operations({ paths: resolve(callback) }).map((operation) => [name, operation]));
  if (found.length === 0) return null;
  return [
    h("h4", null, "Callbacks"),
    found.map(([name, operation]) => fold([`${name}: `, methodBadge(operation.method), " ", h("code", null, operation.path)], () => [
      markdown(operation.spec.description),
      bodySection(operation.spec.requestBody),
    ])),
  ];
}
