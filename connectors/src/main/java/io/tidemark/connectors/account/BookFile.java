package io.tidemark.connectors.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * One JSON file of a directory, read and written as a whole. A change is written beside the file, forced, and renamed over
 * it, so a crash leaves the old file or the new one, never half of one.
 */
public final class BookFile<T> {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private final Path directory;
    private final String name;
    private final Class<T> kind;

    public BookFile(Path directory, String name, Class<T> kind) {
        this.directory = directory;
        this.name = name;
        this.kind = kind;
    }

    /**
     * Makes the directory if it does not exist, and reads what it has.
     *
     * @return empty if nothing was ever written
     * @throws UncheckedIOException if the directory or the file cannot be read
     */
    public Optional<T> read() {
        Path file = directory.resolve(name);
        try {
            Files.createDirectories(directory);
            return Files.exists(file) ? Optional.of(JSON.readValue(file.toFile(), kind)) : Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read", unreadable);
        }
    }

    /**
     * Replaces what is there; on return it is on the disk.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public void write(T document) {
        Path file = directory.resolve(name);
        Path fresh = directory.resolve(name + ".new");
        try {
            try (FileChannel channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                onlyForUs(fresh);
                ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(document));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            // The rename itself is durable only when the directory is.
            try (FileChannel renamed = FileChannel.open(directory, StandardOpenOption.READ)) {
                renamed.force(true);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(file + " cannot be written", unwritable);
        }
    }

    /** Hashes are no secret worth a break-in, but start scripts may hold some; nobody else needs either. */
    private static void onlyForUs(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }
}
