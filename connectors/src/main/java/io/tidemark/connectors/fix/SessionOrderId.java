package io.tidemark.connectors.fix;

import io.tidemark.connectors.account.SessionBook;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A ClOrdID and the session that gave it. In the market an order is called by both, {@code FIRM:order-1}: so the journal
 * says which session is to be told of it, after a crash as well.
 */
record SessionOrderId(String compId, String clOrdId) {
    private static final Pattern CL_ORD_ID = Pattern.compile("[A-Za-z0-9._:-]{1,40}");
    private static final char BETWEEN = ':';

    /**
     * What a client calls its order.
     *
     * @throws RejectedException if it cannot be called so
     */
    static SessionOrderId of(String compId, String clOrdId) {
        if (!CL_ORD_ID.matcher(clOrdId).matches()) {
            throw new RejectedException(
                    RejectReason.MALFORMED_CLIENT_ORDER_ID,
                    "the ClOrdID cannot be taken",
                    "send 1 to 40 letters, digits, dots, colons, hyphens or underscores");
        }
        return new SessionOrderId(compId, clOrdId);
    }

    /** Reads what the market calls an order; empty if no session of this account entered it. */
    static Optional<SessionOrderId> read(String clientOrderId, long account, SessionBook sessions) {
        int between = clientOrderId.indexOf(BETWEEN);
        if (between < 1) {
            return Optional.empty();
        }
        String compId = clientOrderId.substring(0, between);
        return sessions.accountOf(compId)
                .filter(owner -> owner == account)
                .map(owner -> new SessionOrderId(compId, clientOrderId.substring(between + 1)));
    }

    /** The ClOrdID in what the market calls an order of a session. */
    static String clOrdId(String clientOrderId) {
        return clientOrderId.substring(clientOrderId.indexOf(BETWEEN) + 1);
    }

    /** As the market calls it. */
    @Override
    public String toString() {
        return compId + BETWEEN + clOrdId;
    }
}
