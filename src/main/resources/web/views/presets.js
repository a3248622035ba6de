import { words } from '../format.js';
import { html } from '../lib.js';

/** The presets of this server to choose from, and what the chosen one says; what is set in the form wins over it. */
export function Presets({ presets, chosen, onChange }) {
  const preset = presets.find(({ name }) => name === chosen);
  const choose = event => onChange(event.target.value, presets.find(({ name }) => name === event.target.value)?.kind);
  return html`<div class="field"><label for="field-preset">Preset</label>
    <select id="field-preset" value=${chosen} aria-describedby="field-preset-help" onChange=${choose}><option value="">none</option>
      ${presets.map(({ name, kind }) => html`<option value=${name}>${name} (${words(kind)})</option>`)}</select>
    <p class="help" id="field-preset-help">${preset ? `${Object.entries(preset.options).map(([name, value]) => `${words(name)}: ${typeof value === 'object'
      ? JSON.stringify(value) : value}`).join(' · ')}. What you set below wins.` : 'Options with a name, from config/encoding.yaml'}</p></div>`;
}
