// Converts a document to a Postman collection and prints its requests as Postman would send them.
// Arguments: a document, and where the collection goes.
import { readFile, writeFile } from "node:fs/promises";
import converter from "openapi-to-postmanv2";

const data = await readFile(process.argv[2], "utf-8");
const options = {
  folderStrategy: "Tags",
  parametersResolution: "Example",
  enableOptionalParameters: false,
  alwaysInheritAuthentication: false,
};
const collection = await new Promise((resolve, reject) => {
  converter.convertV2({ type: "string", data }, options, (error, result) =>
    error || !result.result ? reject(error ?? new Error(result.reason)) : resolve(result.output[0].data),
  );
});
await writeFile(process.argv[3], JSON.stringify(collection, null, 1));

const variables = Object.fromEntries((collection.variable ?? []).map(({ key, value }) => [key, value]));
const filled = (text) => String(text).replace(/\{\{(\w+)\}\}/g, (hole, name) => variables[name] ?? hole);
const requests = [];
const visit = (items) => {
  for (const item of items) {
    if (item.item) visit(item.item);
    if (!item.request) continue;
    const { request } = item;
    const path = request.url.path.map((part) => {
      const variable = (request.url.variable ?? []).find(({ key }) => `:${key}` === part);
      return variable ? encodeURIComponent(variable.value) : part;
    });
    const own = Object.fromEntries((request.url.variable ?? []).map(({ key, value }) => [key, value]));
    const host = filled(request.url.host.join(".")).replace(/\{(\w+)\}|:(\w+)(?=\.)/g, (hole, a, b) => own[a ?? b] ?? hole);
    // Of two names for one thing, of which one must be sent, a person fills in the one that is offered.
    const said = ({ description }) => String(description?.content ?? description ?? "");
    const query = (request.url.query ?? []).filter(
      (each) => !each.disabled || /One of .* must be sent/.test(said(each)),
    );
    const auth = request.auth ?? {};
    const extra = (auth.apikey ?? []).reduce((all, { key, value }) => ({ ...all, [key]: value }), {});
    if (extra.in === "query") query.push({ key: extra.key, value: "a-key" });
    const headers = Object.fromEntries(
      (request.header ?? []).filter(({ disabled }) => !disabled).map(({ key, value }) => [key, value]),
    );
    if (auth.type === "oauth2" || auth.type === "bearer") headers.Authorization = "Bearer a-token";
    if (extra.in === "header") headers[extra.key] = extra.key === "Authorization" ? "Client-ID a-client" : "a-key";
    requests.push({
      operation: item.name,
      method: request.method,
      url: `${request.url.protocol ? `${request.url.protocol}://` : ""}${host}/${path.join("/")}`,
      query: query.map(({ key, value }) => [decodeURIComponent(key), decodeURIComponent(value ?? "")]),
      headers,
      body: request.body ?? null,
    });
  }
};
visit(collection.item);
console.log(JSON.stringify(requests));
