package io.tidemark.connectors.server;

import java.time.Instant;

/** Market time has got ahead of real time. The message is fit to be shown as it is. */
final class ClockAheadException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ClockAheadException(Instant market, Instant wall) {
        super("the market is at " + market + " and this machine's clock at " + wall
                + ": what was acknowledged lies in the future. Set the machine's clock right, and start again");
    }
}
