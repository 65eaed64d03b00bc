package io.tidemark.connectors.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory of a market, kept for one program at a time. The system lets go of it when the program dies. */
final class DataDirectory implements AutoCloseable {
    private static final String LOCK = "in-use.lock";

    private final Path directory;
    private final FileChannel channel;

    private DataDirectory(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Takes a directory, which is made if it does not exist, for nobody but its owner to read.
     *
     * @throws DataInUseException if another program has it
     * @throws UncheckedIOException if it cannot be made or written
     */
    static DataDirectory take(Path directory) {
        try {
            make(directory);
            Path file = directory.resolve(LOCK);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new DataInUseException(directory, Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            // Only for the message of whoever comes second.
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DataDirectory(directory, channel);
        } catch (IOException unusable) {
            throw new UncheckedIOException(directory + " cannot be used as a data directory", unusable);
        }
    }

    private static void make(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path whole = directory.toAbsolutePath();
        if (whole.getParent() != null) {
            Files.createDirectories(whole.getParent());
        }
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectory(
                    whole, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(whole);
        }
    }

    /** Where its accounts are. */
    Path accounts() {
        return accounts(directory);
    }

    /** Where the accounts of a data directory are: names, hashes of keys, sessions, access to nodes. */
    static Path accounts(Path data) {
        return data.resolve("accounts");
    }

    /** Where the key pair is that the operator signs with, unless it is kept elsewhere. */
    static Path keys(Path data) {
        return data.resolve("keys");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("the lock of the data directory was not let go", failed);
        }
    }
}
