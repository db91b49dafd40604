// Starts Swagger UI with the settings the server put on the body element.
"use strict";

(() => {
  const { openapiUrl, oauth2RedirectUrl, parameters, initOauth } = document.body.dataset;
  const ui = SwaggerUIBundle({
    url: openapiUrl,
    dom_id: "#swagger-ui",
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    deepLinking: true,
    showExtensions: true,
    showCommonExtensions: true,
    // OAuth2 providers compare complete addresses.
    oauth2RedirectUrl: new URL(oauth2RedirectUrl, window.location.href).href,
    // Tokens end with the page, and no outside service sees the document.
    persistAuthorization: false,
    validatorUrl: null,
    // What the application sets goes before all of it.
    ...JSON.parse(parameters),
  });
  if (initOauth) ui.initOAuth(JSON.parse(initOauth));
  window.ui = ui;
})();
