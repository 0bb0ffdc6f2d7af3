// Validates documents with @apidevtools/swagger-parser: every reference followed, every schema read.
// Arguments: files. Prints {file: fault or ""} as JSON.
import SwaggerParser from "@apidevtools/swagger-parser";

const found = {};
for (const file of process.argv.slice(2)) {
  try {
    await SwaggerParser.validate(file);
    found[file] = "";
  } catch (error) {
    found[file] = String(error.message).slice(0, 1000);
  }
}
console.log(JSON.stringify(found));
