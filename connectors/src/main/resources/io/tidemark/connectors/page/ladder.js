// What is asked and bid for the chosen hour, and the words of the rules that priced it.

import { api } from './api.js';
import { byId, el, soon, text } from './dom.js';
import { duration, hourWords, plain, plural } from './format.js';
import { store } from './store.js';

const ROWS = 10;
const STATES = {
  LISTED: 'trades', GATED: 'gate closed: it no longer trades', DELIVERING: 'is being delivered', OVER: 'is over',
};

function row(level, kind, most, sum) {
  const bar = el('i', { class: `depth depth-${kind}`, 'aria-hidden': 'true' });
  bar.style.width = `${(level.lots / most) * 100}%`;
  return el('tr', { class: `level level-${kind}` },
    el('td', { class: 'level-price' }, level.pricePerGpuHour),
    el('td', { class: 'level-lots' }, bar, el('span', {}, String(level.lots))),
    el('td', { class: 'level-sum' }, String(sum)),
    el('td', { class: 'level-lot' }, level.pricePerLotHour));
}

function withSums(levels) {
  let sum = 0;
  return levels.slice(0, ROWS).map((level) => ({ level, sum: (sum += level.lots) }));
}

function showLadder() {
  const { start, hours } = store.view;
  const hour = store.hour();
  text(byId('ladder-title'), start ? `${hourWords(start)} UTC` : 'Hour');
  text(byId('ladder-state'), hour ? `${STATES[hour.state] ?? hour.state}${hours > 1 ? `; the first of ${hours} hours` : ''}` : '');
  if (!hour) {
    byId('ladder').replaceChildren(el('p', { class: 'empty' }, start ? 'This hour is not listed.' : 'Reading the market …'));
    return;
  }
  const most = Math.max(1, ...[...hour.asks, ...hour.bids].map((level) => level.lots));
  const asks = withSums(hour.asks).map(({ level, sum }) => row(level, 'ask', most, sum)).reverse();
  const bids = withSums(hour.bids).map(({ level, sum }) => row(level, 'bid', most, sum));
  const nothing = (words) => el('tr', {}, el('td', { class: 'empty', colspan: '4' }, words));
  byId('ladder').replaceChildren(el('table', {},
    el('thead', {}, el('tr', {}, ['USD', 'lots', 'sum', 'per lot'].map((head) => el('th', { scope: 'col' }, head)))),
    el('tbody', { 'aria-label': 'Asks' }, asks.length ? asks : nothing('Nobody sells this hour.')),
    el('tbody', { class: 'middle' }, el('tr', {}, el('td', { colspan: '4' }, middle(hour))), call(hour)),
    el('tbody', { 'aria-label': 'Bids' }, bids.length ? bids : nothing('No single-hour bid rests.'))));
}

/** While a call runs, what it would come to in this hour. */
function call(hour) {
  const told = store.indicative.get(store.view.pool);
  if (store.pool()?.phase !== 'CALL' || told?.phase !== 'CALL') return null;
  const here = told.hours.find((each) => each.hour === hour.hour);
  return el('tr', { class: 'indicative' }, el('td', { colspan: '4' }, here
    ? `If the call ended now: ${here.pricePerGpuHour}, ${plural(here.lots, 'lot')}${here.surplusLots > 0 ? `, ${here.surplusLots} left over` : ''}`
    : 'If the call ended now, nothing would trade in this hour.'));
}

function middle(hour) {
  const reference = hour.referencePerGpuHour ? `last or fair ${hour.referencePerGpuHour}` : 'no price yet';
  const lots = `${hour.soldLots} of ${plural(hour.mintedLots, 'lot')} sold`;
  return `${reference} · ${lots}${hour.shortLots > 0 ? ` · ${hour.shortLots} short` : ''}`;
}

