package io.tidemark.fleet.settlement;

/** The journal says something that the books cannot follow. Nothing was written, and nothing goes on before it is resolved. */
public final class SettlementException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SettlementException(String message) {
        super(message);
    }
}
