package io.tidemark.connectors.server;

import io.tidemark.exchange.contract.Hours;

/**
 * When and how a market began: an input of the shell, which it must remember outside its journal.
 *
 * @param startMillis market time of its first instant, epoch milliseconds
 * @param realTime whether its time is real time, for good
 */
record Beginning(long startMillis, long seed, boolean realTime) {
    /** The name of the document that it is kept in. */
    static final String NAME_OF_DOCUMENT = "market";

    /** A market that begins now, on the full hour that runs. */
    static Beginning at(long nowMillis, long seed, boolean realTime) {
        return new Beginning(Hours.startMillis(Hours.containing(nowMillis)), seed, realTime);
    }
}
