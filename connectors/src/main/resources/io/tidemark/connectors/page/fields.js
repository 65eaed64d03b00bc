// A labelled input that can say what is wrong with it, in the server's words.

import { el } from './dom.js';
import { plain } from './format.js';

let count = 0;

/** Builds a field. `names` are the fields of a problem document that are shown at it. */
export function field(label, input, names, hint = '') {
  const id = `field-${++count}`;
  input.id = id;
  input.setAttribute('aria-describedby', `${id}-hint ${id}-error`);
  const error = el('p', { class: 'field-error', id: `${id}-error`, hidden: true });
  const hintNode = el('p', { class: 'hint', id: `${id}-hint` }, hint);
  const node = el('div', { class: 'field' }, el('label', { for: id }, label), input, hintNode, error);
  return {
    node,
    input,
    names,
    hint: (words) => {
      hintNode.textContent = words;
    },
    fail(problem) {
      error.replaceChildren(el('b', {}, plain(problem.detail)), ' ', plain(problem.remedy ?? ''));
      error.hidden = false;
      input.setAttribute('aria-invalid', 'true');
    },
    clear() {
      error.hidden = true;
      input.removeAttribute('aria-invalid');
    },
  };
}

/** Shows a problem at the field it names, else in `elsewhere`. */
export function showProblem(problem, fields, elsewhere) {
  clearProblems(fields, elsewhere);
  const at = fields.find((each) => each.names.includes(problem.field));
  if (at) {
    at.fail(problem);
  } else {
    elsewhere.replaceChildren(el('b', {}, plain(problem.detail ?? String(problem))), ' ', plain(problem.remedy ?? ''));
    elsewhere.hidden = false;
  }
}

export function clearProblems(fields, elsewhere) {
  fields.forEach((each) => each.clear());
  elsewhere.hidden = true;
}

/** A whole number if it is one; else the text itself, so that the server can say what is wrong with it. */
export function number(input) {
  const value = input.value.trim();
  if (value === '') return undefined;
  return /^-?\d{1,15}$/.test(value) ? Number(value) : value;
}
