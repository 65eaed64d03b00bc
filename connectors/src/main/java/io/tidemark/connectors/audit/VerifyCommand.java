package io.tidemark.connectors.audit;

import io.tidemark.exchange.audit.HeadCheck;
import io.tidemark.exchange.audit.HeadCheck.Finding;
import io.tidemark.exchange.audit.HeadKey;
import io.tidemark.exchange.audit.SignedHead;
import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.journal.VerifiedJournal;
import io.tidemark.exchange.journal.VerifiedJournal.History;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Verifies every record of a journal: checksums, sequences, chains, segments, marks.",
            "",
            "It only reads. It may be a copy, or a market that runs: then what was durable when it began is verified."
                    + " On damage it names file, byte, record, pool and the first bad sequence, and exits with 1.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  tidemark audit verify",
            "  tidemark audit verify --journal /backup/journal --head heads.txt --public-key operator.pub.pem"
        })
final class VerifyCommand extends OfflineCommand {
    @Option(
            names = "--head",
            paramLabel = "FILE",
            description =
                    "signed heads that were kept, a line each: shows also an end that was cut off and a history that"
                            + " was written anew")
    private @Nullable Path head;

    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            description = "whose heads they are; without it the key beside the journal, which whoever can forge the"
                    + " journal can exchange as well")
    private @Nullable Path publicKey;

    @Override
    int run(PrintWriter out) throws IOException {
        if (head == null) {
            show(VerifiedJournal.of(place.directory(), (entry, end) -> {}), out);
            return AuditCommand.WHOLE;
        }
        Path keyFile = publicKey == null ? HeadKey.publicFile(place.keys(null)) : publicKey;
        HeadCheck check = new HeadCheck(read(head), HeadKey.publicKey(keyFile));
        show(VerifiedJournal.of(place.directory(), check), out);
        return judge(check.findings(), out);
    }

    private static List<SignedHead> read(Path file) throws IOException {
        List<SignedHead> heads = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            if (!line.isBlank()) {
                heads.add(SignedHead.parse(line.strip()));
            }
        }
        if (heads.isEmpty()) {
            throw new IOException("there is no signed head in " + file);
        }
        return heads;
    }

    private void show(VerifiedJournal found, PrintWriter out) {
        for (History pool : found.pools()) {
            PoolHead end = pool.head();
            out.printf(
                    Locale.ROOT,
                    "%s: %d records, sequence %d to %d, epoch %d, head %s%n",
                    end.pool(),
                    pool.records(),
                    pool.firstSequence(),
                    end.sequence(),
                    end.epoch(),
                    end.chain());
        }
        out.printf(
                Locale.ROOT,
                "%s is whole: records %d to %d in %d segments.%n",
                place.directory(),
                found.firstOffset(),
                found.nextOffset() - 1,
                found.segments());
        if (found.inUse()) {
            out.println("It is in use: what was durable when this began was verified.");
        }
        if (found.tornBytes() > 0) {
            out.printf(
                    Locale.ROOT,
                    "Behind them are %d bytes of a group that was never acknowledged; the next start cuts them off.%n",
                    found.tornBytes());
        }
        found.seal()
                .ifPresent(seal -> out.printf(
                        Locale.ROOT, "It was sealed at %s: its market goes on in a cluster.%n", seal.when()));
    }

    private static int judge(List<Finding> findings, PrintWriter out) {
        boolean bad = false;
        for (Finding finding : findings) {
            PoolHead head = finding.head().head();
            out.printf(
                    Locale.ROOT,
                    "%s head at sequence %d of %s: %s%n",
                    head.pool(),
                    head.sequence(),
                    finding.head().time(),
                    say(finding));
            bad |= finding.outcome().isBad();
        }
        return bad ? AuditCommand.DAMAGED : AuditCommand.WHOLE;
    }

    private static String say(Finding finding) {
        OptionalLong bad = finding.firstBad();
        return switch (finding.outcome()) {
            case HOLDS -> "holds";
            case CUT_OFF -> "CUT OFF OR ROLLED BACK, first missing sequence " + bad.orElse(0);
            case REWRITTEN -> "REWRITTEN, first bad sequence " + bad.orElse(0) + " or later";
            case RELEASED -> "older than what is kept, not checked";
            case NOT_SIGNED -> "NOT SIGNED by this key, proves nothing";
        };
    }
}
