// The form that offers hours again that one holds.

import { api, clientOrderId } from './api.js';
import { byId, el } from './dom.js';
import { clearProblems, field, number, showProblem } from './fields.js';
import { hourNumber, hourWords, plural } from './format.js';
import { store } from './store.js';

let pending = null;

const start = field('First hour (UTC)', el('select'), ['start', 'symbol', 'pool', 'window']);
const hours = field('Hours in a row', el('input', { type: 'number', min: 1, max: 168, value: 1, inputmode: 'numeric' }), ['hours']);
const lots = field('Lots', el('input', { type: 'number', min: 1, value: 1, inputmode: 'numeric' }), ['lots']);
const limit = field('At least, USD per GPU-hour', el('input', { inputmode: 'decimal', autocomplete: 'off' }), ['limitPricePerGpuHour']);
const fields = [start, hours, lots, limit];
const says = el('p', { class: 'form-error', role: 'alert', hidden: true });
const done = el('p', { class: 'form-done', role: 'status', hidden: true });
const button = el('button', { type: 'submit', class: 'small' }, 'Offer for sale');
const form = el('form', { novalidate: true, id: 'sell-form', onsubmit: submit },
  start.node, el('div', { class: 'pair' }, hours.node, lots.node), limit.node, says, button, done);
const fold = el('details', { class: 'access', id: 'sell' }, el('summary', {}, 'Sell hours that you hold'), form);

/** What still trades and is not offered yet, by pool and hour. */
function titles() {
  return (store.account?.wallets ?? []).flatMap(({ pool, titles: held }) => held
    .map((title) => ({ pool, hour: title.hour, left: title.lots - title.offeredLots }))
    .filter(({ hour, left }) => left > 0 && hourNumber(hour) >= hourNumber(store.pools.get(pool)?.firstOpenHour ?? hour)));
}

function show() {
  const held = titles();
  fold.hidden = !store.account?.scopes.includes('trade') || (held.length === 0 && done.hidden);
  button.disabled = held.length === 0 || button.hasAttribute('data-busy');
  const wanted = held.map(({ pool, hour, left }) => ({ value: `${pool} ${hour}`, words: `${pool}, ${hourWords(hour)}: ${plural(left, 'lot')}` }));
  const look = JSON.stringify(wanted);
  if (start.input.look === look) return;
  const chosen = start.input.value;
  start.input.look = look;
  start.input.replaceChildren(...wanted.map(({ value, words }) => el('option', { value }, words)));
  if (wanted.some(({ value }) => value === chosen)) start.input.value = chosen;
}

/** Enters it once: until the server has said yes or no, pressing again repeats the same order. */
async function submit(event) {
  event.preventDefault();
  if (button.disabled) return;
  const [pool, first] = start.input.value.split(' ');
  const entry = {
    pool, start: first, hours: number(hours.input), side: 'SELL', lots: number(lots.input),
    limitPricePerGpuHour: limit.input.value.trim() || undefined,
  };
  const look = JSON.stringify(entry);
  if (pending?.look !== look) pending = { look, id: clientOrderId() };
  button.setAttribute('data-busy', '');
  button.disabled = true;
  done.hidden = true;
  try {
    const order = await api.enterOrder({ ...entry, clientOrderId: pending.id });
    pending = null;
    clearProblems(fields, says);
    done.textContent = `${order.orderId}: ${order.status === 'FILLED' ? 'sold' : 'offered'}.`;
    done.hidden = false;
    store.dispatchEvent(new Event('entered'));
  } catch (problem) {
    if (problem.status >= 400 && problem.status < 500) pending = null;
    showProblem(problem, fields, says);
  } finally {
    button.removeAttribute('data-busy');
    show();
  }
}

export function startSell() {
  byId('leases').append(fold);
  form.addEventListener('input', () => {
    done.hidden = true;
  });
  store.on('account', show);
  store.on('pools', show);
}
