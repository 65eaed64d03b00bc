package io.tidemark.exchange.benchmark.peer;

import exchange.core2.core.common.MatcherEventType;
import exchange.core2.core.common.MatcherTradeEvent;
import exchange.core2.core.common.cmd.CommandResultCode;
import exchange.core2.core.common.cmd.OrderCommand;
import org.jspecify.annotations.Nullable;

/** What the commands come to: as much as our own benchmark writes down of each, so that both pay for it. */
final class PeerTape {
    private final Fnv hash = new Fnv();
    private long trades;
    private long volume;
    private long refused;

    long trades() {
        return trades;
    }

    long volume() {
        return volume;
    }

    long refused() {
        return refused;
    }

    String hash() {
        return hash.toString();
    }

    /** @param index of the command in the stream, those that are left out counted, too */
    void done(int index, OrderCommand command, CommandResultCode code) {
        if (code != CommandResultCode.SUCCESS) {
            refused++;
        }
        for (@Nullable MatcherTradeEvent event = command.matcherEvent; event != null; event = event.nextEvent) {
            if (event.eventType == MatcherEventType.TRADE) {
                trades++;
                volume += event.size;
                hash.add(index);
                hash.add(command.orderId);
                hash.add(event.matchedOrderId);
                hash.add(event.price);
                hash.add(event.size);
            }
        }
    }
}
