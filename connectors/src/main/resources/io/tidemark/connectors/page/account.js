// Signing in and out, and what money is free.

import { api, key } from './api.js';
import { byId, text } from './dom.js';
import { cents, exact, micros } from './format.js';
import { store } from './store.js';

function show() {
  const account = store.account;
  byId('sign-in').hidden = Boolean(account);
  byId('sign-out').hidden = !account;
  byId('account').hidden = !account;
  if (!account) return;
  const free = account.wallets.reduce((sum, wallet) => sum + micros(wallet.freeUsd), micros(account.homeUsd));
  text(byId('account-name'), account.name);
  text(byId('account-free'), cents(free));
  byId('account-free').title = `${exact(free)} USD`;
}

/** Tells the person something that concerns the whole page; nothing if there is no word. */
export function notice(words) {
  byId('notice').hidden = !words;
  text(byId('notice'), words ?? '');
}

/** `onChange` is called when another person, or nobody, looks at the page. */
export function startAccount(onChange) {
  store.on('account', show);
  byId('sign-in').addEventListener('submit', async (event) => {
    event.preventDefault();
    const typed = byId('key').value.trim();
    if (!typed) return;
    try {
      const account = await api.account(typed);
      key.set(typed);
      byId('key').value = '';
      notice(null);
      store.setAccount(account);
      onChange();
    } catch (problem) {
      notice(`${problem.detail} ${problem.remedy}`);
    }
  });
  byId('sign-out').addEventListener('click', () => signOut(onChange));
}

export function signOut(onChange) {
  key.forget();
  store.setAccount(null);
  onChange();
}
