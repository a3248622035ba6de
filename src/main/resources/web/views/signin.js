import { html, useEffect, useRef, useState } from '../lib.js';
import { ErrorNote } from '../ui.js';

/** Asks for the key. It goes into the session's storage of this tab, and into the header of requests, nowhere else. */
export function SignIn({ onKey, refusal }) {
  const [key, setKey] = useState('');
  const [error, setError] = useState(refusal);
  const [busy, setBusy] = useState(false);
  const field = useRef();
  useEffect(() => {
    document.title = 'Sign in – Dromedary';
    field.current.focus();
  }, []);

  const submit = async event => {
    event.preventDefault();
    const typed = key.trim();
    if (!/^[\x21-\x7e]+$/.test(typed)) {
      setError({ message: typed ? 'A key has no spaces, and only letters, digits and signs of ASCII: copy it once more.' : 'Type in your key.' });
      return;
    }
    setBusy(true);
    setError(null);
    try {
      await onKey(typed);
    } catch (failure) {
      setBusy(false);
      setError(failure);
      field.current.focus();
    }
  };

  return html`<main class="narrow sign-in">
    <h1><img src="/web/icon.svg" alt="" width="40" height="40" /> Dromedary</h1>
    <p class="muted">Media processing for object storage</p>
    <form onSubmit=${submit} class="card">
      <div class="field">
        <label for="key">API key</label>
        <input id="key" ref=${field} type="password" autocomplete="current-password" spellcheck=${false} value=${key}
          aria-describedby="key-help" aria-invalid=${error ? true : undefined} onInput=${event => setKey(event.target.value)} />
        <p class="help" id="key-help">The server printed one at its first start. Whoever makes keys can give you another.
          It stays in this tab until you close it.</p>
      </div>
      <${ErrorNote} error=${error} />
      <button class="main" disabled=${busy} aria-busy=${busy}>${busy ? 'Signing in …' : 'Sign in'}</button>
    </form>
    <p class="muted small"><a href="/docs">API reference</a> · <a href="/health">Health</a></p>
  </main>`;
}
