import { html, useState } from '../lib.js';
import { order, shell } from '../snippets.js';
import { Code, ErrorNote, Loading, useSession } from '../ui.js';

/** The commands of a dry run, as a shell would take them. */
export function commandLines(plan) {
  return plan.tasks.flatMap(task => (task.commands ?? []).map(command => command.map(shell).join(' ')));
}

/** The commands of a job. The server keeps none: a dry run of the same order says what they are, once somebody asks. */
export function Commands({ job }) {
  const { api, can } = useSession();
  const [plan, setPlan] = useState(null);
  const [error, setError] = useState(null);
  if (!can('write')) {
    return null;
  }
  const ask = event => {
    if (event.target.open && !plan) {
      setError(null);
      api.post('/jobs?dry_run=true', order(job)).then(setPlan, setError);
    }
  };
  const lines = plan ? commandLines(plan) : [];
  return html`<details onToggle=${ask}><summary>Commands</summary>
    <p class="muted small">What runs for this order with the server as it is now, by a dry run.</p>
    <${ErrorNote} error=${error ?? plan?.error} />
    ${!plan ? !error && html`<${Loading} what="Looking at the input" />`
      : lines.length > 0 ? html`<${Code} text=${lines.join('\n\n')} label="the commands" />` : html`<p>No command runs for it.</p>`}</details>`;
}
