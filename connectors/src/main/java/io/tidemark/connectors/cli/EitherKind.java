package io.tidemark.connectors.cli;

import io.tidemark.connectors.cli.Remote.Answer;
import java.util.function.Function;

/** An id names a firm order or a spot bid, and people should not have to remember which. */
final class EitherKind {
    private EitherKind() {}

    /** Tries it as an order, and if there is none as a bid. */
    static Answer of(String id, Function<String, Answer> request) {
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
