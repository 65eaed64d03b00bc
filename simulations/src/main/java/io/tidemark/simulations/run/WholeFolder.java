package io.tidemark.simulations.run;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that is written aside and moved to its place when everything is there, so that what stands in a place is whole.
 */
final class WholeFolder {
    static final String MANIFEST = "manifest.json";

    private static final List<String> OURS = List.of(
            MANIFEST,
            "summary.csv",
            "replications.csv",
            "series.csv",
            "leases.csv",
            "prices.csv",
            "report.html",
            "comparison.csv",
            "comparison.html");

    private final Path work;

    private WholeFolder(Path work) {
        this.work = work;
    }

    /**
     * Begins a folder.
     *
     * @param parent where it will stand, made if need be
     */
    static WholeFolder begin(Path parent) throws IOException {
        Files.createDirectories(parent);
        Path work = parent.resolve(".unfinished-" + ProcessHandle.current().pid());
        for (int other = 1; Files.exists(work); other++) {
            work = parent.resolve(".unfinished-" + ProcessHandle.current().pid() + "-" + other);
        }
        return new WholeFolder(Files.createDirectory(work));
    }

    Writer opened(String name, String header) throws IOException {
        Writer writer = Files.newBufferedWriter(work.resolve(name));
        writer.write(header + "\n");
        return writer;
    }

    void write(String name, String text) throws IOException {
        Files.writeString(work.resolve(name), text);
    }

    /**
     * Moves it to its place. Another run's folder there is replaced.
     *
     * @throws FileAlreadyExistsException if something else stands there
     */
    Path moveTo(Path place) throws IOException {
        if (Files.exists(place)) {
            requireReplaceable(place);
            clear(place);
        }
        return Files.move(work, place);
    }

    /** Gives it up. */
    void abandon() throws IOException {
        clear(work);
    }

    /**
     * Refuses a place at which something stands that is no result.
     *
     * @throws FileAlreadyExistsException if so
     */
    static void requireReplaceable(Path place) throws IOException {
        if (!Files.exists(place)) {
            return;
        }
        boolean result = Files.isDirectory(place) && Files.isRegularFile(place.resolve(MANIFEST));
        boolean empty = false;
        if (Files.isDirectory(place)) {
            try (Stream<Path> files = Files.list(place)) {
                empty = files.findAny().isEmpty();
            }
        }
        if (!result && !empty) {
            throw new FileAlreadyExistsException(place.toString());
        }
    }

    /** Takes away what a run writes and nothing else. */
    private static void clear(Path place) throws IOException {
        for (String name : OURS) {
            Files.deleteIfExists(place.resolve(name));
        }
        try {
            Files.delete(place);
        } catch (DirectoryNotEmptyException others) {
            throw new FileAlreadyExistsException(place.toString(), null, "it holds files that no run has written");
        }
    }
}
