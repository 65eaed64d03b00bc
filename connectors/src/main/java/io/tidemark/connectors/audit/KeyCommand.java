package io.tidemark.connectors.audit;

import io.tidemark.exchange.audit.HeadKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints the public key that signed heads are checked with, in PEM. It is made when there is none.",
            ""
        },
        footer = {"", "Example:", "  tidemark audit key > operator.pub.pem"})
final class KeyCommand extends OfflineCommand {
    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description = "where the key pair is (default: keys in the data directory)")
    private @Nullable Path keys;

    @Override
    int run(PrintWriter out) {
        out.print(HeadKey.openOrCreate(place.keys(keys)).publicPem());
        return AuditCommand.WHOLE;
    }
}
