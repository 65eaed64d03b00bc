// The form that buys: firm hours with a live quote, or spot.

import { api, clientOrderId } from './api.js';
import { byId, el, soon } from './dom.js';
import { clearProblems, field, number, showProblem } from './fields.js';
import { costs, exact, hourName, hourNumber, hourWords, micros, plain, plural, windowWords } from './format.js';
import { store } from './store.js';

let kind = 'firm';
let pending = null;
let asked = 0;
let quote = null;

const start = field('First hour (UTC)', el('select'), ['start', 'symbol', 'pool', 'latestStart', 'window']);
const hours = field('Hours in a row', el('input', { type: 'number', min: 1, max: 168, inputmode: 'numeric' }), ['hours']);
const lots = field('Lots', el('input', { type: 'number', min: 1, value: 1, inputmode: 'numeric' }), ['lots']);
const limit = field('Limit, USD per GPU-hour', el('input', { inputmode: 'decimal', autocomplete: 'off' }), ['limitPricePerGpuHour'], 'Empty: the least that buys all of it now.');
const allOrNone = el('input', { type: 'checkbox', id: 'all-or-none' });
const type = field('Price', el('select', {},
  el('option', { value: 'LIMIT' }, 'At my limit or better'), el('option', { value: 'MARKET' }, 'At market: whatever is there now')), ['type']);
const until = field('Stands until', el('select', {},
  el('option', { value: '' }, 'the gate of its first hour'),
  ...[['+30m', '30 minutes'], ['+1h', 'an hour'], ['+2h', 'two hours'], ['+6h', 'six hours'], ['+24h', 'a day']]
    .map(([value, words]) => el('option', { value }, `${words} of market time from now`))), ['expiresAt', 'timeInForce']);
const postOnly = el('input', { type: 'checkbox', id: 'post-only' });
const more = el('details', { id: 'more-options' }, el('summary', {}, 'More options'),
  type.node, until.node, el('label', { class: 'check' }, postOnly, ' Only rest: refuse it rather than trade at once'));
const firmSays = el('p', { class: 'form-error', role: 'alert', hidden: true });
const answer = el('div', { class: 'quote', 'aria-live': 'polite' });
const firmButton = el('button', { type: 'submit', class: 'primary' }, 'Bid');
const firmFields = [start, hours, lots, limit, type, until];

const spotLots = field('Lots', el('input', { type: 'number', min: 1, value: 1, inputmode: 'numeric' }), ['lots', 'pool']);
const max = field('Most you pay, USD per GPU-hour', el('input', { inputmode: 'decimal', autocomplete: 'off' }), ['maxPricePerGpuHour']);
const gang = el('input', { type: 'checkbox', id: 'gang' });
const spotSays = el('p', { class: 'form-error', role: 'alert', hidden: true });
const spotWords = el('div', { class: 'quote' });
const spotWord = el('p', { class: 'muted', id: 'spot-reliability' });
const spotButton = el('button', { type: 'submit', class: 'primary' }, 'Bid for spot');
const done = el('p', { class: 'form-done', role: 'status', hidden: true });

const firmForm = el('form', { novalidate: true, id: 'firm-form', onsubmit: submitFirm },
  start.node, el('div', { class: 'pair' }, hours.node, lots.node), limit.node,
  el('label', { class: 'check' }, allOrNone, ' All or none: every lot in every hour, or nothing'),
  more, answer, firmSays, firmButton);
const spotForm = el('form', { novalidate: true, id: 'spot-form', onsubmit: submitSpot, hidden: true },
  el('p', { class: 'help' }, 'Spot runs from now on, repriced every hour. It ends when you release it, are outbid, or the operator needs the machine back.'),
  el('div', { class: 'pair' }, spotLots.node, max.node),
  el('label', { class: 'check' }, gang, ' Gang: start and end together'),
  spotWords, spotWord, spotSays, spotButton);

const atMarket = () => type.input.value === 'MARKET';
const mayTrade = () => store.account?.scopes.includes('trade') ?? false;

function wish() {
  return {
    pool: store.view.pool, start: start.input.value, hours: number(hours.input), lots: number(lots.input),
    allOrNone: allOrNone.checked, limitPricePerGpuHour: (!atMarket() && limit.input.value.trim()) || undefined,
  };
}

/** The form shows the chosen window; what is typed in chooses it. */
function syncWindow() {
  const pool = store.pool();
  if (!pool || !store.view.start) return;
  const wanted = [];
  for (let n = hourNumber(pool.firstOpenHour); n < hourNumber(pool.listedUntil); n++) wanted.push(hourName(n));
  if (!wanted.includes(store.view.start)) wanted.unshift(store.view.start);
  const there = [...start.input.options].map((option) => option.value);
  if (wanted.join() !== there.join()) {
    start.input.replaceChildren(...wanted.map((hour) => el('option', { value: hour }, hourWords(hour))));
  }
  start.input.value = store.view.start;
  if (document.activeElement !== hours.input || number(hours.input) !== store.view.hours) hours.input.value = store.view.hours;
  showButton();
}

