// Validates XML documents against an XSD with xmllint. Arguments: the XSD, then documents.
// Prints {document: fault or ""} as JSON.
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { validateXML } from "xmllint-wasm";

const [xsd, ...documents] = process.argv.slice(2);
const schema = [{ fileName: basename(xsd), contents: await readFile(xsd, "utf-8") }];
const found = {};
for (const document of documents) {
  const xml = [{ fileName: basename(document), contents: await readFile(document) }];
  const { valid, errors } = await validateXML({ xml, schema });
  found[document] = valid ? "" : errors.map(({ message }) => message).join("; ");
}
console.log(JSON.stringify(found));
