package io.tidemark.connectors.audit;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which journal is meant, and whose keys. */
final class JournalPlace {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".tidemark/demo",
            description = "the data directory of a market; its journal is in DIR/journal (default: ${DEFAULT-VALUE})")
    private Path data = Path.of(".tidemark/demo");

    @Option(
            names = "--journal",
            paramLabel = "DIR",
            description = "a directory that is a journal itself, such as a copy, instead of --data")
    private @Nullable Path journal;

    Path directory() {
        return Optional.ofNullable(journal).orElse(data.resolve("journal"));
    }

    /** Beside the journal and not in it; a copy of the journal has none. */
    Path keys(@Nullable Path wanted) {
        return Optional.ofNullable(wanted).orElse(data.resolve("keys"));
    }
}
