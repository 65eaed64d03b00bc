package io.tidemark.exchange.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a second writer out of a directory, in this process and in any other. The system lets go when a process dies. */
final class DirectoryLock implements Closeable {
    private static final String NAME = "in-use.lock";

    /**
     * Directories locked by this process. Asked before the file is touched: closing any channel on a file gives up all
     * locks that the process has on it, so a refused second opener would otherwise open the door for other processes.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    static DirectoryLock take(Path directory) throws IOException {
        Path real = directory.toRealPath();
        if (!HELD.add(real)) {
            throw new JournalInUseException(directory, "this very process");
        }
        try {
            return lock(directory, real);
        } catch (IOException | RuntimeException failed) {
            HELD.remove(real);
            throw failed;
        }
    }

    /** Whether somebody has the directory now; changes nothing. */
    static boolean isHeld(Path directory) throws IOException {
        Path real = directory.toRealPath();
        Path file = real.resolve(NAME);
        if (!Files.exists(file)) {
            return false;
        }
        if (!HELD.add(real)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return shared == null;
        } finally {
            HELD.remove(real);
        }
    }

    private static DirectoryLock lock(Path directory, Path real) throws IOException {
        Path file = real.resolve(NAME);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new JournalInUseException(directory, "process " + holder(file));
            }
            // Only for the message of whoever comes second.
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DirectoryLock(real, channel);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private static String holder(Path file) throws IOException {
        String pid = Files.readString(file, StandardCharsets.ISO_8859_1);
        return pid.matches("[0-9]{1,19}") ? pid : "of unknown number";
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(directory);
    }
}
