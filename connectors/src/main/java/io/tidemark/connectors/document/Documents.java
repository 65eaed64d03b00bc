package io.tidemark.connectors.document;

import java.nio.file.Path;

/** Where documents are kept. Thread-safe. */
public interface Documents {
    /**
     * A document, which need not exist yet.
     *
     * @param name letters, digits, dots and hyphens; one kind for each name
     * @throws java.io.UncheckedIOException if what there is cannot be read
     */
    <T> Document<T> document(String name, Class<T> kind);

    /** Files {@code name.json} of a directory, which is made if it does not exist and which no other program writes to. */
    static Documents in(Path directory) {
        return new Documents() {
            @Override
            public <T> Document<T> document(String name, Class<T> kind) {
                return new FileDocument<>(directory, name + ".json", kind);
            }
        };
    }
}
