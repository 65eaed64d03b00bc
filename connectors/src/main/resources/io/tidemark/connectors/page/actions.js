// Buttons that do something to an order or a lease, and say so beside them if it is refused.

import { Problem } from './api.js';
import { el } from './dom.js';
import { store } from './store.js';

/**
 * A button that runs something once. With `really` it asks first: the second press counts, until the person looks elsewhere.
 * `focus` names it, so that it keeps the focus when its row is drawn anew.
 */
export function action({ words, really, label, focus, look = 'small', run }) {
  let isArmed = !really;
  const says = el('span', { class: 'row-error', role: 'alert' });
  const button = el('button', {
    type: 'button', class: look, 'data-focus': focus, 'aria-label': label,
    onblur: () => {
      if (!really) return;
      isArmed = false;
      button.textContent = words;
    },
    onclick: async () => {
      if (!isArmed) {
        isArmed = true;
        button.textContent = really;
        button.removeAttribute('aria-label');
        return;
      }
      button.disabled = true;
      says.textContent = '';
      try {
        await run();
        store.dispatchEvent(new Event('entered'));
      } catch (problem) {
        says.textContent = problem instanceof Problem ? `${problem.detail} ${problem.remedy}` : String(problem);
        button.disabled = false;
      }
    },
  }, words);
  return el('span', { class: 'row-action' }, button, says);
}
