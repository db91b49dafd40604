// Tries "Authorize" of Swagger UI with every scheme of the todo example.
//
//     node swagger.mjs <browser> <address of the todo example>

import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [executablePath, origin] = process.argv.slice(2);
const username = "ann";
const password = "correct horse";
const title = "Buy milk";

/** A request past the browser, whose answer must have this status. */
async function ask(path, status, { token, json, form } = {}) {
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  if (json) headers["content-type"] = "application/json";
  const body = json ? JSON.stringify(json) : new URLSearchParams(form);
  const answer = await fetch(origin + path, { method: "POST", headers, body });
  const text = await answer.text();
  assert.equal(answer.status, status, `${path}: ${text}`);
  return JSON.parse(text);
}

/** What every page of the test has to keep to; what it does not comes into `faults`. */
async function watched(browser, faults) {
  const context = await browser.newContext();
  context.setDefaultTimeout(60_000);
  context.on("request", (request) => {
    const url = new URL(request.url());
    // An icon of the style sheet is data; nothing is loaded for it.
    if (url.protocol !== "data:" && url.origin !== origin) faults.push(`a request to ${url}`);
  });
  context.on("requestfailed", (request) => faults.push(`${request.url()}: ${request.failure().errorText}`));
  context.on("weberror", (error) => faults.push(`an exception: ${error.error()}`));
  context.on("console", (message) => {
    // Chromium reports every 401 as an error; those are meant.
    const { url } = message.location();
    const meant = url.split("?")[0] === `${origin}/todos` && message.text().includes("status of 401");
    if (message.type() === "error" && !meant) faults.push(`the console: ${message.text()} (${url})`);
  });
  // The console says it in words that change; the event is the same in every browser.
  await context.exposeFunction("violated", (what) => faults.push(`the Content-Security-Policy: ${what}`));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) =>
      window.violated(`${event.violatedDirective} forbids ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`),
    );
  });
  return context.newPage();
}

/** A button by what stands on it: the names for screen readers are different, and different at each scheme. */
function button(place, text) {
  return place.locator("button").filter({ hasText: new RegExp(`^\\s*${text}\\s*$`) });
}

/** Executes `GET /todos`; the page must show this status. Gives the request that was sent, and the text shown. */
async function list(page, status) {
  const operation = page.locator(".opblock-get", { has: page.locator('[data-path="/todos"]') });
  if ((await button(operation, "Execute").count()) === 0) {
    await operation.locator(".opblock-summary-control").click();
    await button(operation, "Try it out").click();
  }
  // The answer of the last time must not be taken for this one's.
  const clear = button(operation, "Clear");
  if ((await clear.count()) > 0) await clear.click();
  const shown = operation.locator(".live-responses-table");
  await shown.waitFor({ state: "detached" });
  const [response] = await Promise.all([
    page.waitForResponse((response) => new URL(response.url()).pathname === "/todos"),
    button(operation, "Execute").click(),
  ]);
  assert.equal(response.status(), status);
  const code = await shown.locator("tbody .response-col_status").innerText();
  assert.equal(code.trim(), String(status));
  return { headers: await response.request().allHeaders(), text: await shown.innerText() };
}

/** Opens "Authorize", does something to the scheme with this heading, and closes it. */
async function authorization(page, heading, act) {
  await button(page.locator(".auth-wrapper"), "Authorize").click();
  const dialog = page.locator(".modal-ux");
  const scheme = dialog.locator(".auth-container", { has: page.getByRole("heading", { name: heading }) });
  await act(scheme);
  await button(scheme, "Close").click();
  await dialog.waitFor({ state: "detached" });
}

/**
 * Nothing, then authorized, then logged out. `fill` does what a user does, and
 * gives the headers that have to be sent from then on.
 */
async function tryScheme(browser, { heading, fill }) {
  const faults = [];
  const page = await watched(browser, faults);
  try {
    await page.goto(`${origin}/docs`);
    const nothing = { authorization: undefined, "x-api-key": undefined };
    const check = async (status, expected) => {
      const { headers, text } = await list(page, status);
      const { authorization, "x-api-key": key } = headers;
      assert.deepEqual({ authorization, "x-api-key": key }, expected);
      assert.equal(text.includes(title), status === 200, text);
    };
    await check(401, nothing);

    let sent;
    await authorization(page, heading, async (scheme) => {
      sent = { ...nothing, ...(await fill(scheme, page)) };
      // The dialog offers the way out only if it took what was filled in.
      await button(scheme, "Logout").waitFor();
    });
    await check(200, sent);

    await authorization(page, heading, async (scheme) => {
      await button(scheme, "Logout").click();
      await button(scheme, "Authorize").waitFor();
    });
    await check(401, nothing);
  } finally {
    // Also when something else has failed: they may say why.
    for (const fault of faults) console.error(fault);
  }
  const version = await page.evaluate(() => window.versions.swaggerUI.version);
  await page.context().close();
  assert.deepEqual(faults, []);
  return version;
}

await ask("/auth/register", 201, { json: { username, email: "ann@example.com", password } });
const { access_token: token } = await ask("/auth/token", 200, { form: { username, password } });
const { key } = await ask("/auth/keys", 201, { token, json: { name: "docs", scopes: ["todos:read"] } });
await ask("/todos", 201, { token, json: { title } });

const schemes = {
  password: {
    heading: /OAuth2, password/,
    async fill(scheme, page) {
      await scheme.getByLabel("username").fill(username);
      await scheme.getByLabel("password").fill(password);
      const [answer] = await Promise.all([
        page.waitForResponse(`${origin}/auth/token`),
        button(scheme, "Authorize").click(),
      ]);
      assert.equal(answer.status(), 200);
      const { access_token } = await answer.json();
      return { authorization: `Bearer ${access_token}` };
    },
  },
  bearer: {
    heading: /http, Bearer/,
    async fill(scheme) {
      await scheme.getByRole("textbox").fill(token);
      await button(scheme, "Authorize").click();
      return { authorization: `Bearer ${token}` };
    },
  },
  "API key": {
    heading: /apiKey/,
    async fill(scheme) {
      await scheme.getByRole("textbox").fill(key);
      await button(scheme, "Authorize").click();
      return { "x-api-key": key };
    },
  },
};

const browser = await chromium.launch({ executablePath });
try {
  for (const [name, scheme] of Object.entries(schemes)) {
    const version = await tryScheme(browser, scheme);
    console.log(`${name}: 401, authorized 200, logged out 401 (Swagger UI ${version}, Chromium ${browser.version()})`);
  }
} finally {
  await browser.close();
}
