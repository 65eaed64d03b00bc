// The REST door. A refusal is thrown as a Problem, which carries what the server said.

const KEY = 'tidemark.key';

/** A problem document of the server, or the lack of any answer. */
export class Problem extends Error {
  constructor(body) {
    super(body.detail);
    this.code = body.code;
    this.status = body.status;
    this.field = body.field;
    this.detail = body.detail;
    this.remedy = body.remedy;
  }
}

/** The key lives in this tab only, and is gone with it. */
export const key = {
  get: () => sessionStorage.getItem(KEY),
  set: (value) => sessionStorage.setItem(KEY, value),
  forget: () => sessionStorage.removeItem(KEY),
};

async function call(method, path, body, as = key.get()) {
  const headers = { Accept: 'application/json' };
  if (as) headers.Authorization = `Bearer ${as}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  let response;
  let answer;
  try {
    response = await fetch(path, { method, headers, body: body && JSON.stringify(body), cache: 'no-store' });
    answer = await response.json();
  } catch (silence) {
    throw new Problem({ code: 'NO_ANSWER', status: 0, detail: 'The server does not answer.', remedy: 'Check that the market runs; the page tries again by itself.' });
  }
  if (!response.ok) throw new Problem(answer);
  return answer;
}

const at = encodeURIComponent;

export const api = {
  status: () => call('GET', '/v1/status'),
  pools: async () => (await call('GET', '/v1/pools')).pools,
  hours: async (pool) => (await call('GET', `/v1/pools/${at(pool)}/hours?from=%2B0h&hours=200`)).hours,
  reliability: (pool) => call('GET', `/v1/pools/${at(pool)}/reliability`),
  explain: (pool, hour) => call('GET', `/v1/pools/${at(pool)}/prices/${at(hour)}/explain`),
  account: (as) => call('GET', '/v1/account', undefined, as),
  access: () => call('GET', '/v1/account/access'),
  changeAccess: (sshPublicKey) => call('PUT', '/v1/account/access', { sshPublicKey }),
  quote: (wish) => call('POST', '/v1/quotes', wish),
  orders: async () => (await call('GET', '/v1/orders?limit=50')).orders,
  enterOrder: (order) => call('POST', '/v1/orders', order),
  replaceOrder: (id, change) => call('PATCH', `/v1/orders/${at(id)}`, change),
  cancelOrder: (id) => call('DELETE', `/v1/orders/${at(id)}`),
  spotBids: async () => (await call('GET', '/v1/spot-bids?limit=50')).spotBids,
  enterSpotBid: (bid) => call('POST', '/v1/spot-bids', bid),
  cancelSpotBid: (id) => call('DELETE', `/v1/spot-bids/${at(id)}`),
  leases: async () => (await call('GET', '/v1/leases')).leases,
  releaseLease: (id) => call('DELETE', `/v1/leases/${at(id)}`),
  streamTicket: async () => (await call('POST', '/v1/stream-tickets')).ticket,
};

/** A name for an order, so that sending it twice enters it once. */
export function clientOrderId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `page-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
