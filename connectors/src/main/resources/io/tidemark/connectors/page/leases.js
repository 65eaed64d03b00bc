// My leases: machines, how to log in, what they cost, and when they go back.

import { action } from './actions.js';
import { api } from './api.js';
import { marketNow } from './clock.js';
import { byId, el, list, text } from './dom.js';
import { clearProblems, field, showProblem } from './fields.js';
import { costs, micros, plural, timeOfDay, windowWords, hourName } from './format.js';
import { store } from './store.js';

/** A risk of which nothing has come for so long has passed, market milliseconds. */
const RISK_SHOWN = 15 * 60_000;

const sshKey = field('Public SSH key', el('textarea', { rows: 3, spellcheck: 'false', placeholder: 'ssh-ed25519 AAAA… you@host' }), ['sshPublicKey'], 'The one line of your .pub file. It is written to machines as they are deployed.');
const accessSays = el('p', { class: 'form-error', role: 'alert', hidden: true });
const accessWords = el('p', { class: 'help' });
const accessFold = el('details', { class: 'access' }, el('summary', {}, 'How to log in'), accessWords,
  el('form', { novalidate: true, onsubmit: saveAccess }, sshKey.node, accessSays, el('button', { type: 'submit', class: 'small' }, 'Save key')));
const rows = el('div');

async function saveAccess(event) {
  event.preventDefault();
  try {
    store.setAccess(await api.changeAccess(sshKey.input.value.trim()));
    clearProblems([sshKey], accessSays);
    sshKey.input.value = '';
  } catch (problem) {
    showProblem(problem, [sshKey], accessSays);
  }
}

function showAccess() {
  const known = store.access?.sshPublicKey;
  text(accessWords, known
    ? `Your key ${known.split(' ')[0]} ${known.split(' ')[2] ?? `…${known.slice(-8)}`} is on every machine that is deployed for you. Each machine shows its address.`
    : 'Give your public SSH key before you buy: it is written to a machine when the machine is deployed.');
}

function node(each) {
  const ready = each.state === 'LEASED';
  const address = `ssh -p ${each.sshPort} ${each.sshHost}`;
  return el('li', { class: 'node' },
    el('span', { class: 'node-name' }, each.node), el('span', { class: 'node-state', 'data-ready': ready ? 'yes' : 'no' }, each.state.toLowerCase()),
    ready ? el('code', {}, address) : null,
    each.simulated ? el('span', { class: 'muted', title: 'There is no machine behind it' }, 'simulated') : null);
}

function lot(each) {
  return el('li', { class: 'lot' },
    each.leavesAt ? el('p', { class: 'leaving' }, `${each.domain} goes back in `, el('b', { 'data-until': each.leavesAt })) : null,
    el('ul', {}, each.nodes.map(node)));
}

function release(lease) {
  return action({
    words: 'Release', really: 'Really give it back?', label: `Release ${lease.leaseId}`, focus: `release ${lease.leaseId}`,
    run: () => api.releaseLease(lease.leaseId),
  });
}

function period(lease) {
  const hour = Math.floor(Date.parse(lease.from) / 3_600_000);
  return lease.kind === 'FIRM' ? windowWords(hourName(hour), 1) : `Spot since ${timeOfDay(lease.from)}`;
}

function cost(lease) {
  const price = lease.pricePerGpuHour ? `${lease.pricePerGpuHour} per GPU-hour` : '';
  const paid = lease.paidUsd ? `${costs(micros(lease.paidUsd))} USD ${lease.kind === 'SPOT' ? 'paid so far' : 'for the hour, paid as it is delivered'}` : '';
  return [price, paid].filter(Boolean).join(' · ');
}

function row(lease) {
  const ready = lease.assigned.filter((each) => each.state === 'LEASED').length;
  return el('article', { class: 'row lease', 'aria-label': lease.leaseId, 'data-lease': lease.leaseId },
    el('div', { class: 'row-main' },
      el('div', { class: 'row-what' }, el('b', {}, period(lease)), el('span', { class: 'muted row-id' }, `${lease.pool} · ${lease.leaseId}`)),
      el('div', { class: 'row-progress' }, el('span', {}, `${ready} of ${plural(lease.lots, 'lot')} handed over${ready < lease.lots ? '; you pay from the hand-over on' : ''}`)),
      el('div', { class: 'row-money' }, cost(lease)),
      lease.kind === 'SPOT' ? release(lease) : el('span', { class: 'row-action' }, el('span', { class: 'badge' }, 'firm'))),
    lease.risk ? el('p', { class: 'at-risk', role: 'status' },
      `Since ${timeOfDay(lease.risk.at)} internal work may ask ${plural(lease.risk.lots, 'lot')} back. Nothing is decided and you pay as before; save your work.`) : null,
    lease.notice ? el('p', { class: 'leaving', role: 'status' },
      `${plural(lease.notice.lots, 'lot')} must be handed back in `, el('b', { 'data-until': lease.notice.endsAt }),
      `, at ${timeOfDay(lease.notice.endsAt)}. Save your work; the time until then is free.`) : null,
    lease.assigned.length ? el('ul', { class: 'lots' }, lease.assigned.map(lot)) : null);
}

/** What internal work may ask back of a spot lease; nothing once it has long been said. */
function risk(lease) {
  const told = lease.kind === 'SPOT' && store.risks.get(lease.leaseId);
  return told && marketNow() - Date.parse(told.at) < RISK_SHOWN ? told : null;
}

/** The seconds count down by the clock of the page; an answer that differs in nothing else is no new row. */
function shown(lease) {
  return {
    ...lease,
    risk: risk(lease),
    notice: lease.notice && { ...lease.notice, endsInSeconds: undefined },
    assigned: lease.assigned.map((each) => ({ ...each, leavesInSeconds: undefined })),
  };
}

function show() {
  accessFold.hidden = !store.account;
  showAccess();
  if (!store.account) {
    text(byId('leases-count'), '');
    rows.replaceChildren(el('p', { class: 'empty' }, 'Sign in to see your machines.'));
    return;
  }
  text(byId('leases-count'), store.leases.length ? plural(store.leases.length, 'lease') : '');
  if (!store.leases.length) {
    rows.replaceChildren(el('p', { class: 'empty' }, 'Nothing runs. What you bought appears here shortly before its hour.'));
    return;
  }
  list(rows, store.leases.map(shown), (lease) => lease.leaseId, row);
}

export function startLeases() {
  byId('leases').append(rows, accessFold);
  store.on('leases account', show);
}
