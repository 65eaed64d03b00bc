// Making elements. Text is only ever set as text: nothing in this page parses a string as HTML.

const SVG = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

/** An element: `el('p', {class: 'help'}, 'text', child)`. */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** As `el`, for drawings. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Changes the text of a node only when it differs, so that screen readers and selections are left in peace. */
export function text(node, words) {
  if (node.textContent !== words) node.textContent = words;
}

export const byId = (id) => document.getElementById(id);

/**
 * Shows a list: an item that did not change keeps its element, and with it focus, selection and what is unfolded.
 * `key` names an item, `make` builds its element.
 */
export function list(container, items, key, make) {
  const old = new Map([...container.children].map((child) => [child.dataset.key, child]));
  const nodes = items.map((item) => {
    const name = key(item);
    const look = JSON.stringify(item);
    const before = old.get(name);
    if (before && before.look === look) return before;
    const node = make(item);
    node.dataset.key = name;
    node.look = look;
    if (before) keepOpen(before, node);
    return node;
  });
  if (nodes.length === container.children.length && nodes.every((node, i) => node === container.children[i])) return;
  const focused = container.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined;
  container.replaceChildren(...nodes);
  if (focused) [...container.querySelectorAll('[data-focus]')].find((node) => node.dataset.focus === focused)?.focus();
}

function keepOpen(before, after) {
  const open = [...before.querySelectorAll('details')].map((details) => details.open);
  after.querySelectorAll('details').forEach((details, i) => {
    details.open = open[i] ?? false;
  });
}

/** Calls `work` soon, and once for many calls; at most every `millis`. */
export function soon(work, millis) {
  let timer;
  let last = 0;
  return () => {
    if (timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      last = performance.now();
      work();
    }, Math.max(0, last + millis - performance.now()));
  };
}
