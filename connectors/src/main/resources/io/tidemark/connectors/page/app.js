// Start here. Snapshots first, then the stream on top of them; the views look at the store and at nothing else.

import { notice, signOut, startAccount } from './account.js';
import { api, key } from './api.js';
import { startChart } from './chart.js';
import { marketNow, marketSpeed, secondsUntil, setClock, stopClock } from './clock.js';
import { byId, soon, text } from './dom.js';
import { clockTime, duration } from './format.js';
import { startLadder } from './ladder.js';
import { startLeases } from './leases.js';
import { startOrders } from './orders.js';
import { startPools } from './pools.js';
import { startSell } from './sell.js';
import { store } from './store.js';
import { follow } from './stream.js';
import { startTheme } from './theme.js';
import { startTicket } from './ticket.js';
import { startTrades } from './trades.js';

const REFRESH = 5_000;
const RESUMED_SHOWN = 6_000;
const TICK = 250;

const STATES = {
  connecting: 'connecting', live: 'live', resumed: 'live again, nothing missed', reconnecting: 'reconnecting',
};

let stream;
let state = 'connecting';
/** Messages that came while snapshots are being read; they go on top. */
let waiting = null;
let readAgain = false;
/** Whether the notice says that the market does not answer; other notices are not for it to take away. */
let isSilent = false;

/** One reading at a time: a slow one must not put an old snapshot over what the stream has said since. */
async function readMarket() {
  if (waiting) {
    readAgain = true;
    return;
  }
  waiting = [];
  store.forgetSequences();
  try {
    const pools = await api.pools();
    const hours = await Promise.all(pools.map((pool) => api.hours(pool.pool)));
    store.setPools(pools);
    pools.forEach((pool, i) => store.setHours(pool.pool, hours[i]));
    if (isSilent) notice(null);
    isSilent = false;
  } catch (problem) {
    isSilent = true;
    notice(`${problem.detail} ${problem.remedy}`);
  }
  const missed = waiting;
  waiting = null;
  missed.forEach(([type, data]) => store.apply(type, data));
  if (readAgain) {
    readAgain = false;
    readMarket();
  }
}

/** Reads what belongs to the account; without a key there is nothing to read. */
async function readAccount() {
  const mine = key.get();
  if (!mine) return;
  try {
    const [account, orders, bids, leases, access] = await Promise.all([api.account(), api.orders(), api.spotBids(), api.leases(), api.access()]);
    if (key.get() !== mine) return;
    store.setAccount(account);
    store.setOrders(orders);
    store.setSpotBids(bids);
    store.setLeases(leases);
    store.setAccess(access);
  } catch (problem) {
    if (problem.status === 401 && key.get() === mine) {
      notice(`${problem.detail} ${problem.remedy}`);
      signOut(connect);
    }
  }
}

const accountSoon = soon(readAccount, 1_000);
/** Why an order is not filled changes with the book, not only with the order. */
const whyNotSoon = soon(() => {
  if (store.orders.some((order) => order.status === 'OPEN') || store.spotBids.some((bid) => bid.status === 'OPEN')) readAccount();
}, 4_000);

function heard(type, data) {
  if (type === 'hello') {
    setClock(data.marketTime, data.speed);
    if (!data.resumed) readMarket();
    readAccount();
  } else if (type === 'reset') {
    readMarket();
    readAccount();
  } else if (type === 'leases') {
    accountSoon();
  } else if (type === 'notice') {
    store.hear(data);
  } else {
    if (type === 'pool' && store.pools.get(data.pool)?.phase !== data.phase) accountSoon();
    const stamped = type === 'trade' ? { ...data, heardAt: performance.now() } : data;
    if (waiting) waiting.push([type, stamped]);
    else store.apply(type, stamped);
    if (type === 'orders') accountSoon();
    if (type === 'hours' || type === 'pool') whyNotSoon();
  }
}

function showState(next) {
  state = next;
  byId('connection').dataset.state = next;
  text(byId('connection'), STATES[next]);
  if (next === 'reconnecting') stopClock();
  if (next === 'resumed') {
    setTimeout(() => {
      if (state === 'resumed') showState('live');
    }, RESUMED_SHOWN);
  }
}

function connect() {
  stream?.close();
  stream = follow({ ticket: async () => (key.get() ? api.streamTicket() : null), on: heard, onState: showState });
}

/** While there is no stream, the snapshots are read again and again. Machines change without a word of the market. */
function refresh() {
  if (state === 'connecting' || state === 'reconnecting') readMarket();
  else api.status().then((status) => setClock(status.marketTime)).catch(() => {});
  if (!document.hidden) readAccount();
}

function tick() {
  const now = marketNow();
  if (now) text(byId('clock'), clockTime(now));
  text(byId('speed'), marketSpeed() > 1 ? `× ${marketSpeed()}` : '');
  for (const node of document.querySelectorAll('[data-until]')) text(node, duration(secondsUntil(node.dataset.until)));
}

startTheme();
startAccount(() => {
  connect();
  readAccount();
});
startPools();
startChart();
startLadder();
startTicket();
startTrades();
startOrders();
startLeases();
startSell();
store.on('entered', accountSoon);
store.setAccount(null);
readMarket();
readAccount();
connect();
setInterval(tick, TICK);
setInterval(refresh, REFRESH);
