package io.tidemark.connectors.cli;

import io.tidemark.connectors.cli.Remote.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * An id names a firm order or a spot bid, and people should not have to remember which; nor which of two ids is asked for,
 * the exchange's or the one that they gave themselves.
 */
final class EitherKind {
    private static final Kind ORDER = new Kind("/v1/orders", "orders", "orderId");
    private static final Kind BID = new Kind("/v1/spot-bids", "spotBids", "spotBidId");

    private EitherKind() {}

    /** A list of the server, and what is called what in it. */
    private record Kind(String path, String list, String id) {}

    /**
     * Tries it as an order, and if there is none as a bid, and if there is none as the id that its owner gave it.
     *
     * @param list reads a list, whatever {@code request} does to what is found
     */
    static Answer of(String id, Function<String, Answer> list, Function<String, Answer> request) {
        try {
            return byExchangeId(id, request);
        } catch (Failure noId) {
            if (!noId.isMissing()) {
                throw noId;
            }
            return byExchangeId(byOwnId(id, List.of(ORDER, BID), list, noId), request);
        }
    }

    /** The same of spot bids alone; {@code request} is given the id of the exchange. */
    static Answer ofBid(String id, Function<String, Answer> list, Function<String, Answer> request) {
        try {
            return request.apply(id);
        } catch (Failure noId) {
            if (!noId.isMissing()) {
                throw noId;
            }
            return request.apply(byOwnId(id, List.of(BID), list, noId));
        }
    }

    private static String byOwnId(String id, List<Kind> kinds, Function<String, Answer> list, Failure noId) {
        List<String> found = new ArrayList<>();
        for (Kind kind : kinds) {
            list.apply(kind.path() + "?clientOrderId=" + Remote.encoded(id))
                    .tree()
                    .path(kind.list())
                    .forEach(order -> found.add(order.path(kind.id()).asText()));
        }
        if (found.isEmpty()) {
            throw noId;
        }
        if (found.size() > 1) {
            throw Failure.ambiguous(
                    "'" + id + "' is the id of several: " + String.join(", ", found) + ".\nName one of them.");
        }
        return found.get(0);
    }

    private static Answer byExchangeId(String id, Function<String, Answer> request) {
        try {
            return request.apply("/v1/orders/" + Remote.encoded(id));
        } catch (Failure noOrder) {
            if (!noOrder.isMissing()) {
                throw noOrder;
            }
            return request.apply("/v1/spot-bids/" + Remote.encoded(id));
        }
    }
}
