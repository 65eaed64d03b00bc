/**
 * Who may come in: named accounts, their numbers in the engine, and the hash of each one's API key.
 *
 * <p>Beside them is how each account gets into its nodes: its SSH key, and what its nodes run at their first start; and which
 * FIX session speaks for which account.
 *
 * <p>A key is shown once and never stored; the file holds its SHA-256. Nothing here knows a wallet, an order or HTTP:
 * money is in the pools, under the account's number.
 *
 * <p>Start reading at {@link io.tidemark.connectors.account.AccountBook}.
 */
@NullMarked
package io.tidemark.connectors.account;

import org.jspecify.annotations.NullMarked;
