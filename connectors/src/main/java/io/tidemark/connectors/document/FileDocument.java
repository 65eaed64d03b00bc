package io.tidemark.connectors.document;

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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One JSON file of a directory. A change is written beside the file, forced, and renamed over it, so a crash leaves the old
 * file or the new one, never half of one.
 */
final class FileDocument<T> implements Document<T> {
    private final Path directory;
    private final String name;

    /** Replaced as a whole, so that a reader never waits for the disk. */
    private volatile @Nullable T known;

    FileDocument(Path directory, String name, Class<T> kind) {
        this.directory = directory;
        this.name = name;
        Path file = directory.resolve(name);
        try {
            Files.createDirectories(directory);
            known = Files.exists(file) ? Json.MAPPER.readValue(file.toFile(), kind) : null;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read", unreadable);
        }
    }

    @Override
    public Optional<T> read() {
        return Optional.ofNullable(known);
    }

    @Override
    public void look() {
        // Nobody else writes here.
    }

    @Override
    public synchronized T change(Function<Optional<T>, T> change) {
        T before = known;
        T after = change.apply(Optional.ofNullable(before));
        if (!after.equals(before)) {
            replace(after);
            known = after;
        }
        return after;
    }

    private void replace(T document) {
        Path file = directory.resolve(name);
        Path fresh = directory.resolve(name + ".new");
        try {
            try (FileChannel channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                onlyForUs(fresh);
                ByteBuffer bytes = ByteBuffer.wrap(Json.MAPPER.writeValueAsBytes(document));
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
