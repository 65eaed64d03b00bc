package io.tidemark.connectors.rules;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes tables and cases into a directory, to begin with: those that come with the program, or of a set of a"
                    + " market.",
            "",
            "The directory is made; if it is there already it must be empty.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:they were written", "2:the directory is not empty, or cannot be written"},
        footer = {
            "",
            "Examples:",
            "  tidemark rules export tables",
            "  tidemark rules export tables --set live --data market"
        })
final class ExportCommand extends OfflineCommand {
    @Parameters(paramLabel = "DIR", description = "a directory that does not exist yet, or is empty")
    private Path directory = Path.of("");

    @Option(
            names = "--set",
            paramLabel = "SET",
            defaultValue = "built-in",
            description = "built-in, live, an id, or a directory to copy (default: ${DEFAULT-VALUE})")
    private String set = "";

    @Mixin
    private MarketStore store = new MarketStore();

    @Override
    int run(PrintWriter out) throws IOException {
        Map<String, String> sheets =
                NamedSets.draft(store.life(), set, new ArrayList<>()).sheets();
        Files.createDirectories(directory);
        try (Stream<Path> there = Files.list(directory)) {
            if (there.findAny().isPresent()) {
                throw new IOException(directory + " is not empty; nothing was written. Give another directory");
            }
        }
        for (Map.Entry<String, String> sheet : sheets.entrySet()) {
            Files.writeString(
                    directory.resolve(sheet.getKey() + ".csv"), sheet.getValue(), StandardOpenOption.CREATE_NEW);
        }
        out.println(sheets.size() + " files were written to " + directory);
        return RulesCommand.OK;
    }
}
