// Uses openapi-fetch with the types that openapi-typescript wrote.
// Arguments: the module of a flow, the module of the client, the base URL, JSON.
import { type Client, type Given, type Values, identifier } from "./flow";

declare const process: { argv: string[] };
declare function require(path: string): any;

/** An operation as the contract has it: method, path, what goes where. */
interface Operation {
  method: string;
  path: string;
  places: Record<string, string>;
  bodies: Record<string, string[]>;
}

const FORM = "application/x-www-form-urlencoded";
const [flow, made, base, text] = process.argv.slice(2);
const given: Given = JSON.parse(text);
const { client: create, operations } = require(made);
const client = create(base, given.headers);
let signedIn: Record<string, string> = {};

const listed = (value: unknown): any[] => (Array.isArray(value) ? value : [value]);

function bodyOf(operation: Operation, values: Values): { kind: string; body: Values } | undefined {
  const kinds = Object.keys(operation.bodies);
  if (!kinds.length) return undefined;
  const hasFile = Object.values(values).some((value) => listed(value)[0] instanceof File);
  const kind = hasFile || !kinds.includes(FORM) ? "multipart/form-data" : FORM;
  const members = Object.entries(values).filter(([name]) => operation.bodies[kind].includes(name));
  return { kind, body: Object.fromEntries(members) };
}

/** The serializers that the manual of openapi-fetch shows for forms. */
const serializers: Record<string, (body: Values) => FormData | URLSearchParams> = {
  "multipart/form-data": (body) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(body))
      for (const each of listed(value)) form.append(name, each);
    return form;
  },
  [FORM]: (body) =>
    new URLSearchParams(
      Object.entries(body).flatMap(([name, value]) => listed(value).map((each) => [name, each])),
    ),
};

const using: Client = {
  async call(name, values) {
    const operation: Operation = operations[name];
    const params: { path: Values; query: Values } = { path: {}, query: {} };
    for (const [key, place] of Object.entries(operation.places)) {
      const value = values[key] ?? (place === "query" ? signedIn[key] : undefined);
      if (value !== undefined) params[place as "path" | "query"][key] = value;
    }
    const sent = bodyOf(operation, values);
    const { data, error, response } = await client[operation.method](operation.path, {
      params,
      ...(sent && {
        body: sent.body,
        bodySerializer: serializers[sent.kind],
        ...(sent.kind === FORM && { headers: { "Content-Type": FORM } }),
      }),
    });
    if (!response.ok) throw new Error(`${name}: ${response.status} ${JSON.stringify(error)}`);
    return data;
  },
  signIn: (credentials) => void (signedIn = credentials),
  takes(name) {
    const operation: Operation | undefined = operations[name];
    if (!operation) return undefined;
    const keys = new Set(Object.values(given.schemes));
    const names = [...Object.keys(operation.places), ...Object.values(operation.bodies).flat()];
    return new Set(names.filter((each) => !keys.has(each)).map(identifier));
  },
};

void require(flow).flow(using);
