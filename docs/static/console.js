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
  for (const item of Object.values(specification.paths)) {
    for (const operation of Object.values(item)) {
      if (operation.servers) holders.push(operation);
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
  // Each operation is filled with a call of the reference: the one that the link names, #/albums/albums_create,
  // or the first of those that are sent to this route.
  const named = () => decodeURIComponent(location.hash).split("/")[2] || "";
  const CALLS = "x-calls";
  const filled = new Map();
  const places = new Map();
  for (const [path, item] of Object.entries(specification.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const here = operation[CALLS].filter((call) => {
        const fill = settings.fills[call];
        return fill && fill.path === path && fill.method === method;
      });
      for (const call of operation[CALLS]) {
        if (!places.has(call) || here.includes(call)) places.set(call, operation);
      }
      if (!here.length) continue;
      const fill = settings.fills[here.includes(named()) ? named() : here[0]];
      const body = operation.requestBody || { content: {} };
      // The first type of a body is the one that is chosen.
      const kinds = Object.entries(body.content).sort(([one], [other]) => (other === fill.media_type) - (one === fill.media_type));
      body.content = Object.fromEntries(kinds);
      const content = Object.values(body.content);
      const fieldsAt = {
        path: (name) => (operation.parameters || []).filter((each) => each.in === "path" && each.name === name),
        query: (name) => (operation.parameters || []).filter((each) => each.in === "query" && each.name === name),
        body: (name) => content.map((media) => ({ schema: media.schema.properties[name] })),
      };
      for (const [where, name, value] of fill.values) {
        for (const { schema } of fieldsAt[where](name)) {
          if (!schema) continue;
          delete schema.example;
          schema.default = value;
        }
      }
      const tag = (operation.tags || ["default"])[0];
      filled.set(`operations-${tag}-${operation.operationId}`, fill);
    }
  }
  const fileOf = (name) => {
    const bytes = Uint8Array.from(atob(settings.files[name]), (letter) => letter.charCodeAt(0));
    return new File([bytes], name, { type: name.endsWith(".mp4") ? "video/mp4" : "image/jpeg" });
  };

  const address = window.EMULATOR || settings.emulator;
  const state = document.getElementById("emulator-state");
  const say = (...parts) => state.replaceChildren(...parts);
  const code = (text) => Object.assign(document.createElement("code"), { textContent: text });
  const link = (text, href) => Object.assign(document.createElement("a"), { textContent: text, href });
  const control = async (path, options) => {
    const answer = await fetch(`${address}/_emulator/${path}`, { cache: "no-store", ...options });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.error || answer.statusText);
    return said;
  };
  const put = async () => {
    const things = await fetch(settings.examples.file);
    await control("snapshot", { method: "PUT", body: await things.blob() });
    say("The emulator that serves this page holds what the examples act on.");
  };
  // What the examples act on: put there at once where nothing is lost by it, or when somebody wants it.
  const prepare = async () => {
    if (settings.examples.address in (await control("web"))) {
      say("The emulator that serves this page holds what the examples act on.");
    } else if ((await control("pictures?limit=1")).length === 0) {
      await put();
    } else {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Put them there" });
      button.addEventListener("click", () => put().catch((error) => say(`They were not put there: ${error.message}`)));
      say(
        "The emulator that serves this page does not hold what the examples act on. ", button,
        " This replaces all pictures, albums and accounts that it holds.",
      );
    }
  };
  const look = async () => {
    try {
      await fetch(`${address}/_emulator/health`, { mode: "no-cors", cache: "no-store" });
    } catch {
      say("No emulator answers at ", code(address), ". Start one in a terminal: ", code(state.dataset.start));
      setTimeout(look, 3000);
      return;
    }
    if (window.EMULATOR) {
      await prepare().catch((error) => say(`The emulator answers. What the examples act on is not there: ${error.message}`));
      return;
    }
    const page = location.pathname.split("/").pop();
    const things = new URL(settings.examples.file, location.href).href;
    say(
      "The emulator answers at ", code(address), ". For what the examples act on, open ",
      link("this page at the emulator", `${address}/docs/console/${page}${location.hash}`), ", or put it there: ",
      code(`curl -s '${things}' | curl -T - ${address}/_emulator/snapshot`),
    );
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
  // Files are chosen as somebody would choose them.
  const choose = () => {
    for (const row of document.querySelectorAll("#console .opblock tr[data-property-name]")) {
      const fill = filled.get(row.closest(".opblock").id);
      const names = (fill && fill.files[row.dataset.propertyName]) || [];
      const add = row.querySelector(".json-schema-form-item-add");
      if (names.length && add && !row.dataset.added) {
        row.dataset.added = "yes";
        add.click();
      }
      [...row.querySelectorAll("input[type=file]")].slice(0, names.length).forEach((field, number) => {
        if (field.dataset.chosen) return;
        field.dataset.chosen = names[number];
        const held = new DataTransfer();
        held.items.add(fileOf(names[number]));
        field.files = held.files;
        field.dispatchEvent(new Event("change", { bubbles: true }));
      });
    }
  };
  const opened = named();
  const open = () => {
    const operation = places.get(named());
    if (!operation) return;
    const tag = (operation.tags || ["default"])[0];
    ui.layoutActions.show(["operations-tag", tag], true);
    ui.layoutActions.show(["operations", tag, operation.operationId], true);
    const wanted = `operations-${tag}-${operation.operationId}`;
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
      choose();
    });
  };
  new MutationObserver(later).observe(document.getElementById("console"), { childList: true, subtree: true });
  label();
  open();
  window.addEventListener("hashchange", () => (named() === opened ? open() : location.reload()));
})();
