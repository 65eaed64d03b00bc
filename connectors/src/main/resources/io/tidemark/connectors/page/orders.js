// My orders and spot bids: how they stand, why they are not filled, and what would help.

import { action } from './actions.js';
import { api } from './api.js';
import { byId, el, list, text } from './dom.js';
import { costs, exact, hourWords, micros, plain, plural, timeOfDay, windowWords } from './format.js';
import { store } from './store.js';

const STATUS = {
  OPEN: 'open', FILLED: 'filled', CANCELLED: 'cancelled', NOT_FILLED_AT_ONCE: 'not filled at once', GATE: 'ended at the gate',
  EXPIRED: 'its time was up', OUTSIDE_BAND: 'dropped at the price band', SELF_MATCH: 'met your own order', WITHDRAWN: 'withdrawn', UNFUNDED: 'not enough money',
};

function remedy(order, why) {
  if (why.code === 'TOO_LOW_A_LIMIT') {
    const better = why.limitForAllPerGpuHour ?? why.leastLimitPerGpuHour;
    return action({
      words: `Raise the limit to ${better}.`, really: `Really pay up to ${better}? Press again.`, look: 'link',
      focus: `raise ${order.orderId}`, run: () => api.replaceOrder(order.orderId, { limitPricePerGpuHour: better }),
    });
  }
  const words = {
    PHASE_HOLDS: 'Nothing to do: wait for the call to end.',
    TOO_FEW_LOTS: why.hour ? `Ask for fewer lots, or for hours without ${hourWords(why.hour)}; it waits for somebody to sell.` : 'Ask for fewer lots.',
    SPOT_PRICE_ABOVE: `Bid at least ${why.leastLimitPerGpuHour}, or wait: spot is priced anew every hour.`,
    RESERVE_ABOVE: why.leastLimitPerGpuHour ? `Bid at least ${why.leastLimitPerGpuHour} before the next auction, or ask for fewer lots.` : 'Ask for fewer lots.',
    NO_IDLE_LOTS: 'Ask for fewer lots, or wait for the auction of the next hour.',
  }[why.code];
  return words ? el('span', {}, words) : null;
}

function whyNot(order, why) {
  return why ? el('p', { class: 'why' }, el('span', { class: 'why-mark', 'aria-hidden': 'true' }, '→'), el('span', { class: 'why-sentence' }, plain(why.sentence)), ' ', remedy(order, why)) : null;
}

function cancelButton(id, words, cancel) {
  return action({ words, label: `${words} ${id}`, focus: `cancel ${id}`, run: () => cancel(id) });
}

function fills(order) {
  if (!order.fills?.length) return null;
  return el('details', {}, el('summary', {}, plural(order.fills.length, 'fill')),
    el('table', { class: 'fills' },
      el('thead', {}, el('tr', {}, ['trade', 'at', 'window', 'lots', 'average', 'paid', 'fee'].map((head) => el('th', { scope: 'col' }, head)))),
      el('tbody', {}, order.fills.map((fill) => el('tr', {},
        el('td', {}, `#${fill.tradeId}`), el('td', {}, fill.at ? timeOfDay(fill.at) : ''), el('td', {}, windowWords(fill.hour, fill.hours)),
        el('td', {}, String(fill.lots)), el('td', {}, fill.averagePricePerGpuHour ?? ''), el('td', {}, exact(micros(fill.totalUsd))), el('td', {}, exact(micros(fill.feeUsd))))))));
}

function row({ id, clientOrderId, what, status, progress, done, money, why, action, more, order }) {
  const bar = el('i', { class: 'progress', 'aria-hidden': 'true' }, el('i'));
  bar.firstChild.style.width = `${Math.round(done * 100)}%`;
  return el('article', { class: 'row', 'data-status': status, 'data-order': id, 'aria-label': id },
    el('div', { class: 'row-main' },
      el('div', { class: 'row-what' }, el('b', {}, what), el('span', { class: 'muted row-id' }, `${id} · ${clientOrderId}`)),
      el('div', { class: 'row-progress' }, bar, el('span', {}, progress)),
      el('div', { class: 'row-money' }, money),
      el('div', { class: 'row-status' }, el('span', { class: 'badge', 'data-status': status }, STATUS[status] ?? status)),
      action ?? el('span', { class: 'row-action' })),
    whyNot(order, why), more);
}

function firmRow(order) {
  const bought = order.side === 'BUY';
  const wanted = bought ? order.lots : order.lots * order.hours;
  const got = (bought ? order.filledLots : order.soldLotHours) ?? 0;
  const isOpen = order.status === 'OPEN';
  const traded = got > 0 ? `${order.averagePricePerGpuHour} avg · ${costs(micros(order.tradedUsd) + (bought ? micros(order.feeUsd) : 0n))} USD` : `holds ${costs(micros(order.heldUsd))} USD`;
  return row({
    id: order.orderId, clientOrderId: order.clientOrderId, order, status: order.status,
    what: `${bought ? '' : 'Sell '}${windowWords(order.start, order.hours)}`,
    progress: `${got} of ${plural(wanted, bought ? 'lot' : 'lot-hour')} at ${order.limitPricePerGpuHour}${order.allOrNone ? ', all or none' : ''}`,
    done: got / wanted, money: isOpen || got > 0 ? traded : '', why: order.whyNotFilled,
    action: isOpen ? cancelButton(order.orderId, 'Cancel', api.cancelOrder) : null, more: fills(order),
  });
}

function spotRow(bid) {
  return row({
    id: bid.spotBidId, clientOrderId: bid.clientOrderId, order: bid, status: bid.status, what: `Spot, from ${bid.enteredAt ? timeOfDay(bid.enteredAt) : 'now'}`,
    progress: `${bid.runningLots} of ${plural(bid.lots, 'lot')} running, at most ${bid.maxPricePerGpuHour}${bid.gang ? ', gang' : ''}`,
    done: bid.runningLots / bid.lots, why: bid.whyNotRunning,
    money: bid.lease ? `${bid.lease.pricePerGpuHour} now · ${costs(micros(bid.paidUsd))} USD paid` : `${costs(micros(bid.paidUsd))} USD paid`,
    action: bid.status === 'OPEN' ? cancelButton(bid.spotBidId, 'End', api.cancelSpotBid) : null,
  });
}

function show() {
  if (!store.account) {
    text(byId('orders-count'), '');
    byId('orders').replaceChildren(el('p', { class: 'empty' }, 'Sign in with an API key to see and enter orders. Prices are public. The demo prints a key when it starts.'));
    return;
  }
  const both = [...store.orders, ...store.spotBids].sort((a, b) => rank(b) - rank(a) || (a.enteredAt < b.enteredAt ? 1 : -1));
  const open = both.filter((each) => each.status === 'OPEN').length;
  text(byId('orders-count'), both.length ? `${open} open, ${both.length - open} ended` : '');
  if (!both.length) {
    byId('orders').replaceChildren(el('p', { class: 'empty' }, 'No orders yet. Choose an hour above and bid.'));
    return;
  }
  list(byId('orders'), both, (each) => each.orderId ?? each.spotBidId, (each) => (each.orderId ? firmRow(each) : spotRow(each)));
}

/** What is open comes first. */
const rank = (order) => (order.status === 'OPEN' ? 1 : 0);

export function startOrders() {
  store.on('orders account', show);
}
