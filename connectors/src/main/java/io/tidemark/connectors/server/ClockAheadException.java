package io.tidemark.connectors.server;

import java.time.Instant;

/** Market time has got ahead of real time. The message is fit to be shown as it is. */
final class ClockAheadException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ClockAheadException(Instant market, Instant wall) {
        super("the market is at " + market + " and this machine's clock at " + wall
                + ": set the clock right if it is wrong; if the market ran at another --speed before, go on with that one or"
                + " begin in another data directory");
    }
}
