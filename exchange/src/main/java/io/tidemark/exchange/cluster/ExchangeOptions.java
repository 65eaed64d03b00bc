package io.tidemark.exchange.cluster;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an exchange on one machine keeps what must survive it, and whether it watches itself.
 *
 * @param journal directory of the journal
 * @param snapshots directory of the snapshots; empty if recovery should replay the whole journal
 * @param shadow when its replica writes snapshots; empty if none should run, as for measuring without it
 */
public record ExchangeOptions(Path journal, Optional<Path> snapshots, Optional<ShadowOptions> shadow) {
    public ExchangeOptions {
        if (shadow.isPresent() && snapshots.isEmpty()) {
            throw new IllegalArgumentException("a shadow replica needs a directory for its snapshots");
        }
    }

    /** Everything as it should be, in a directory of data. */
    public static ExchangeOptions in(Path data) {
        return new ExchangeOptions(
                data.resolve("journal"), Optional.of(data.resolve("snapshots")), Optional.of(ShadowOptions.DEFAULTS));
    }

    /** Neither snapshots nor a replica. */
    public static ExchangeOptions journalOnly(Path journal) {
        return new ExchangeOptions(journal, Optional.empty(), Optional.empty());
    }
}