const SUBJECTS = {
  'firm-share': 'How much is sold firm', forecast: 'What internal work will leave', machine: 'The machine', 'hour-of-week': 'Time of the week', 'lead-time': 'Time to delivery',
  pressure: 'Share sold', utilisation: 'How busy the fleet is', 'reference-weight': 'The last price', markdown: 'Markdown before delivery',
  bands: 'Limits', fees: 'Fees', reclaim: 'Reclaim', 'spot-reserve': 'Spot reserve', 'fault-trend': 'Faults of late',
};
const percent = (bps) => `${Number(bps) / 100} %`;
const change = (bps) => `${Number(bps) > 0 ? '+' : '−'}${percent(Math.abs(Number(bps)))}`;
const price = (ticks) => (Number(ticks) / 100).toFixed(2);
const EFFECTS = {
  FIRM_SHARE_BPS: (v) => `${percent(v)} of the surplus is offered as firm hours, unless a forecast says how much`,
  FIRM_LOSS_BPS: (v) => `a firm lot that is not there costs ${percent(v)} of its price`,
  SPOT_WORTH_BPS: (v) => `as spot it would fetch ${percent(v)} of its price`,
  FIRM_CAP_BPS: (v) => `never more than ${percent(v)} of the surplus is firm`,
  FIRM_LOTS: (v) => `${v} lots are firm hours`,
  ANCHOR_TICKS: (v) => `the usual level is ${price(v)}`,
  FAIR_BPS: (v) => (Number(v) === 0 ? 'no change' : `${change(v)} on the fair value`),
  REFERENCE_WEIGHT_BPS: (v) => (Number(v) === 0 ? 'does not count' : `counts for ${percent(v)}`),
  AVOIDABLE_TICKS: (v) => `never below the cost of running it, ${price(v)}`,
  LADDER_FLOOR_BPS: (v) => `asks begin at ${percent(v)} of the fair value`,
  LADDER_CAP_BPS: (v) => `asks end at ${percent(v)} of the fair value`,
  TRANCHES: (v) => `in up to ${v} steps`,
  MARKDOWN_BPS: (v) => (Number(v) === 0 ? 'none' : `asks go ${percent(v)} of the way down to cost`),
};
const INPUTS = {
  lead_minutes: (v) => `${duration(Number(v) * 60).replace(/ 00 s$/, '')} ahead`,
  sold_share_bps: (v) => `${percent(v)} sold`,
  utilisation_bps: (v) => `${percent(v)} busy`,
  reference_ticks: (v) => `last ${price(v)}`,
  sku: (v) => v,
  certainty_bps: (v) => `${percent(v)} sure`,
  sure_lots: (v) => `${v} lots that sure`,
  expected_lots: (v) => `${v} expected`,
  protected_lots: (v) => `${v} kept back`,
  day_of_week: (v) => ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][Number(v)] ?? v,
  hour_of_day: (v) => `${String(v).padStart(2, '0')}:00`,
};

/** `NAME=value` in words if the name is known, else as it is. */
function words(dictionary, told) {
  const [name, value] = told.split('=', 2);
  return value !== undefined && dictionary[name] ? dictionary[name](value) : told;
}

function effect({ rule, table, input, effect: did }) {
  return el('li', { title: rule },
    el('span', { class: 'effect-what' }, SUBJECTS[table] ?? rule),
    el('span', { class: 'effect-in' }, input.split(' ').every((part) => part.includes('=')) ? input.split(' ').map((part) => words(INPUTS, part)).join(', ') : input),
    el('span', { class: 'effect-did' }, words(EFFECTS, did)));
}

async function showExplanation() {
  const { pool, start } = store.view;
  if (!pool || !start) return;
  let parts;
  try {
    const explanation = await api.explain(pool, start);
    const open = byId('explain').querySelector('details')?.open ?? true;
    parts = [el('p', { class: 'sentence' }, plain(explanation.sentence)),
      el('details', { open }, el('summary', {}, 'The rules that made it'), el('ul', { class: 'effects' }, explanation.effects.map(effect)))];
  } catch (problem) {
    parts = [el('p', { class: 'empty' }, plain(`${problem.detail} ${problem.remedy}`))];
  }
  // Another hour may have been chosen while the answer was on its way.
  if (store.view.pool === pool && store.view.start === start) byId('explain').replaceChildren(...parts);
}

export function startLadder() {
  store.on('hours view indicative pools', showLadder);
  store.on('view', soon(showExplanation, 150));
  store.on('hours', soon(showExplanation, 5_000));
}
