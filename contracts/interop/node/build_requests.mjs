// Builds the requests that Swagger UI would send, with the builder inside it (swagger-client).
// Arguments: a document. Prints a list of {operation, method, url, headers, body} as JSON: each
// operation with its examples, once for each example and media type of its body.
import { readFile } from "node:fs/promises";
import SwaggerClient from "swagger-client";

const document = JSON.parse(await readFile(process.argv[2], "utf-8"));
const { spec, errors } = await SwaggerClient.resolve({ spec: document });
if (errors.length) throw new Error(JSON.stringify(errors));

const KEYS = { apiKey: "a-key", oauth2: { token: { access_token: "a-token" } } };
const schemes = spec.components.securitySchemes ?? {};
const authorized = Object.fromEntries(
  Object.entries(schemes).map(([name, scheme]) => [
    name,
    scheme.type === "apiKey" && /Client-ID/.test(scheme.description ?? "")
      ? "Client-ID a-client"
      : KEYS[scheme.type],
  ]),
);

const examplesOf = (holder) => {
  if (holder.examples) return Object.values(holder.examples).map((example) => example.value);
  return [holder.example];
};

const requests = [];
for (const item of Object.values(spec.paths)) {
  for (const [method, operation] of Object.entries(item)) {
    if (!operation || typeof operation !== "object" || !operation.operationId) continue;
    const bodies = Object.entries(operation.requestBody?.content ?? { "": {} });
    for (const [kind, media] of bodies) {
      for (const example of kind ? examplesOf(media) : [undefined]) {
        // What a person fills in: what must be, and the credentials.
        const given = { ...example };
        for (const [name, member] of Object.entries(media.schema?.properties ?? {})) {
          const file = () => new File(["GIF89a"], "lake.gif");
          if (!(name in given)) continue;
          if (member.format === "binary") given[name] = file();
          if (member.items?.format === "binary") given[name] = given[name].map(file);
        }
        const parameters = {};
        for (const parameter of operation.parameters ?? []) {
          // Of two names for one thing, of which one must be sent, this is the one that is offered.
          const needed = parameter.required || /One of .* must be sent/.test(parameter.description);
          if (needed) parameters[parameter.name] = examplesOf(parameter)[0];
        }
        const [alternative] = operation.security ?? [];
        const request = SwaggerClient.buildRequest({
          spec,
          operationId: operation.operationId,
          parameters,
          requestBody: kind ? given : undefined,
          requestContentType: kind || undefined,
          securities: {
            authorized: Object.fromEntries(
              Object.keys(alternative ?? {}).map((name) => [
                name,
                typeof authorized[name] === "string" ? { value: authorized[name] } : authorized[name],
              ]),
            ),
          },
          server: operation.servers?.[0]?.url ?? spec.servers[0].url,
          serverVariables: Object.fromEntries(
            Object.entries((operation.servers ?? spec.servers)[0].variables ?? {}).map(
              ([name, variable]) => [name, variable.default],
            ),
          ),
        });
        const sent = new Request(request.url, {
          method: request.method,
          headers: Object.fromEntries(
            Object.entries(request.headers).filter(
              ([name]) => !(name === "Content-Type" && /multipart/.test(request.headers[name])),
            ),
          ),
          body: request.body,
        });
        requests.push({
          operation: operation.operationId,
          method: request.method,
          url: request.url,
          headers: Object.fromEntries(sent.headers),
          body: Buffer.from(await sent.arrayBuffer()).toString("base64"),
        });
      }
    }
  }
}
console.log(JSON.stringify(requests));
