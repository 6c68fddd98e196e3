// The description of the API, drawn by the vendored Swagger UI; nothing comes from elsewhere.
const place = document.querySelector("[data-openapi]");
window.SwaggerUIBundle({
  url: place.dataset.openapi,
  domNode: place,
  deepLinking: true,
  validatorUrl: null,
});
