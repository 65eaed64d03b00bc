package io.tidemark.connectors.server;

import io.tidemark.exchange.contract.PoolId;
import java.util.List;
import java.util.stream.Collectors;

/** A market has pools that nobody would look after. The message is fit to be shown as it is. */
final class UnservedPoolException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnservedPoolException(String place, List<PoolId> pools) {
        super("the market in " + place + " has "
                + pools.stream().map(PoolId::toString).collect(Collectors.joining(" and "))
                + ", which the configuration does not name: its orders, titles and leases need their machines; name it, or begin"
                + " in another data directory");
    }
}
