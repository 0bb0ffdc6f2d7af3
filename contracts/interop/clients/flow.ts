// What flows of hosts (contracts/hosts/<api>/interop.ts) work with in TypeScript, beside the tools.
// `Client` hides which generator wrote the client.

export type Values = Record<string, unknown>;

export interface Client {
  /** An operation by its name, with what it takes by the names on the wire; the answer as JSON. */
  call(operation: string, values: Values): Promise<any>;
  /** Send these in the query wherever the contract says so. */
  signIn(credentials: Record<string, string>): void;
  /** The arguments of an operation, as identifiers; undefined where there is no such operation. */
  takes(operation: string): Set<string> | undefined;
}

export interface Given {
  /** The names of what carries credentials, by the names of their schemes. */
  schemes: Record<string, string>;
  /** What is sent in headers. */
  headers: Record<string, string>;
}

const gif = (color: string) =>
  Uint8Array.from(
    `47494638396101000100800000${color}2c00000000010001000002024401003b`.match(/../g) ?? [],
    (pair) => parseInt(pair, 16),
  );

/** A picture of one pixel, and another one. */
export const PICTURE = new File([gif("ffffff000000")], "lake.gif", { type: "image/gif" });
export const OTHER = new File([gif("ff00000000ff")], "dawn.gif", { type: "image/gif" });

export function check(holds: boolean, what: string, seen: unknown = ""): void {
  if (!holds) throw new Error(`${what}: ${JSON.stringify(seen)}`);
}

export async function download(url: string): Promise<void> {
  const start = new Uint8Array(await (await fetch(url)).arrayBuffer()).subarray(0, 4);
  check(["GIF8", "\x89PNG"].includes(String.fromCharCode(...start)), url);
}

/** A name on the wire as an identifier: brackets and the like make no difference. */
export const identifier = (name: string) =>
  name.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_|_$/g, "");
