// The tape: who traded does not matter, what and at which price does.

import { byId, el } from './dom.js';
import { hourWords, timeOfDay } from './format.js';
import { store } from './store.js';

const ROWS = 30;

function row(trade) {
  return el('tr', {},
    el('td', {}, trade.marketTime ? timeOfDay(trade.marketTime) : ''),
    el('td', { class: trade.kind === 'CALL' ? 'trade-call' : null, title: trade.kind.toLowerCase() }, `${hourWords(trade.start)}${trade.hours > 1 ? ` +${trade.hours} h` : ''}`),
    el('td', {}, String(trade.lots)),
    el('td', {}, trade.pricePerGpuHour ?? ''));
}

function show() {
  const trades = store.trades.filter((trade) => trade.pool === store.view.pool).slice(-ROWS).reverse();
  byId('trades').replaceChildren(trades.length === 0
    ? el('p', { class: 'empty' }, 'None since you opened the page.')
    : el('table', {},
      el('thead', {}, el('tr', {}, ['at', 'from', 'lots', 'USD'].map((head) => el('th', { scope: 'col' }, head)))),
      el('tbody', {}, trades.map(row))));
}

export function startTrades() {
  store.on('trades view', show);
}
