// Starts Swagger UI with the settings the server put on the body element.
"use strict";

(() => {
  const { openapiUrl, oauth2RedirectUrl } = document.body.dataset;
  window.ui = SwaggerUIBundle({
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
  });
})();
