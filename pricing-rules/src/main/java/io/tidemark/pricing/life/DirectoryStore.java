package io.tidemark.pricing.life;

import io.tidemark.pricing.sheet.SheetFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A store of files: {@code sets/CONTENT/NAME.csv} for sheets, {@code history} with a line for each entry.
 *
 * <p>A directory of sheets is written beside its place, synced and moved there whole. A line of the history is written
 * behind the others and synced; what a crash left of a line is not there, and the next one is written over it. The history
 * is chained: a line that was changed, or taken out from between others, is found. Programs take turns by a lock on the
 * file {@code lock}.
 */
public final class DirectoryStore implements RuleStore {
    private static final Pattern CONTENT = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z-]{0,39}");
    private static final String UNFINISHED = ".new-";

    /** A lock of a file holds between programs only; this one holds between threads. */
    private static final Object TURN = new Object();

    private final Path directory;
    private final Path sets;
    private final Path history;

    /** A store in a directory, which is made when something is first kept. */
    public DirectoryStore(Path directory) {
        this.directory = directory;
        this.sets = directory.resolve("sets");
        this.history = directory.resolve("history");
    }

    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    @Override
    public void keep(String content, Map<String, String> sheets) {
        Path place = place(content);
        sheets.keySet().forEach(DirectoryStore::requireName);
        alone(() -> {
            if (!Files.isDirectory(place)) {
                Files.createDirectories(sets);
                removeUnfinished();
                Path fresh = Files.createTempDirectory(sets, UNFINISHED);
                for (Map.Entry<String, String> sheet : sheets.entrySet()) {
                    write(fresh.resolve(sheet.getKey() + ".csv"), sheet.getValue());
                }
                sync(fresh);
                Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
                sync(sets);
                sync(directory);
            }
            return place;
        });
    }

    @Override
    public Optional<Map<String, String>> find(String content) {
        Path place = place(content);
        if (!Files.isDirectory(place)) {
            return Optional.empty();
        }
        try {
            return Optional.of(SheetFiles.read(place, new ArrayList<>()));
        } catch (IOException unreadable) {
            throw new RuleStoreException(place + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    @Override
    public List<Entry> history() {
        try {
            return read().entries();
        } catch (IOException unreadable) {
            throw new RuleStoreException(history + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    @Override
    public boolean append(Entry entry) {
        return alone(() -> {
            ChainedHistory file = read();
            if (entry.number() != file.entries().size() + 1L) {
                return false;
            }
            try (FileChannel channel = FileChannel.open(history, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.truncate(file.wholeBytes());
                channel.position(file.wholeBytes());
                writeAll(channel, file.lineOf(entry));
                channel.force(true);
            }
            sync(directory);
            return true;
        });
    }

    /** A file that is not there is an empty history. */
    private ChainedHistory read() throws IOException {
        return ChainedHistory.read(
                Files.exists(history) ? new String(Files.readAllBytes(history), StandardCharsets.UTF_8) : "", history);
    }

    private Path place(String content) {
        if (!CONTENT.matcher(content).matches()) {
            throw new IllegalArgumentException("no SHA-256: " + content);
        }
        return sets.resolve(content);
    }

    /** A name becomes the name of a file. */
    private static void requireName(String sheet) {
        if (!NAME.matcher(sheet).matches()) {
            throw new IllegalArgumentException("no name of a sheet: " + sheet);
        }
    }

    private <T> T alone(Work<T> work) {
        synchronized (TURN) {
            try {
                Files.createDirectories(directory);
                try (FileChannel channel = FileChannel.open(
                                directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = channel.lock()) {
                    if (!lock.isValid()) {
                        throw new IOException("the lock is not held");
                    }
                    return work.run();
                }
            } catch (IOException unusable) {
                throw new RuleStoreException(directory + " cannot be written: " + unusable.getMessage(), unusable);
            }
        }
    }

    /** What a program left that died while it wrote. */
    private void removeUnfinished() throws IOException {
        List<Path> left;
        try (Stream<Path> all = Files.list(sets)) {
            left = all.filter(path -> String.valueOf(path.getFileName()).startsWith(UNFINISHED))
                    .toList();
        }
        for (Path unfinished : left) {
            List<Path> files;
            try (Stream<Path> all = Files.list(unfinished)) {
                files = all.toList();
            }
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(unfinished);
        }
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            writeAll(channel, text);
            channel.force(true);
        }
    }

    private static void writeAll(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
