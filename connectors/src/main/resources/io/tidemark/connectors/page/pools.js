// The pools: what runs in each, what is free, and what spot costs.

import { byId, el, list } from './dom.js';
import { plural } from './format.js';
import { store } from './store.js';

const SKUS = {
  B200X8: 'HGX B200 server, 8 GPUs',
  GB200R64: 'GB200 rack, 64 GPUs',
  GB300R64: 'GB300 rack, 64 GPUs',
};

const CALLS = {
  OPENING: 'The opening call of the day',
  RELEASE: 'New capacity comes in',
  RESUME: 'Trading resumes after a halt',
  VOLATILITY: 'Prices moved far in a short time',
};

function phaseWords(pool) {
  if (pool.phase === 'CONTINUOUS') return 'Orders trade the moment they meet.';
  if (pool.phase === 'CALL') {
    return `${CALLS[pool.callReason] ?? 'A call auction'}: orders are collected and trade together, at one price an hour, when the call ends.`;
  }
  if (pool.phase === 'HALT') return 'The operator has stopped trading; orders can be cancelled.';
  return 'Not open yet.';
}

function phase(pool) {
  const name = { CONTINUOUS: 'open', CALL: 'call', HALT: 'halted', CLOSED: 'closed' }[pool.phase] ?? pool.phase;
  return el('span', { class: 'phase', 'data-phase': pool.phase },
    name, pool.phase === 'CALL' && pool.phaseEndsAt ? el('span', { 'data-until': pool.phaseEndsAt }) : null);
}

function share(lots, pool, kind, words) {
  const whole = Math.max(1, pool.firmLots + pool.spotLots + pool.idleLots + pool.noticedLots);
  const bar = el('i', { class: `share share-${kind}`, title: `${words}: ${plural(lots, 'lot')}` });
  bar.style.flexGrow = String(lots / whole);
  return lots > 0 ? bar : null;
}

function figure(kind, lots, words) {
  return el('span', { class: `figure figure-${kind}` }, el('b', {}, String(lots)), ` ${words}`);
}

function reserve(pool) {
  if (!pool.spotReserve.length) return 'no reserve published';
  return `reserve ${pool.spotReserve.map((step) => `${step.lots} from ${step.pricePerGpuHour}`).join(' · ')}`;
}

function card(pool) {
  const chosen = pool.isChosen;
  return el('button', {
    type: 'button', class: 'pool', role: 'radio', 'aria-checked': chosen ? 'true' : 'false',
    tabindex: chosen ? '0' : '-1', 'data-focus': pool.pool, onclick: () => store.choosePool(pool.pool), onkeydown: arrows,
  },
  el('span', { class: 'pool-head' }, el('b', { class: 'pool-name' }, pool.pool), phase(pool)),
  el('span', { class: 'pool-what' }, `${SKUS[pool.sku] ?? pool.sku}. ${phaseWords(pool)}`),
  el('span', { class: 'shares', 'aria-hidden': 'true' },
    share(pool.firmLots, pool, 'firm', 'Firm'), share(pool.spotLots, pool, 'spot', 'Spot'),
    share(pool.noticedLots, pool, 'noticed', 'On notice'), share(pool.idleLots, pool, 'idle', 'Idle')),
  el('span', { class: 'pool-figures' },
    figure('capacity', pool.capacityLots, 'lots now'), figure('firm', pool.firmLots, 'firm'),
    figure('spot', pool.spotLots, 'spot'), figure('idle', pool.idleLots, 'idle'),
    pool.noticedLots > 0 ? figure('noticed', pool.noticedLots, 'on notice') : null,
    pool.shortLots > 0 ? figure('short', pool.shortLots, 'short') : null),
  el('span', { class: 'pool-spot' },
    'Spot ', el('b', {}, pool.spotPricePerGpuHour ?? '–'), el('span', { class: 'muted' }, ` ${reserve(pool)}`)));
}

function arrows(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const names = [...store.pools.keys()];
  const next = names[(names.indexOf(store.view.pool) + step + names.length) % names.length];
  store.choosePool(next);
  byId('pools').querySelector('[aria-checked="true"]')?.focus();
}

/** The part of a pool that its card shows: the time passes without a new card. */
function shown(pool) {
  return { ...pool, marketTime: undefined, sequence: undefined, isChosen: pool.pool === store.view.pool };
}

export function startPools() {
  store.on('pools view', () => list(byId('pools'), [...store.pools.values()].map(shown), (pool) => pool.pool, card));
}
