// The console: Swagger UI with the document of one API, at the emulator, with a login for it.
(() => {
  "use strict";
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const specification = read("specification");
  const settings = read("settings");

  const chosen = localStorage.getItem("theme");
  const system = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const theme = chosen === "dark" || chosen === "light" ? chosen : system;
  document.documentElement.classList.toggle("dark-mode", theme === "dark");

  // Everything that says where requests go: the document, and operations with servers of their own.
  const holders = [specification];
  const fields = [];
  for (const item of Object.values(specification.paths)) {
    for (const operation of Object.values(item)) {
      if (operation.servers) holders.push(operation);
      for (const parameter of operation.parameters || []) fields.push([parameter.name, parameter.schema]);
      for (const media of Object.values((operation.requestBody || {}).content || {})) {
        fields.push(...Object.entries((media.schema || {}).properties || {}));
      }
    }
  }
  if (window.EMULATOR) {
    // Served by an emulator: it is the only server, and the page may speak to no other.
    for (const holder of holders) {
      const [first] = holder.servers;
      const path = first.url.replace(/^[a-z]+:\/\/[^/]+/, "");
      holder.servers = [{ url: window.EMULATOR + path, description: "The emulator that serves this page" }];
    }
  }
  for (const [name, schema] of fields) {
    if (schema && name in settings.fields) {
      delete schema.example;
      schema.default = settings.fields[name];
    }
  }

  const address = window.EMULATOR || settings.emulator;
  const state = document.getElementById("emulator-state");
  const say = (...parts) => state.replaceChildren(...parts);
  const code = (text) => Object.assign(document.createElement("code"), { textContent: text });
  const look = async () => {
    try {
      await fetch(`${address}/_emulator/health`, { mode: "no-cors", cache: "no-store" });
      say("The emulator answers at ", code(address), ".");
    } catch {
      say("No emulator answers at ", code(address), ". Start one in a terminal: ", code(state.dataset.start));
      setTimeout(look, 3000);
    }
  };
  look();

  const ui = SwaggerUIBundle({
    dom_id: "#console",
    presets: [SwaggerUIBundle.presets.apis],
    // No boxes "Send empty value", which are ticked by default: an empty field is not sent.
    // No link to the document either, because it is in this page.
    plugins: [() => ({ components: { ParameterIncludeEmpty: () => null, InfoUrl: () => null } })],
    validatorUrl: null,
    tryItOutEnabled: true,
    docExpansion: settings.many ? "none" : "list", // many resources: only their names at first
    defaultModelsExpandDepth: -1,
    displayRequestDuration: false,
    requestSnippetsEnabled: true,
    withCredentials: false,
    onComplete: () => {
      for (const [scheme, value] of Object.entries(settings.authorize)) ui.preauthorizeApiKey(scheme, value);
    },
    // As the client writes a query: hosts that take a URL there do not decode it.
    requestInterceptor: (request) => {
      const [path, query] = request.url.split("?");
      if (query) request.url = path + "?" + query.replace(/%3A/gi, ":").replace(/%2F/gi, "/");
      return request;
    },
  });
  // References inside the document are resolved against its address. A page opened from a disk has no
  // suitable address, so the document gets this one. No request is sent to it.
  ui.specActions.updateUrl("https://console.invalid/openapi.json");
  ui.specActions.updateLoadingStatus("success");
  ui.specActions.updateSpec(JSON.stringify(specification));

  // Name what has no name for those who do not see where it stands.
  const label = () => {
    for (const field of document.querySelectorAll("#console :is(input, select, textarea):not([aria-label])")) {
      // Swagger UI has labels with nothing in them but their field.
      const says = (label) => [...label.childNodes].some((node) => !node.contains(field) && node.textContent.trim());
      if ([...(field.labels || [])].some(says)) continue;
      const row = field.closest("tr");
      const name = row ? row.querySelector(".parameter__name, td") : null;
      const text = name ? name.textContent : field.closest(".servers") ? "Server" : field.placeholder || field.name;
      field.setAttribute("aria-label", (text || "Value").replace(/\s*\*\s*required/, "").trim());
    }
  };
  // The call that a link names: #/albums/albums_create.
  const open = () => {
    const [, tag, operation] = decodeURIComponent(location.hash).split("/");
    if (!operation) return;
    ui.layoutActions.show(["operations-tag", tag], true);
    ui.layoutActions.show(["operations", tag, operation], true);
    const wanted = `operations-${tag}-${operation}`;
    const arrive = (left) => {
      const found = document.getElementById(wanted);
      if (found && found.querySelector(".opblock-body")) {
        found.scrollIntoView();
        const control = found.querySelector("button");
        if (control) control.focus({ preventScroll: true });
      } else if (left) {
        setTimeout(arrive, 50, left - 1);
      }
    };
    arrive(100);
  };
  let waiting = false;
  const later = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      label();
    });
  };
  new MutationObserver(later).observe(document.getElementById("console"), { childList: true, subtree: true });
  label();
  open();
  window.addEventListener("hashchange", open);
})();
