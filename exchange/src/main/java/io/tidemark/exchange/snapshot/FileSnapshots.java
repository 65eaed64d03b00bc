package io.tidemark.exchange.snapshot;

import io.tidemark.exchange.journal.Disk;
import io.tidemark.exchange.snapshot.SnapshotFile.DamagedException;
import io.tidemark.exchange.snapshot.SnapshotFile.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots in a directory, one file each. A file gets its name only when all of it is on the disk, so whatever has such a
 * name and cannot be read was damaged later: it is passed over and left for whoever looks into it.
 *
 * <p>One process writes to a directory at a time; the lock of the journal beside it sees to that.
 */
public final class FileSnapshots implements SnapshotStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileSnapshots.class);
    private static final String UNFINISHED = ".unfinished";
    private static final Comparator<Name> NEWEST_FIRST = Comparator.comparingLong(Name::sequence)
            .thenComparingLong(Name::offset)
            .reversed();

    private final Path directory;
    private final Disk disk;

    /** What this process has written or read to the end: it need not be read again to be counted. */
    private final Set<Name> whole = ConcurrentHashMap.newKeySet();

    private FileSnapshots(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    /**
     * Opens a directory, which is made if there is none, and clears away what a crash left unfinished.
     *
     * @throws SnapshotException if the disk refuses
     */
    public static FileSnapshots open(Path directory) {
        return open(directory, Disk.LOCAL);
    }

    static FileSnapshots open(Path directory, Disk disk) {
        try {
            Path absolute = directory.toAbsolutePath();
            Files.createDirectories(absolute);
            Path parent = absolute.getParent();
            if (parent != null) {
                disk.syncDirectory(parent);
            }
            FileSnapshots snapshots = new FileSnapshots(absolute, disk);
            snapshots.clearUnfinished();
            return snapshots;
        } catch (IOException failed) {
            throw new SnapshotException("cannot open the snapshots in " + directory + ": " + failed, failed);
        }
    }

    private void clearUnfinished() throws IOException {
        for (String file : files()) {
            if (file.endsWith(UNFINISHED)
                    && Name.parse(file.substring(0, file.length() - UNFINISHED.length()))
                            .isPresent()) {
                LOG.info("{} was never finished and is deleted", directory.resolve(file));
                Files.delete(directory.resolve(file));
            }
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    @Override
    public void save(StoredSnapshot snapshot) {
        Name name = Name.of(snapshot);
        Path unfinished = directory.resolve(name.file() + UNFINISHED);
        try {
            Files.deleteIfExists(unfinished);
            try (Disk.Handle file = disk.open(unfinished)) {
                file.write(SnapshotFile.encode(snapshot), 0);
                file.sync();
            }
            Files.move(unfinished, directory.resolve(name.file()), StandardCopyOption.ATOMIC_MOVE);
            disk.syncDirectory(directory);
            whole.add(name);
        } catch (IOException failed) {
            abandon(unfinished);
            throw new SnapshotException(
                    "cannot keep the snapshot of " + snapshot + " in " + directory + ": " + failed
                            + "; the ones before are kept, see whether the disk has room",
                    failed);
        }
    }

    /** A full disk gets its room back at once; the file is of no use, whatever of it has been written. */
    private static void abandon(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException later) {
            LOG.warn("{} is left over and cannot be deleted: {}", unfinished, later.toString());
        }
    }

    @Override
    public List<StoredSnapshot> newestFirst(String pool) {
        return namesByPool().getOrDefault(pool, List.of()).stream()
                .flatMap(name -> read(name).stream())
                .toList();
    }

    @Override
    public Map<String, List<SnapshotPlace>> places() {
        Map<String, List<SnapshotPlace>> places = new TreeMap<>();
        namesByPool()
                .forEach((pool, names) -> places.put(
                        pool,
                        names.stream()
                                .map(name -> new SnapshotPlace(name.sequence(), name.offset()))
                                .toList()));
        return places;
    }

    @Override
    public Set<String> pools() {
        return new TreeSet<>(namesByPool().keySet());
    }

    /** Only whole ones count, and only whole ones are deleted: the rest is not ours to judge. */
    @Override
    public void prune(int keep) {
        if (keep < 1) {
            throw new IllegalArgumentException("at least one snapshot of a pool must be kept: " + keep);
        }
        namesByPool()
                .values()
                .forEach(names -> names.stream()
                        .filter(name -> whole.contains(name) || read(name).isPresent())
                        .skip(keep)
                        .forEach(this::delete));
    }

    private void delete(Name name) {
        try {
            Files.delete(directory.resolve(name.file()));
            whole.remove(name);
        } catch (IOException failed) {
            throw new SnapshotException("cannot delete the old snapshot " + name.file() + ": " + failed, failed);
        }
    }

    private Map<String, List<Name>> namesByPool() {
        try {
            return files().stream()
                    .flatMap(file -> Name.parse(file).stream())
                    .sorted(NEWEST_FIRST)
                    .collect(Collectors.groupingBy(Name::pool));
        } catch (IOException failed) {
            throw new SnapshotException("cannot list the snapshots in " + directory + ": " + failed, failed);
        }
    }

    private Optional<StoredSnapshot> read(Name name) {
        Path file = directory.resolve(name.file());
        try {
            if (Files.size(file) > Integer.MAX_VALUE - Long.BYTES) {
                throw new DamagedException("it is larger than any snapshot");
            }
            StoredSnapshot snapshot = SnapshotFile.decode(Files.readAllBytes(file));
            if (!Name.of(snapshot).equals(name)) {
                throw new DamagedException("it holds " + snapshot);
            }
            whole.add(name);
            return Optional.of(snapshot);
        } catch (DamagedException damaged) {
            return passOver(file, String.valueOf(damaged.getMessage()));
        } catch (IOException unreadable) {
            return passOver(file, unreadable.toString());
        }
    }

    private static Optional<StoredSnapshot> passOver(Path file, String why) {
        LOG.warn("the snapshot {} is passed over and left where it is: {}", file, why);
        return Optional.empty();
    }
}
