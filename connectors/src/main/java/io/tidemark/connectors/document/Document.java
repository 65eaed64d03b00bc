package io.tidemark.connectors.document;

import java.util.Optional;
import java.util.function.Function;

/** One document, replaced as a whole: a reader sees the old one or the new one. Thread-safe. */
public interface Document<T> {
    /** What it is, as far as is known here; never waits for a disk or a database. Empty if nothing was ever written. */
    Optional<T> read();

    /**
     * Makes sure that what others have changed until now is known here. Costs a question to the database where documents are
     * shared; many who ask at once share one.
     *
     * @throws java.io.UncheckedIOException if it cannot be found out now
     */
    void look();

    /**
     * Replaces it; on return it is durable.
     *
     * @param change makes the new one from what there is; done once more on what another program wrote meanwhile, and what it
     *     throws leaves everything as it was
     * @return the new one
     * @throws java.io.UncheckedIOException if it cannot be written; what was there before stays
     */
    T change(Function<Optional<T>, T> change);

    /** Replaces it by this, whatever was there. */
    default void write(T document) {
        T unused = change(before -> document);
    }
}
