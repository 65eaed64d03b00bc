/**
 * The books: who owns which micro-dollar, at home, on the way, and in the wallet of each pool.
 *
 * <p>Double entry in PostgreSQL. The postings of a transfer add up to zero, and neither is ever changed or deleted; a
 * correction is a new transfer. Every transfer has a unique key, so that doing it twice is doing it once. It decides
 * nothing about the market: what a fill costs or an hour pays, the engine has computed, and {@code settlement} mirrors it
 * here.
 *
 * <p>Start reading at {@link io.tidemark.fleet.ledger.Ledger}, then {@link io.tidemark.fleet.ledger.WalletTransfers} for
 * the way between an account's home and a pool.
 */
@NullMarked
package io.tidemark.fleet.ledger;

import org.jspecify.annotations.NullMarked;
