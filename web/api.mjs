/** Writes the client's types from the OpenAPI document; with `--check` says whether those that are there are the same. */
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const DOCUMENT = new URL("../docs/reference/openapi.json", import.meta.url);
const TYPES = new URL("./src/shared/api/schema.d.ts", import.meta.url);
const HEAD = "/** Written by `make docs` from docs/reference/openapi.json; edit the endpoints. */\n\n";

const written = HEAD + astToString(await openapiTS(DOCUMENT));
if (!process.argv.includes("--check")) {
  writeFileSync(TYPES, written);
} else if (readFileSync(TYPES, "utf8") !== written) {
  console.error("web/src/shared/api/schema.d.ts is not what the OpenAPI document says: run `make docs`");
  process.exit(1);
}
