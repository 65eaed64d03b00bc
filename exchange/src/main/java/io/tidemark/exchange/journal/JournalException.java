package io.tidemark.exchange.journal;

/** The journal cannot do what it is for. */
public class JournalException extends RuntimeException {
    JournalException(String message) {
        super(message);
    }

    JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
