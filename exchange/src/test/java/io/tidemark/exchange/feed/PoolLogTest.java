package io.tidemark.exchange.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The journal's format, pinned. A change here means that older journals no longer read: raise the engine version and say
 * so in the changelog. The file is written anew when the property {@code tidemark.golden} is set.
 */
class PoolLogTest {
    private static final Path GOLDEN = Path.of("src/test/resources/journal-format.txt");

    @Test
    void theFormatOfTheJournalIsTheOneOnFile() throws IOException {
        if (Boolean.getBoolean("tidemark.golden")) {
            Files.writeString(GOLDEN, PoolLog.schema());
        }
        assertThat(PoolLog.schema()).isEqualTo(Files.readString(GOLDEN));
    }
}
