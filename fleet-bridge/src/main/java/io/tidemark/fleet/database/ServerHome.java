package io.tidemark.fleet.database;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The directory of a server of our own, locked:
 *
 * <pre>
 * in-use.lock            held while the server runs; the system lets go of it when the process dies
 * data/                  PostgreSQL's own directory
 * binaries/              unpacked once; not inside data, where PostgreSQL's starter would tidy them away
 * port                   the port of the last start, kept so that a person can find it
 * superuser.password     and application.password: drawn once, readable by the owner only
 * ready                  written when the database was made; without it nothing was ever booked in data/
 * </pre>
 */
final class ServerHome implements Closeable {
    private static final int PASSWORD_BYTES = 24;

    /** Locked by this process. Asked first: closing any channel on a file gives up all of a process's locks on it. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel lock;

    private ServerHome(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Locks a directory.
     *
     * @throws DatabaseInUseException if somebody has it
     */
    static ServerHome open(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path real = directory.toRealPath();
        if (!HELD.add(real)) {
            throw new DatabaseInUseException(directory, "this very process");
        }
        try {
            return new ServerHome(real, lock(real));
        } catch (IOException | RuntimeException failed) {
            HELD.remove(real);
            throw failed;
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        Path file = directory.resolve("in-use.lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock taken = channel.tryLock();
            if (taken == null) {
                String holder = Files.readString(file, StandardCharsets.ISO_8859_1);
                throw new DatabaseInUseException(
                        directory, "process " + (holder.matches("[0-9]{1,19}") ? holder : "of unknown number"));
            }
            // Only for the message of whoever comes second.
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return channel;
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    Path data() {
        return directory.resolve("data");
    }

    Path binaries() {
        return directory.resolve("binaries");
    }

    Path superuserPassword() throws IOException {
        return password("superuser.password");
    }

    Path applicationPassword() throws IOException {
        return password("application.password");
    }

    private Path password(String name) throws IOException {
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            byte[] drawn = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(drawn);
            // Complete or absent: a kill in between must not leave half a password.
            Path draft = Files.createTempFile(
                    directory,
                    name,
                    ".draft",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            writeDurably(draft, HexFormat.of().formatHex(drawn));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            syncDirectory();
        }
        return file;
    }

    Optional<Integer> port() throws IOException {
        Path file = directory.resolve("port");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String port = Files.readString(file).strip();
        return port.matches("[0-9]{1,5}") ? Optional.of(Integer.valueOf(port)) : Optional.empty();
    }

    void rememberPort(int port) throws IOException {
        writeDurably(directory.resolve("port"), Integer.toString(port));
    }

    boolean isReady() {
        return Files.exists(directory.resolve("ready"));
    }

    void markReady() throws IOException {
        writeDurably(directory.resolve("ready"), "made\n");
        syncDirectory();
    }

    /**
     * Moves aside what an initialisation that was killed left of the data directory. It is not deleted: a person may know
     * better than a missing mark.
     */
    void setUnfinishedDataAside() throws IOException {
        if (!isReady() && Files.exists(data())) {
            int number = 1;
            while (Files.exists(directory.resolve("unfinished-" + number))) {
                number++;
            }
            Files.move(data(), directory.resolve("unfinished-" + number));
        }
    }

    private static void writeDurably(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
    }

    private void syncDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
        HELD.remove(directory);
    }
}
