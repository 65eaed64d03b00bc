package io.tidemark.simulations.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What no schema can say of a document: whoever makes something of it adds here what does not fit, with its place. */
public final class Findings {
    private final Resolution resolution;
    private final List<Problem> problems;
    private final Path directory;

    /**
     * None yet.
     *
     * @param problems where to put what is wrong
     * @param directory where relative paths in the document begin
     */
    public Findings(Resolution resolution, List<Problem> problems, Path directory) {
        this.resolution = resolution;
        this.problems = problems;
        this.directory = directory;
    }

    /**
     * Something is wrong.
     *
     * @param path of the value, keys with dots between them
     */
    public void add(String path, String found, String expected) {
        problems.add(new Problem(placeOf(path), path, found, expected));
    }

    /** Where the value of a path stands, for people. */
    public String placeOf(String path) {
        return resolution.placeOf(path).toString();
    }

    /** The file or directory that a text means. */
    public Path file(String text) {
        return directory.resolve(text).normalize();
    }

    /** Whether there is such a file; if not, that is a finding. */
    public boolean isFile(Path file, String path, String expected) {
        if (Files.isReadable(file) && Files.isRegularFile(file)) {
            return true;
        }
        add(path, "there is no file " + file + " that can be read", expected);
        return false;
    }

    /** What is in a file; empty, and a finding, if it cannot be read. */
    public Optional<String> text(Path file, String path) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException unreadable) {
            add(path, file + " cannot be read: " + unreadable.getMessage(), "UTF-8 text that this user may read");
            return Optional.empty();
        }
    }
}
