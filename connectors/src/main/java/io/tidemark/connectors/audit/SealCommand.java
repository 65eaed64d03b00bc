package io.tidemark.connectors.audit;

import io.tidemark.exchange.journal.FileJournal;
import io.tidemark.exchange.journal.FileJournalOptions;
import io.tidemark.exchange.journal.Seal;
import io.tidemark.exchange.journal.VerifiedJournal;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "seal",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Ends a journal for good, because its market moves into a cluster.",
            "",
            "The journal is verified, and a torn end cut off. Then no market opens it any more: two that go on from the"
                    + " same records would contradict each other. 'tidemark audit verify' still reads it.",
            ""
        },
        footer = {"", "Example:", "  tidemark journal seal --data /var/lib/tidemark --yes"})
final class SealCommand extends OfflineCommand {
    @Option(names = "--yes", description = "do it; without this it is only said what would be done")
    private boolean yes;

    @Override
    int run(PrintWriter out) {
        VerifiedJournal found = VerifiedJournal.of(place.directory(), (entry, head) -> {});
        if (!yes) {
            out.printf(
                    Locale.ROOT,
                    "%s would be sealed behind %d records. Nothing was done; repeat it with --yes.%n",
                    place.directory(),
                    found.nextOffset());
            return AuditCommand.WHOLE;
        }
        Seal seal =
                FileJournal.open(place.directory(), FileJournalOptions.DEFAULTS).seal();
        out.printf(Locale.ROOT, "%s is sealed behind %d records.%n", place.directory(), seal.offset());
        seal.heads()
                .forEach(head -> out.printf(
                        Locale.ROOT,
                        "%s ended at sequence %d; a new owner begins above epoch %d.%n",
                        head.pool(),
                        head.sequence(),
                        head.epoch()));
        return AuditCommand.WHOLE;
    }
}
