// Writes a TypeScript client's types for every document of a folder; a warning is a failure.
import fs from "node:fs";
import path from "node:path";
import openapiTS, { astToString } from "openapi-typescript";

const [documents, clients] = process.argv.slice(2);
let warnings = [];
for (const method of ["warn", "error"]) console[method] = (...words) => warnings.push(words.join(" "));

let failed = 0;
const files = fs.readdirSync(documents).filter((file) => file.endsWith(".json"));
for (const file of files) {
  warnings = [];
  try {
    const types = await openapiTS(JSON.parse(fs.readFileSync(path.join(documents, file), "utf8")), { silent: false });
    fs.writeFileSync(path.join(clients, file.replace(/json$/, "ts")), astToString(types));
  } catch (error) {
    warnings.push(String(error));
  }
  if (warnings.length > 0) {
    failed += 1;
    process.stderr.write(`${file}: ${warnings.join("\n    ")}\n`);
  }
}
process.stdout.write(`TypeScript: ${files.length - failed} of ${files.length} documents without warning\n`);
process.exit(failed === 0 ? 0 : 1);
