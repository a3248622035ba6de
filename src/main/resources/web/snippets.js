// The same job for people who go on in their own programs.

const COMMANDS = { adaptive_video: 'adaptive' };

/** What a request for this job has in its body: what was asked for, without what the server found out. */
export function order(job) {
  const body = { input: job.input, kind: job.kind };
  if (job.preset) {
    body.preset = job.preset;
  }
  if (Object.keys(job.options ?? {}).length > 0) {
    body.options = job.options;
  }
  if (job.output?.startsWith('s3://')) {
    body.output = job.output;
  }
  if (job.metadata) {
    body.metadata = job.metadata;
  }
  if (job.webhook) {
    body.webhook_url = job.webhook.url;
  }
  if (job.priority !== undefined && job.priority !== 4) {
    body.priority = job.priority;
  }
  return body;
}

export function snippets(body, server = location.origin) {
  const json = JSON.stringify(body, null, 2);
  return {
    curl: `curl -X POST ${shell(`${server}/jobs`)} \\\n  -H "Authorization: Bearer $ITTYBIT_API_KEY" \\\n`
      + `  -H "Content-Type: application/json" \\\n  -d ${shell(json)}`,
    'Command line': commandLine(body),
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

function commandLine(body) {
  const words = [`ittybit ${COMMANDS[body.kind] ?? body.kind}`, `-i ${shell(body.input)}`];
  const flag = (name, value) => words.push(`--${name.replaceAll('_', '-')}${value === true ? '' : ` ${shell(text(value))}`}`);
  for (const [name, value] of Object.entries(body.options ?? {})) {
    flag(name === 'connection_id' ? 'connection' : name === 'output_connection_id' ? 'output_connection' : name, value);
  }
  for (const name of ['preset', 'metadata', 'priority', 'webhook_url']) {
    if (body[name] !== undefined) {
      flag(name, body[name]);
    }
  }
  if (body.output) {
    words.push(`-o ${shell(body.output)}`);
  }
  return words.join(' \\\n  ');
}

function text(value) {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
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
