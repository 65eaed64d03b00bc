package io.tidemark.connectors.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a page tells its reader to type: the lines of its shell blocks, indented or fenced as {@code sh}. */
final class ShellCommands {
    private static final String INDENT = "    ";

    private ShellCommands() {}

    /** One command, on so many lines as it takes. */
    record Typed(Path page, int line, String text) {
        @Override
        public String toString() {
            return page.getFileName() + ":" + line + "  " + text;
        }
    }

    static List<Typed> of(Path page) {
        List<Typed> commands = new ArrayList<>();
        List<String> lines;
        try {
            lines = Files.readAllLines(page);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        String fence = "";
        StringBuilder open = new StringBuilder();
        int first = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("```")) {
                fence = fence.isEmpty() ? line.substring(3).strip() + "`" : "";
                continue;
            }
            boolean shell = fence.equals("sh`") || (fence.isEmpty() && line.startsWith(INDENT));
            if (!shell || line.isBlank()) {
                continue;
            }
            if (open.isEmpty()) {
                first = i + 1;
            }
            String text = line.strip();
            if (text.endsWith("\\")) {
                open.append(text, 0, text.length() - 1);
            } else {
                commands.add(new Typed(page, first, open + text));
                open.setLength(0);
            }
        }
        return commands;
    }
}
