// Dark or light: as the system has it, until somebody presses the button.

import { byId } from './dom.js';

const KEY = 'tidemark.theme';
const system = matchMedia('(prefers-color-scheme: light)');

function current() {
  return localStorage.getItem(KEY) ?? (system.matches ? 'light' : 'dark');
}

function show() {
  document.documentElement.dataset.theme = current();
  byId('theme').textContent = current() === 'dark' ? '☀' : '☾';
}

export function startTheme() {
  show();
  system.addEventListener('change', show);
  byId('theme').addEventListener('click', () => {
    localStorage.setItem(KEY, current() === 'dark' ? 'light' : 'dark');
    show();
  });
}
