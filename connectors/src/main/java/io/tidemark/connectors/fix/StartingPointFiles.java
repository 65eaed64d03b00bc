package io.tidemark.connectors.fix;

import io.tidemark.connectors.document.Document;
import io.tidemark.connectors.document.Documents;
import io.tidemark.connectors.fix.SavedPoint.UnreadableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starting points as two files beside the message stores, written in turns. The stores themselves are not synced message by
 * message; so that no report is lost between the two, they are synced before a point says that it need not be made again.
 */
final class StartingPointFiles implements StartingPoints {
    private static final Logger LOG = LoggerFactory.getLogger(StartingPointFiles.class);
    private static final List<String> NAMES = List.of("start-a.json", "start-b.json");

    private final Path directory;

    /** By file, the offset of the good point that is in it. */
    private final Map<String, Long> offsets = new ConcurrentHashMap<>();

    StartingPointFiles(Path directory) {
        this.directory = directory;
    }

    @Override
    public List<StartingPoint> newestFirst() {
        return NAMES.stream()
                .flatMap(name -> read(name).stream())
                .sorted(Comparator.comparingLong(StartingPoint::offset).reversed())
                .toList();
    }

    private Optional<StartingPoint> read(String name) {
        try {
            Optional<SavedPoint> saved = file(name).read();
            if (saved.isEmpty()) {
                return Optional.empty();
            }
            StartingPoint point = saved.get().read();
            offsets.put(name, point.offset());
            return Optional.of(point);
        } catch (UnreadableException | RuntimeException unreadable) {
            return passOver(name, String.valueOf(unreadable.getMessage()));
        }
    }

    private Optional<StartingPoint> passOver(String name, String why) {
        LOG.warn("the starting point {} is passed over: {}", directory.resolve(name), why);
        return Optional.empty();
    }

    private Document<SavedPoint> file(String name) {
        return Documents.in(directory).document(name.replace(".json", ""), SavedPoint.class);
    }

    @Override
    public void save(StartingPoint point, long beside) {
        String name = NAMES.get(Objects.equals(offsets.get(NAMES.get(0)), beside) ? 1 : 0);
        syncMessages();
        file(name).write(SavedPoint.of(point));
        offsets.put(name, point.offset());
    }

    private void syncMessages() {
        try {
            Files.createDirectories(directory);
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    sync(file);
                }
            }
            sync(directory);
        } catch (IOException failed) {
            throw new UncheckedIOException("the FIX messages in " + directory + " cannot be synced", failed);
        }
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (NoSuchFileException gone) {
            LOG.debug("{} is not there any more: its session was reset", file);
        }
    }

    /** Nobody else begins at them. */
    @Override
    public long neededFrom(long here) {
        return here;
    }

    @Override
    public String place() {
        return directory.toString();
    }
}
