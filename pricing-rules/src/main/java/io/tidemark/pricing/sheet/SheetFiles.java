package io.tidemark.pricing.sheet;

import io.tidemark.pricing.sheet.Problem.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The sheets of a directory: every {@code .csv} in it, by name. What has another ending is nobody's business here. */
public final class SheetFiles {
    /** What the name of a sheet's file ends with. */
    public static final String ENDING = ".csv";

    private static final int MAX_SHEETS = 64;

    private SheetFiles() {}

    /**
     * Reads the sheets of a directory. Of a file that is too long only a little more than {@link Sheet#MAX_CHARACTERS}
     * bytes are read, which {@link Sheet} then refuses in its own words; bytes that are not UTF-8 become U+FFFD, which it
     * refuses as well.
     *
     * @param problems what cannot be read because it is no file is added here
     * @throws IOException if the directory or a file cannot be read
     */
    public static Map<String, String> read(Path directory, List<Problem> problems) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> name(file).endsWith(ENDING))
                    .limit(MAX_SHEETS + 1L)
                    .sorted()
                    .toList();
        }
        if (files.size() > MAX_SHEETS) {
            throw new IOException(directory + " has more than " + MAX_SHEETS + " files that end with " + ENDING
                    + "; is it a directory of pricing tables?");
        }
        Map<String, String> texts = new TreeMap<>();
        for (Path file : files) {
            String sheet = name(file).substring(0, name(file).length() - ENDING.length());
            if (Files.isRegularFile(file)) {
                texts.put(sheet, text(file));
            } else {
                // To open a pipe would wait for whoever writes to it.
                problems.add(new Problem(Code.UNKNOWN_TABLE, Line.shown(sheet), 0, "", "it is no file", "a file"));
            }
        }
        return texts;
    }

    private static String text(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(Sheet.MAX_CHARACTERS + 1);
            // One byte a character, or a long file of many-byte characters would look short.
            return new String(
                    bytes, bytes.length > Sheet.MAX_CHARACTERS ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
