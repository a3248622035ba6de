// The page: who is signed in, which view the address names, and whether the server answers.
import { Api } from './api.js';
import { Contract } from './contract.js';
import { html, render, useCallback, useEffect, useMemo, useRef, useState } from './lib.js';
import { STORED, usePlace } from './place.js';
import { Announcements, ErrorNote, Loading, Session } from './ui.js';
import { Connections } from './views/connections.js';
import { JobView } from './views/job.js';
import { Jobs } from './views/jobs.js';
import { Keys } from './views/keys.js';
import { SignIn } from './views/signin.js';
import { System } from './views/system.js';
import { Try } from './views/try.js';
import { Watches } from './views/watches.js';

const SCOPES = ['read', 'write', 'admin', 'operator'];

/** The views, in the order of the menu; a view is shown where this server has it and the key may use it. */
const VIEWS = [
  { path: 'jobs', title: 'Jobs', view: Jobs },
  { path: 'try', title: 'New job', view: Try, scope: 'write' },
  { path: 'connections', title: 'Connections', view: Connections },
  { path: 'watches', title: 'Watches', view: Watches, needs: ['get', '/watches'] },
  { path: 'keys', title: 'Keys', view: Keys, scope: 'admin' },
  { path: 'system', title: 'System', view: System },
];

/** '#/jobs/job_1?status=failed' -> { path: 'jobs', id: 'job_1', query }. */
function place() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const [view, id] = path.split('/').map(part => decodeURIComponent(part));
  return { path: view || 'jobs', id, query: new URLSearchParams(query) };
}

function Page() {
  const [key, setKey] = useState(() => sessionStorage.getItem(STORED));
  const [own, setOwn] = useState(null);
  const [contract, setContract] = useState(null);
  const [refusal, setRefusal] = useState(null);

  const signOut = useCallback(why => {
    sessionStorage.removeItem(STORED);
    setKey(null);
    setOwn(null);
    setRefusal(why ?? null);
  }, []);
  const api = useMemo(() => key && new Api(key, signOut), [key]);

  const signIn = async typed => {
    const first = new Api(typed);
    const known = await first.get('/key');
    sessionStorage.setItem(STORED, typed);
    setRefusal(null);
    setOwn(known);
    setKey(typed);
  };

  // The server may be away when the page is loaded: it is asked until it answers.
  useEffect(() => asked(() => Contract.load(), setContract), []);
  useEffect(() => api && !own ? asked(() => api.get('/key'), setOwn) : undefined, [api, own]);

  if (!key) {
    return html`<${SignIn} onKey=${signIn} refusal=${refusal} />`;
  }
  if (!own || !contract) {
    return html`<main class="narrow"><${Loading} what="Asking the server" /></main>`;
  }
  return html`<${Signed} api=${api} contract=${contract} own=${own} onSignOut=${() => signOut()} />`;
}

/** Asks until there is an answer; returns how to stop. A refusal is dealt with by who sends the request. */
function asked(ask, onAnswer) {
  let timer;
  let stopped = false;
  const attempt = async () => {
    try {
      const answer = await ask();
      if (!stopped) {
        onAnswer(answer);
      }
    } catch (error) {
      if (!stopped && error.status !== 401) {
        timer = setTimeout(attempt, 2000);
      }
    }
  };
  attempt();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

function Signed({ api, contract, own, onSignOut }) {
  const now = usePlace(place);
  const main = useRef();
  const session = useMemo(() => ({
    api, contract, own, can: scope => SCOPES.indexOf(own.scope) >= SCOPES.indexOf(scope),
  }), [api, contract, own]);
  const views = VIEWS.filter(view => session.can(view.scope ?? 'read') && (!view.needs || contract.offers(...view.needs)));
  const current = views.find(view => view.path === now.path);
  const title = now.path === 'jobs' && now.id ? `Job ${now.id}` : current?.title ?? 'Not here';

  useEffect(() => {
    document.title = `${title} – Dromedary`;
    scrollTo(0, 0);
  }, [title]);

  const skip = event => {
    event.preventDefault();
    main.current.focus();
  };
  return html`<${Session.Provider} value=${session}>
    <a class="skip" href="#main" onClick=${skip}>Skip to content</a>
    <header class="top">
      <a class="brand" href="#/jobs"><img src="/web/icon.svg" alt="" width="28" height="28" /> Dromedary</a>
      <nav aria-label="Views">${views.map(({ path, title: name }) => html`<a href=${`#/${path}`}
        aria-current=${path === now.path ? 'page' : undefined}>${name}</a>`)}<a href="/docs">API</a></nav>
      <div class="who"><span title="The project and the scope of your key">${own.project} · ${own.scope}</span>
        <button type="button" class="quiet" onClick=${onSignOut}>Sign out</button></div>
    </header>
    <${Outage} api=${api} />
    <main id="main" ref=${main} tabindex="-1">
      ${now.path === 'jobs' && now.id ? html`<${JobView} key=${now.id} id=${now.id} />`
        : current ? html`<${current.view} key=${current.path} query=${now.query} />`
        : html`<h1>Not here</h1><${ErrorNote} error="There is no such view, or your key may not use it. The menu lists what there is." />`}
    </main>
    <footer><span>Dromedary ${contract.version}</span> <a href="/docs">API reference</a></footer>
    <${Announcements} />
  <//>`;
}

function Outage({ api }) {
  const [online, setOnline] = useState(api.online);
  useEffect(() => {
    setOnline(api.online);
    return api.onChange(setOnline);
  }, [api]);
  // A refusal of everything may be all that this page would see of a server that is away: it asks itself.
  useEffect(() => {
    const timer = online ? undefined : setInterval(() => api.get('/key').catch(() => {}), 2000);
    return () => clearInterval(timer);
  }, [online, api]);
  return html`<div role="status" aria-live="polite">${!online && html`<p class="outage">The server does not answer. What you see may be out of date;
    this page goes on as soon as it is back.</p>`}</div>`;
}

render(html`<${Page} />`, document.getElementById('app'));
