// What the page knows: snapshots of the REST door, kept fresh by the stream. Views listen to topics and read from here.

import { setClock } from './clock.js';
import { hourName, hourNumber } from './format.js';

const TRADES_KEPT = 40;

/** A list with those put in or replaced that have changed, the newest first. */
function merged(known, changed, id) {
  const all = new Map(known.map((each) => [each[id], each]));
  for (const each of changed) all.set(each[id], each);
  return [...all.values()].sort((a, b) => (a.enteredAt < b.enteredAt ? 1 : -1));
}

class Store extends EventTarget {
  pools = new Map();
  hours = new Map();
  /** By pool, what a call that runs would come to. */
  indicative = new Map();
  trades = [];
  account = null;
  access = null;
  orders = [];
  spotBids = [];
  leases = [];
  /** By lease, the last word that its lots are at risk; no snapshot has it, and no word comes when it has passed. */
  risks = new Map();
  /** Which pool and window the person looks at. `chosen` once a person has chosen it: until then it moves with the time. */
  view = { pool: null, start: null, hours: 1, chosen: false };
  /** The sequence that was applied last, by pool and type of message. */
  #applied = new Map();

  on(topics, listener) {
    for (const topic of topics.split(' ')) this.addEventListener(topic, listener);
  }

  #tell(topic) {
    this.dispatchEvent(new Event(topic));
  }

  pool() {
    return this.pools.get(this.view.pool);
  }

  /** The hours of the chosen pool by name, in order. */
  chosenHours() {
    return this.hours.get(this.view.pool) ?? new Map();
  }

  hour() {
    return this.chosenHours().get(this.view.start);
  }

  setPools(pools) {
    this.pools = new Map(pools.map((pool) => [pool.pool, pool]));
    setClock(pools[0]?.marketTime);
    if (!this.pools.has(this.view.pool) && pools.length) this.choosePool(pools[0].pool);
    this.#followTime();
    this.#tell('pools');
  }

  setHours(pool, hours) {
    this.hours.set(pool, new Map(hours.map((hour) => [hour.hour, hour])));
    this.#tell('hours');
  }

  setAccount(account) {
    this.account = account;
    if (!account) {
      this.orders = [];
      this.spotBids = [];
      this.leases = [];
      this.risks.clear();
      this.access = null;
      this.#tell('orders');
      this.#tell('leases');
    }
    this.#tell('account');
  }

  setOrders(orders) {
    this.orders = orders;
    this.#tell('orders');
  }

  setSpotBids(bids) {
    this.spotBids = bids;
    this.#tell('orders');
  }

  setLeases(leases) {
    this.leases = leases;
    this.#tell('leases');
  }

  /** What a holder is told of its lots: a risk lasts until something comes of it. */
  hear(notice) {
    if (notice.type === 'lease.at_risk') this.risks.set(notice.leaseId, notice);
    else if (notice.type === 'lease.notice' || notice.type === 'lease.ended') this.risks.delete(notice.leaseId);
    this.#tell('leases');
  }

  setAccess(access) {
    this.access = access;
    this.#tell('leases');
  }

  choosePool(pool) {
    this.view = { ...this.view, pool };
    this.#followTime();
    this.#tell('view');
  }

  choose(start, hours = 1) {
    this.view = { ...this.view, start, hours, chosen: true };
    this.#tell('view');
  }

  /** Until somebody chooses, the window starts at the second hour that still trades. */
  #followTime() {
    const pool = this.pool();
    if (!pool || this.view.chosen) return;
    const start = hourName(hourNumber(pool.firstOpenHour) + 1);
    if (start === this.view.start) return;
    this.view = { ...this.view, start };
    this.#tell('view');
  }

  /** Before snapshots are read anew, what was applied does not count any more. */
  forgetSequences() {
    this.#applied.clear();
  }

  #isNew(type, message) {
    // Trades are told once each; several may come of one command.
    if (type === 'trade') return true;
    const name = `${type} ${message.pool}`;
    if (message.sequence !== undefined && message.sequence < (this.#applied.get(name) ?? -1)) return false;
    this.#applied.set(name, message.sequence ?? -1);
    return true;
  }

  /** A message of the stream that carries state. */
  apply(type, message) {
    if (!this.#isNew(type, message)) return;
    // A trade carries its own time, which has passed.
    if (type !== 'trade') setClock(message.marketTime);
    if (type === 'pool') {
      this.pools.set(message.pool, message);
      this.#followTime();
      this.#tell('pools');
    } else if (type === 'hours') {
      this.#mergeHours(message);
    } else if (type === 'indicative') {
      this.indicative.set(message.pool, message);
      this.#tell('indicative');
    } else if (type === 'trade') {
      this.trades = [...this.trades, message].slice(-TRADES_KEPT);
      this.#tell('trades');
    } else if (type === 'orders') {
      this.#mergeOrders(message.orders);
    }
  }

  #mergeHours({ pool, hours }) {
    const merged = new Map(this.hours.get(pool));
    for (const hour of hours) {
      if (hour.state === 'OVER') merged.delete(hour.hour);
      else merged.set(hour.hour, hour);
    }
    this.hours.set(pool, new Map([...merged].sort(([a], [b]) => (a < b ? -1 : 1))));
    this.#tell('hours');
  }

  #mergeOrders(orders) {
    this.orders = merged(this.orders, orders.filter((order) => order.orderId), 'orderId');
    this.spotBids = merged(this.spotBids, orders.filter((order) => order.spotBidId), 'spotBidId');
    this.#tell('orders');
  }
}

export const store = new Store();