function chooseTyped() {
  const count = number(hours.input);
  if (Number.isInteger(count) && count >= 1 && count <= 168) store.choose(start.input.value, count);
}

async function askQuote() {
  if (kind !== 'firm' || !store.account || !store.view.start) return;
  const mine = ++asked;
  let answered;
  try {
    answered = await api.quote(wish());
  } catch (problem) {
    if (mine !== asked) return;
    quote = null;
    answer.replaceChildren();
    showProblem(problem, firmFields, firmSays);
    showButton();
    return;
  }
  if (mine !== asked) return;
  quote = answered;
  clearProblems(firmFields, firmSays);
  limit.input.placeholder = quote.limitPricePerGpuHour ?? '';
  showQuote();
  showButton();
}

function showQuote() {
  const gpus = store.pool().gpusPerLot;
  const whole = micros(quote.totalUsd) + micros(quote.feeUsd);
  const parts = [];
  if (quote.fillableLots > 0) {
    parts.push(
      el('p', { class: 'quote-sum' }, el('b', { title: `${exact(whole)} USD` }, `${costs(whole)} USD`), ` incl. ${costs(micros(quote.feeUsd))} fee`),
      el('p', {}, `${plural(quote.fillableLots, 'lot')} × ${gpus} GPUs × ${quote.hours} h, ${quote.averagePricePerGpuHour} on average`));
  }
  parts.push(el('p', { class: quote.fillsAtOnce ? 'good' : 'warn' }, verdict()));
  for (const other of quote.whyNotAll ? quote.alternatives : []) {
    parts.push(el('p', { class: 'other' }, el('button', { type: 'button', class: 'link', onclick: () => take(other.order) }, plain(other.what))));
  }
  answer.replaceChildren(...parts);
}

function verdict() {
  if (quote.fillsAtOnce) return postOnly.checked ? 'Would fill now, so it would be refused: it is only to rest.' : 'Would fill now.';
  const why = plain(quote.whyNotAll?.sentence ?? 'Would not fill now.');
  if (atMarket()) return `${why} What is not there at once is dropped.`;
  return quote.fillableLots > 0 && quote.fillableLots < quote.lots && !quote.allOrNone
    ? `${why} The rest of the bid waits in the book.` : `${why} The bid would wait in the book.`;
}

/** Fills the form with an order that the server proposes. */
function take(order) {
  const [, pool, first, count] = /^(.+)\.F\/(\d{10})\/(\d+)H$/.exec(order.symbol) ?? [];
  setKind('firm');
  if (pool && pool !== store.view.pool) store.choosePool(pool);
  lots.input.value = order.lots;
  type.input.value = 'LIMIT';
  limit.input.value = order.limitPricePerGpuHour;
  allOrNone.checked = Boolean(order.allOrNone);
  if (first) store.choose(first, Number(count));
  changed();
}

function showButton() {
  const price = atMarket() ? 'market' : limit.input.value.trim() || quote?.limitPricePerGpuHour;
  const isReady = mayTrade() && Boolean(price);
  firmButton.disabled = !isReady || firmButton.hasAttribute('data-busy');
  firmButton.textContent = !store.account ? 'Sign in to bid'
    : !mayTrade() ? 'This key may only look'
      : price ? `Bid ${plural(number(lots.input) ?? 0, 'lot')} at ${price} for ${windowWords(store.view.start, store.view.hours)}` : 'Give a limit';
  spotButton.disabled = !mayTrade() || spotButton.hasAttribute('data-busy');
  spotButton.textContent = !store.account ? 'Sign in to bid' : !mayTrade() ? 'This key may only look' : 'Bid for spot';
}

function showSpot() {
  const pool = store.pool();
  if (!pool) return;
  const count = number(spotLots.input);
  const price = pool.spotPricePerGpuHour;
  max.hint(price ? `Spot is ${price} now; everybody pays the same.` : 'No spot price yet.');
  const words = [el('p', {}, `${plural(pool.idleLots, 'lot')} idle. Reclaimed with ${Math.round(pool.reclaimNoticeSeconds / 60)} minutes' notice, free of charge.`)];
  if (Number.isInteger(count) && /^\d+(\.\d{1,2})?$/.test(max.input.value.trim())) {
    const most = micros(max.input.value.trim()) * BigInt(pool.gpusPerLot) * BigInt(count);
    words.unshift(el('p', { class: 'quote-sum' }, 'at most ', el('b', {}, `${costs(most)} USD`), ' an hour, before fees'));
  }
  spotWords.replaceChildren(...words);
}

