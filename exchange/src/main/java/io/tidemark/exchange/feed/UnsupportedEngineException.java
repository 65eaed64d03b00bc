package io.tidemark.exchange.feed;

/** A journal was written by an engine that decides differently from this one. */
public final class UnsupportedEngineException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnsupportedEngineException(int version) {
        super("the journal was written by engine version " + version + ", this is version " + PoolLog.ENGINE_VERSION
                + "; open it with the release that wrote it");
    }
}
