package io.tidemark.connectors.rest;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.PoolId;

/**
 * Money of the operator that is to move between outside and one of its accounts in a pool.
 *
 * @param name what the account is called at the door
 * @param amount micro-dollars, above zero
 * @param id of the transfer, among those of the account in the pool
 */
record HouseTransfer(PoolId pool, String name, long account, long amount, long id) {
    /** Unique for ever, and the same in both directions: an id stands for one transfer. */
    String key() {
        return "house:" + pool + ":" + account + ":" + id;
    }

    /** The account, as a sentence has it. */
    String of() {
        return (account == Clearing.OPERATOR ? "the operator's wallet in " : "the damages account of ") + pool;
    }
}
