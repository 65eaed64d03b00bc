package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "certificates",
        description = {
            "What was done to your nodes before you got them, signed by the operator; also of a lease that is over.",
            "",
            "'tidemark certificate verify FILE' checks one without a server."
        },
        footer = {"", "Example:", "  tidemark leases certificates B200X8.PRN1-F-2026112105 --out certificates"})
final class LeasesCertificatesCommand extends ClientCommand {
    @Parameters(paramLabel = "LEASE", description = "As 'tidemark leases' shows it.")
    private String lease = "";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Write them into this directory, a file NODE.jws for each node (NODE.2.jws if it came twice); otherwise they are only listed.")
    private @Nullable Path out;

    @Override
    Answer ask() {
        return remote.get("/v1/leases/" + Remote.encoded(lease) + "/certificates");
    }

    @Override
    void show(JsonNode answer, PrintWriter printer) {
        Map<String, Integer> seen = new HashMap<>();
        Table table = new Table("NODE", "DOMAIN", "READY AT", "SIMULATED", "FILE");
        for (JsonNode certificate : answer.path("certificates")) {
            String node = certificate.path("node").asText();
            int before = seen.merge(node, 1, Integer::sum) - 1;
            String name = before == 0 ? node : node + "." + (before + 1);
            table.row(
                    node,
                    certificate.path("domain").asText(),
                    certificate.path("readyAt").asText(),
                    certificate.path("simulated").asText(),
                    out == null
                            ? ""
                            : written(out, name, certificate.path("jws").asText()));
        }
        table.print(printer);
        if (out == null) {
            printer.println("Write them into a directory with --out DIR.");
        }
    }

    private static String written(Path directory, String name, String jws) {
        // A server's word is not to name a file outside.
        Path file = directory.resolve(name.replaceAll("[^A-Za-z0-9._-]", "_") + ".jws");
        try {
            Files.createDirectories(directory);
            Files.writeString(file, jws + "\n");
            return file.toString();
        } catch (IOException unwritable) {
            throw Failure.here(file + " cannot be written: " + unwritable.getMessage());
        }
    }
}
