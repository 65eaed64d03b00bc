package io.tidemark.exchange.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    @Test
    void aBatchOfAnotherReleaseIsToldFromADamagedOne() {
        byte[] batch = PoolLog.encode(List.of());
        assertThat(PoolLog.decode(batch)).isEmpty();
        batch[0] ^= 2;
        assertThatThrownBy(() -> PoolLog.decode(batch))
                .isInstanceOf(OtherReleaseException.class)
                .hasMessageContaining("another data directory");
    }
}
