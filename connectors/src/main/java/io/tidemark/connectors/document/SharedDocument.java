package io.tidemark.connectors.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tidemark.connectors.document.SharedDocuments.Content;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One row of {@link SharedDocuments}, as it was when it was last seen. */
final class SharedDocument<T> implements Document<T> {
    private final SharedDocuments documents;
    private final String name;
    private final Class<T> kind;

    /** Replaced as a whole; null while there is no row. */
    private volatile @Nullable Seen<T> seen;

    SharedDocument(SharedDocuments documents, String name, Class<T> kind) {
        this.documents = documents;
        this.name = name;
        this.kind = kind;
    }

    private record Seen<T>(long version, T document) {}

    Class<T> kind() {
        return kind;
    }

    long version() {
        Seen<T> last = seen;
        return last == null ? 0 : last.version();
    }

    /** Reads the row. */
    synchronized void load() {
        Optional<Content> row = documents.load(name);
        if (row.isPresent() && row.get().version() > version()) {
            seen = new Seen<>(row.get().version(), parse(row.get().text()));
        }
    }

    private T parse(String text) {
        try {
            return Json.MAPPER.readValue(text, kind);
        } catch (JsonProcessingException unreadable) {
            throw new UncheckedIOException("the shared document '" + name + "' cannot be read", unreadable);
        }
    }

    @Override
    public Optional<T> read() {
        Seen<T> last = seen;
        return last == null ? Optional.empty() : Optional.of(last.document());
    }

    @Override
    public void look() {
        documents.look();
    }

    @Override
    public synchronized T change(Function<Optional<T>, T> change) {
        while (true) {
            Optional<T> before = read();
            T after = change.apply(before);
            if (before.isPresent() && before.get().equals(after)) {
                return after;
            }
            long version = version();
            if (documents.replace(name, version, text(after))) {
                seen = new Seen<>(version + 1, after);
                return after;
            }
            load();
        }
    }

    private String text(T document) {
        try {
            return Json.MAPPER.writeValueAsString(document);
        } catch (JsonProcessingException unwritable) {
            throw new UncheckedIOException("'" + name + "' cannot be written", unwritable);
        }
    }
}
