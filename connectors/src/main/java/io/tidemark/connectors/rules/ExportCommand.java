package io.tidemark.connectors.rules;

import io.tidemark.pricing.check.Draft;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes the tables and cases that come with the program into a directory, to begin with.",
            "",
            "The directory is made; if it is there already it must be empty.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:they were written", "2:the directory is not empty, or cannot be written"},
        footer = {"", "Example:", "  tidemark rules export tables"})
final class ExportCommand extends OfflineCommand {
    @Parameters(paramLabel = "DIR", description = "a directory that does not exist yet, or is empty")
    private Path directory = Path.of("");

    @Override
    int run(PrintWriter out) throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> there = Files.list(directory)) {
            if (there.findAny().isPresent()) {
                throw new IOException(directory + " is not empty; nothing was written. Give another directory");
            }
        }
        Map<String, String> sheets = Draft.builtIn().sheets();
        for (Map.Entry<String, String> sheet : sheets.entrySet()) {
            Files.writeString(
                    directory.resolve(sheet.getKey() + ".csv"), sheet.getValue(), StandardOpenOption.CREATE_NEW);
        }
        out.println(sheets.size() + " files were written to " + directory);
        return RulesCommand.OK;
    }
}
