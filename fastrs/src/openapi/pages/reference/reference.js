// Loads the OpenAPI document and lays out the page.

import { entries, h, link, list, slug } from "./reference-dom.js";
import { markdown } from "./reference-markdown.js";
import { operationArticle, operations } from "./reference-operation.js";
import { buildSidebar, followScrolling } from "./reference-sidebar.js";
import { modelId, resolve, schemaDetails, setDocument, typeLabel } from "./reference-schema.js";

const sidebar = document.getElementById("sidebar");
const main = document.getElementById("content");
const url = document.body.dataset.openapiUrl;

/** Fetches the document; any failure is shown instead of the content. */
async function start() {
  try {
    const response = await fetch(url, { headers: { accept: "application/json" } });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    render(await response.json());
  } catch (error) {
    main.replaceChildren(h("p", { class: "status", role: "alert" }, `The API description could not be shown: ${error.message}`));
    throw error;
  }
}

/** Builds the whole page from the document. */
function render(api) {
  setDocument(api);
  const groups = groupByTag(api, operations(api));
  const models = entries(api.components?.schemas);
  const schemes = entries(api.components?.securitySchemes).map(([name, scheme]) => [name, resolve(scheme)]);
  main.replaceChildren(
    introduction(api),
    ...groups.map((group) => tagSection(group)),
    ...(schemes.length > 0 ? [h("section", { id: "security" }, h("h2", null, "Security"), schemes.map(securityArticle))] : []),
    ...(models.length > 0 ? [h("section", { id: "models" }, h("h2", null, "Models"), models.map(modelArticle))] : []),
  );
  const search = buildSidebar(sidebar, String(api.info?.title ?? "API"), sidebarGroups(groups, schemes, models));
  followScrolling(sidebar, main);
  goToHash();
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    search.focus();
  });
}

/** Operations by tag: declared tags first, in their order. */
function groupByTag(api, all) {
  const declared = new Map(list(api.tags).map((tag) => [tag.name, tag]));
  const names = new Set([...declared.keys(), ...all.flatMap((operation) => operation.tags)]);
  return [...names]
    .map((name) => ({ name, id: `tag-${slug(name)}`, tag: declared.get(name), operations: all.filter(({ tags }) => tags.includes(name)) }))
    .filter((group) => group.operations.length > 0);
}

/** What the sidebar lists, with the text the search looks through. */
function sidebarGroups(groups, schemes, models) {
  const result = groups.map((group) => ({
    title: group.name,
    id: group.id,
    entries: group.operations.map(({ id, title, method, path, spec }) => ({
      id,
      title,
      method,
      deprecated: spec.deprecated,
      text: [group.name, title, method, path, spec.operationId, spec.description].join(" ").toLowerCase(),
    })),
  }));
  const plain = (name, id) => ({ title: name, id, text: name.toLowerCase() });
  if (schemes.length > 0) result.push({ title: "Security", id: "security", entries: schemes.map(([name]) => plain(name, `security-${slug(name)}`)) });
  if (models.length > 0) result.push({ title: "Models", id: "models", entries: models.map(([name]) => plain(name, modelId(name))) });
  return result;
}

/** Title, description, contact, licence and servers. */
function introduction(api) {
  const info = api.info ?? {};
  const facts = [
    info.contact?.url ? link(info.contact.url, info.contact.name ?? info.contact.url) : info.contact?.name,
    info.contact?.email ? link(`mailto:${info.contact.email}`, info.contact.email) : null,
    info.license?.url ? link(info.license.url, info.license.name ?? "License") : info.license?.name,
    info.termsOfService ? link(info.termsOfService, "Terms of service") : null,
    api.externalDocs?.url ? link(api.externalDocs.url, api.externalDocs.description ?? "More documentation") : null,
    link(url, "OpenAPI document"),
  ];
  return h(
    "header",
    { id: "top" },
    h("h1", null, String(info.title ?? "API"), " ", h("span", { class: "version" }, String(info.version ?? ""))),
    info.summary ? h("p", null, info.summary) : null,
    h("p", { class: "facts" }, facts.filter(Boolean).map((fact) => h("span", null, fact))),
    markdown(info.description),
    list(api.servers).map((server) => h("p", null, "Server: ", h("code", null, String(server.url)), server.description ? ` ${server.description}` : "")),
  );
}

/** A tag with its operations. */
function tagSection(group) {
  return h("section", { id: group.id }, h("h2", null, group.name), markdown(group.tag?.description), group.operations.map(operationArticle));
}

/** A security scheme. */
function securityArticle([name, scheme]) {
  const flows = entries(scheme.flows).map(([kind, flow]) => [
    h("h4", null, `Flow: ${kind}`),
    ["authorizationUrl", "tokenUrl", "refreshUrl"].filter((key) => flow[key]).map((key) => h("p", null, `${key}: `, h("code", null, flow[key]))),
    h("ul", null, entries(flow.scopes).map(([scope, text]) => h("li", null, h("code", null, scope), " ", String(text)))),
  ]);
  const where = scheme.type === "apiKey" ? ` in ${scheme.in} “${scheme.name}”` : "";
  return h(
    "article",
    { id: `security-${slug(name)}` },
    h("h3", null, name),
    h("p", null, [scheme.type, scheme.scheme, scheme.bearerFormat].filter(Boolean).join(", "), where),
    scheme.openIdConnectUrl ? h("p", null, link(scheme.openIdConnectUrl, scheme.openIdConnectUrl)) : null,
    markdown(scheme.description),
    flows,
  );
}

/** A model from the components. */
function modelArticle([name, schema]) {
  return h("article", { id: modelId(name) }, h("h3", null, h("a", { href: `#${modelId(name)}`, class: "anchor" }, name), " ", h("span", { class: "type" }, typeLabel(schema))), schemaDetails(schema));
}

/** Scrolls to the part the address names, which did not exist at load time. */
function goToHash() {
  if (location.hash.length < 2) return;
  let id = location.hash.slice(1);
  try {
    id = decodeURIComponent(id);
  } catch {
    // The id holds a lone percent sign.
  }
  document.getElementById(id)?.scrollIntoView();
}

start();
