// Preact with templates instead of JSX: everything that is shown goes through its escaping.
import { Component, Fragment, createContext, h, render } from './vendor/preact.js';
import htm from './vendor/htm.js';

export { useCallback, useContext, useEffect, useMemo, useRef, useState } from './vendor/hooks.js';
export { Component, Fragment, createContext, h, render };
export const html = htm.bind(h);
