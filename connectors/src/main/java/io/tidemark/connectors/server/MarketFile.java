package io.tidemark.connectors.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.exchange.contract.Hours;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What a market must remember outside its journal: small values, each a JSON file, replaced whole or not at all.
 *
 * <p>These are inputs of the shell (when the market began, what the surplus trackers have seen); what was acknowledged to
 * anybody is in the journal and nowhere else.
 */
final class MarketFile<T> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Class<T> type;

    MarketFile(Path file, Class<T> type) {
        this.file = file;
        this.type = type;
    }

    /**
     * When and how a market began.
     *
     * @param startMillis market time of its first instant, epoch milliseconds
     * @param realTime whether its time is real time, for good
     */
    record Beginning(long startMillis, long seed, boolean realTime) {
        /** A market that begins now, on the full hour that runs. */
        static Beginning at(long nowMillis, long seed, boolean realTime) {
            return new Beginning(Hours.startMillis(Hours.containing(nowMillis)), seed, realTime);
        }
    }

    boolean exists() {
        return Files.exists(file);
    }

    T read() {
        try {
            return JSON.readValue(file.toFile(), type);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read", unreadable);
        }
    }

    void write(T value) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            JSON.writeValue(fresh.toFile(), value);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(file + " cannot be written", unwritable);
        }
    }
}
