package io.tidemark.connectors.audit;

import io.tidemark.exchange.audit.HeadKey;
import io.tidemark.exchange.journal.VerifiedJournal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "head",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Signs where each pool of the journal ends, a line for each, to be handed out.",
            "",
            "The journal is verified first. The key is made when there is none; keep the directory of keys elsewhere than"
                    + " the journal, so that whoever gets at the one has not got the other.",
            ""
        },
        footer = {"", "Example:", "  tidemark audit head --keys /etc/tidemark/keys > heads.txt"})
final class HeadCommand extends OfflineCommand {
    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description = "where the key pair is (default: keys in the data directory)")
    private @Nullable Path keys;

    @Override
    int run(PrintWriter out) {
        VerifiedJournal found = VerifiedJournal.of(place.directory(), (entry, head) -> {});
        HeadKey key = HeadKey.openOrCreate(place.keys(keys));
        Instant now = Instant.now();
        found.pools().forEach(pool -> out.println(key.sign(pool.head(), now)));
        return AuditCommand.WHOLE;
    }
}
