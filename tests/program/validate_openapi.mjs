// For test_openapi.py: is the document OpenAPI 3.1, and does each live answer fit its schema?
//   node validate_openapi.mjs FILE     FILE: { document, answers: [{ pointer, name, value }] }
// Prints one line a fault; nothing when all is well.
import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const { document, answers } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const verdict = await new Validator().validate(structuredClone(document));
if (!verdict.valid) console.log(`document: ${JSON.stringify(verdict.errors)}`);

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(document, "document");
for (const { pointer, name, value } of answers) {
  const check = ajv.getSchema(`document#${pointer}`);
  if (!check) console.log(`${name}: no schema at ${pointer}`);
  else if (!check(value)) console.log(`${name}: ${ajv.errorsText(check.errors)}`);
}
