// The same job for people who go on in their own programs.

const COMMANDS = { adaptive_video: 'adaptive' };

/** What a request for this job has in its body: what was asked for, without what the server found out. */
export function order(job) {
  const body = job.inputs ? { inputs: job.inputs } : { input: job.input };
  if (job.outputs) {
    body.outputs = job.outputs.map(part => ({ kind: part.kind, ...given('options', part.options), ...bucket(part) }));
  } else {
    Object.assign(body, { kind: job.kind, ...job.preset ? { preset: job.preset } : {}, ...given('options', job.options), ...bucket(job) });
  }
  Object.assign(body, given('output_headers', job.output_headers), given('metadata', job.metadata));
  if (job.webhook) {
    body.webhook_url = job.webhook.url;
  }
  if (job.priority !== undefined && job.priority !== 4) {
    body.priority = job.priority;
  }
  return body;
}

function given(name, object) {
  return Object.keys(object ?? {}).length > 0 ? { [name]: object } : {};
}

/** A result on the CDN is where it is by default. */
function bucket(made) {
  return made.output_target ? { output: made.output_target } : {};
}

export function snippets(body, server = location.origin) {
  const json = JSON.stringify(body, null, 2);
  return {
    curl: `curl -X POST ${shell(`${server}/jobs`)} \\\n  -H "Authorization: Bearer $ITTYBIT_API_KEY" \\\n`
      + `  -H "Content-Type: application/json" \\\n  -d ${shell(json)}`,
    'Command line': commandLine(body, server),
    JavaScript: `const response = await fetch(${JSON.stringify(`${server}/jobs`)}, {
  method: 'POST',
  headers: {
    Authorization: \`Bearer \${process.env.ITTYBIT_API_KEY}\`,
    'Content-Type': 'application/json',
  },
  body: JSON.stringify(${indented(json, '  ')}),
});
const job = await response.json();`,
    Python: `import os
import requests

response = requests.post(
    ${JSON.stringify(`${server}/jobs`)},
    headers={"Authorization": f"Bearer {os.environ['ITTYBIT_API_KEY']}"},
    json=${indented(python(body), '    ')},
)
job = response.json()`,
  };
}

/** By flags where there are flags for all of it, otherwise as JSON. */
function commandLine(body, server) {
  const begin = `ITTYBIT_API_URL=${shell(server)} ittybit`;
  if (!body.kind || body.inputs || body.options?.encryption) {
    return `${begin} jobs create \\\n  --body ${shell(JSON.stringify(body, null, 2))}`;
  }
  const { input, kind, options = {}, output, ...others } = body;
  const words = [`${begin} ${COMMANDS[kind] ?? kind}`, `-i ${shell(input)}`,
    ...Object.entries({ ...options, ...others }).map(([name, value]) => flag(name.replace(/connection_id$/, 'connection'), value))];
  if (output) {
    words.push(`-o ${shell(output)}`);
  }
  return words.join(' \\\n  ');
}

function flag(name, value) {
  const word = `--${name.replaceAll('_', '-')}`;
  if (typeof value === 'boolean') {
    return value ? word : `${word}=false`;
  }
  const isList = Array.isArray(value) && value.every(one => typeof one !== 'object');
  const text = isList ? value.join(',') : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return `${word}${text.startsWith('-') ? '=' : ' '}${shell(text)}`;
}

/** A word for a POSIX shell. */
export function shell(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function python(value, indent = '') {
  if (value === null || typeof value === 'boolean') {
    return { null: 'None', true: 'True', false: 'False' }[String(value)];
  }
  if (typeof value !== 'object') {
    return JSON.stringify(value);
  }
  const inner = `${indent}    `;
  const parts = Array.isArray(value) ? value.map(one => python(one, inner))
    : Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${python(one, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return parts.length === 0 ? open + close : `${open}\n${parts.map(part => inner + part).join(',\n')},\n${indent}${close}`;
}

function indented(lines, by) {
  return lines.replaceAll('\n', `\n${by}`);
}