/** How long the operator leaves spot alone here, as far as that was seen. It is no reason to hold up a bid, so silence is no problem. */
async function showReliability() {
  const pool = store.view.pool;
  if (kind !== 'spot' || !pool) return;
  let says = '';
  try {
    says = (await api.reliability(pool)).sentence;
  } catch (silence) {
    // The line stays empty.
  }
  if (pool === store.view.pool) spotWord.textContent = says;
}

/** A market order has no limit, and neither stands nor rests: what does not apply cannot be filled in. */
function showTerms() {
  for (const input of [limit.input, until.input, postOnly]) input.disabled = atMarket();
  limit.hint(atMarket() ? 'None: the pool\'s price band is the limit.' : 'Empty: the least that buys all of it now.');
}

function changed() {
  pending = null;
  showTerms();
  done.hidden = true;
  quoteSoon();
  showSpot();
  showButton();
}

const quoteSoon = soon(askQuote, 250);

/** Enters it once: until the server has said yes or no, pressing again repeats the same order. */
async function submit(event, button, fields, says, entry, enter, words) {
  event.preventDefault();
  if (button.disabled) return;
  const look = JSON.stringify(entry);
  if (pending?.look !== look) pending = { look, id: clientOrderId() };
  button.setAttribute('data-busy', '');
  showButton();
  try {
    const entered = await enter({ ...entry, clientOrderId: pending.id });
    pending = null;
    clearProblems(fields, says);
    done.textContent = words(entered);
    done.hidden = false;
    store.dispatchEvent(new Event('entered'));
  } catch (problem) {
    // A clear no ends it. After silence the same order, at the same limit, is what pressing again must mean.
    if (problem.status >= 400 && problem.status < 500) pending = null;
    else if (entry.limitPricePerGpuHour) limit.input.value = entry.limitPricePerGpuHour;
    showProblem(problem, fields, says);
  } finally {
    button.removeAttribute('data-busy');
    showButton();
  }
}

function submitFirm(event) {
  const { pool, start: first, hours: count, lots: wanted, allOrNone: whole, limitPricePerGpuHour } = wish();
  const entry = {
    pool, start: first, hours: count, side: 'BUY', lots: wanted, allOrNone: whole,
    ...(atMarket() ? { type: 'MARKET' } : {
      limitPricePerGpuHour: limitPricePerGpuHour ?? quote?.limitPricePerGpuHour,
      expiresAt: until.input.value || undefined,
      postOnly: postOnly.checked || undefined,
    }),
  };
  submit(event, firmButton, firmFields, firmSays, entry, api.enterOrder, (order) => (order.status === 'FILLED'
    ? `${order.orderId}: bought ${plural(order.filledLots, 'lot')} for ${costs(micros(order.tradedUsd) + micros(order.feeUsd))} USD.`
    : `${order.orderId}: ${order.filledLots} of ${plural(order.lots, 'lot')} bought, ${order.status === 'OPEN' ? 'the rest waits in the book' : order.status}.`));
}

function submitSpot(event) {
  const entry = {
    pool: store.view.pool, lots: number(spotLots.input), maxPricePerGpuHour: max.input.value.trim() || undefined, gang: gang.checked,
  };
  submit(event, spotButton, [spotLots, max], spotSays, entry, api.enterSpotBid, (bid) => (bid.runningLots > 0
    ? `${bid.spotBidId}: ${plural(bid.runningLots, 'lot')} on the way at ${bid.lease?.pricePerGpuHour ?? 'spot'}.`
    : `${bid.spotBidId}: stands. ${bid.whyNotRunning?.sentence ?? ''}`));
}

function setKind(next) {
  kind = next;
  firmForm.hidden = kind !== 'firm';
  spotForm.hidden = kind !== 'spot';
  [...byId('kind').children].forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.kind === kind)));
}

export function startTicket() {
  byId('ticket').append(firmForm, spotForm, done);
  [...byId('kind').children].forEach((button) => button.addEventListener('click', () => {
    setKind(button.dataset.kind);
    changed();
    showReliability();
  }));
  setKind('firm');
  let told;
  for (const input of [start.input, hours.input]) input.addEventListener('input', chooseTyped);
  firmForm.addEventListener('input', changed);
  spotForm.addEventListener('input', changed);
  store.on('view', () => {
    syncWindow();
    changed();
    if (store.view.pool !== told) {
      told = store.view.pool;
      spotWord.textContent = '';
      showReliability();
    }
  });
  let phase;
  store.on('pools', () => {
    syncWindow();
    if (store.pool()?.phase !== phase) quoteSoon();
    phase = store.pool()?.phase;
    showSpot();
  });
  store.on('account', () => {
    if (!store.account) {
      quote = null;
      answer.replaceChildren(el('p', { class: 'muted' }, 'Sign in to see what it would cost.'));
      clearProblems(firmFields, firmSays);
    }
    showButton();
    quoteSoon();
  });
  store.on('hours', soon(askQuote, 2_000));
}
