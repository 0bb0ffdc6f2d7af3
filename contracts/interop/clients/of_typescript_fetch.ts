// Uses a client that openapi-generator wrote in TypeScript. Arguments as of the other one.
import { type Client, type Given, type Values, identifier } from "./flow";

declare const process: { argv: string[] };
declare function require(path: string): any;

const [flow, made, base, text] = process.argv.slice(2);
const given: Given = JSON.parse(text);
const generated = require(made);
const keys: Record<string, string> = { ...given.headers };
const configuration = new generated.Configuration({
  basePath: base,
  apiKey: (name: string) => keys[name] ?? "",
});
const apis: any[] = Object.entries(generated)
  .filter(([name]) => name.endsWith("Api"))
  .map(([, kind]) => new (kind as any)(configuration));

/** A name as this generator writes it. */
const camel = (name: string) =>
  identifier(name).replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());

const holder = (operation: string) => apis.find((api) => `${camel(operation)}Raw` in api);

const using: Client = {
  async call(operation, values: Values) {
    const renamed = Object.entries(values).map(([name, value]) => [camel(name), value]);
    const api = holder(operation);
    const answer = await api[`${camel(operation)}Raw`](Object.fromEntries(renamed));
    const seen = await answer.raw.clone().json();
    await answer.value(); // its models must take the answer
    return seen;
  },
  signIn: (credentials) => void Object.assign(keys, credentials),
  takes(operation) {
    const api = holder(operation);
    if (!api) return undefined;
    const source: string = api[`${camel(operation)}RequestOpts`].toString();
    const found = [...source.matchAll(/requestParameters\['(\w+)'\]/g)].map(([, name]) => name);
    return new Set(found.map((name) => name.replace(/[A-Z]/g, (x) => `_${x.toLowerCase()}`)));
  },
};

void require(flow).flow(using);
