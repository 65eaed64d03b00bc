package io.tidemark.exchange.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.wire.MalformedWireException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * The format of snapshots, pinned. A change here means that older ones no longer read, and that pools of this release do
 * not compare with those of older ones. The file is written anew when the property {@code tidemark.golden} is set.
 */
class PoolSnapshotsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/snapshot-format.txt");

    private final PoolSnapshot fresh = new PoolEngine(PoolId.parse("B200X8.PRN1")).snapshot();

    @Test
    void theFormatOfSnapshotsIsTheOneOnFile() throws IOException {
        if (Boolean.getBoolean("tidemark.golden")) {
            Files.writeString(GOLDEN, PoolSnapshots.schema());
        }
        assertThat(PoolSnapshots.schema()).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void aSnapshotOfAnotherReleaseIsToldFromADamagedOne() {
        byte[] bytes = PoolSnapshots.encode(fresh);
        assertThat(PoolSnapshots.decode(bytes)).isEqualTo(fresh);
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
        assertThatThrownBy(() -> PoolSnapshots.decode(cut)).isInstanceOf(MalformedWireException.class);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> PoolSnapshots.decode(longer)).isInstanceOf(MalformedWireException.class);
        bytes[0] ^= 2;
        assertThatThrownBy(() -> PoolSnapshots.decode(bytes))
                .isInstanceOf(OtherSnapshotException.class)
                .hasMessageContaining("replay the journal");
    }

    /** A pool that nothing has happened in has a snapshot as well, and its future is that of a new one. */
    @Test
    void aPoolThatIsClosedIsRestoredClosed() {
        PoolEngine restored = PoolEngine.restore(fresh);
        assertThat(restored.snapshot()).isEqualTo(fresh);
        assertThat(restored.nextTimer()).isEqualTo(Long.MAX_VALUE);
        Command open = new Command.OpenMarket(MarketRules.standard());
        assertThat(restored.apply(0, 1, open)).isEqualTo(new PoolEngine(restored.pool()).apply(0, 1, open));
    }
}
