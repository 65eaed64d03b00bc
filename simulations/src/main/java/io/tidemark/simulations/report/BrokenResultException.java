package io.tidemark.simulations.report;

import java.nio.file.Path;

/** A file of a result folder is missing or is not what it should be. The message names file and line. */
public final class BrokenResultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param line from 1; 0 if no line is to blame
     */
    BrokenResultException(Path file, long line, String problem, String expected) {
        super(file.getFileName() + (line > 0 ? ", line " + line : "") + ": " + problem + "; expected " + expected);
    }
}
