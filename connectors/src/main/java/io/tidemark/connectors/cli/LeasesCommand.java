package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

@Command(
        name = "leases",
        description = {
            "What you run, firm and spot: its price, what it has cost so far, and how long it stays.",
            "",
            "READY counts the lots that were handed over in working order. A spot price is that of the running hour, a firm"
                    + " one the average of what you bought. Lots under notice run free of charge until they go back; the"
                    + " countdown is in market time."
        },
        subcommands = LeasesCertificatesCommand.class,
        footer = {
            "",
            "Examples:",
            "  tidemark leases",
            "  tidemark leases --json",
            "  tidemark leases certificates B200X8.PRN1-F-2026112105 --out certificates"
        })
final class LeasesCommand extends ClientCommand {
    @Override
    Answer ask() {
        return remote.get("/v1/leases");
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        JsonNode leases = answer.path("leases");
        if (leases.isEmpty()) {
            out.println("No leases.");
            return;
        }
        Table table =
                new Table("LEASE", "KIND", "LOTS", "READY", "FROM", "UNTIL", "PRICE/GPU-H", "PRICE/LOT-H", "PAID USD");
        for (JsonNode lease : leases) {
            table.row(
                    lease.path("leaseId").asText(),
                    lease.path("kind").asText() + (lease.path("gang").asBoolean() ? " gang" : ""),
                    lease.path("lots").asText(),
                    Integer.toString(readyLots(lease)),
                    lease.path("from").asText(),
                    Show.text(lease, "until"),
                    Show.text(lease, "pricePerGpuHour"),
                    Show.text(lease, "pricePerLotHour"),
                    Show.text(lease, "paidUsd"));
        }
        table.print(out);
        leases.forEach(lease -> notices(lease, out));
    }

    private static int readyLots(JsonNode lease) {
        int ready = 0;
        for (JsonNode lot : lease.path("assigned")) {
            ready += lot.hasNonNull("readySince") ? 1 : 0;
        }
        return ready;
    }

    private static void notices(JsonNode lease, PrintWriter out) {
        JsonNode notice = lease.path("notice");
        if (notice.isObject()) {
            out.println("NOTICE " + lease.path("leaseId").asText() + ": "
                    + Show.lotsGoBack(notice, "lots") + " at "
                    + notice.path("endsAt").asText() + ", in "
                    + notice.path("endsInSeconds").asText() + " s");
        }
        for (JsonNode lot : lease.path("assigned")) {
            if (lot.hasNonNull("leavesAt")) {
                out.println("  " + lot.path("domain").asText() + " leaves at "
                        + lot.path("leavesAt").asText() + ", in "
                        + lot.path("leavesInSeconds").asText() + " s");
            }
        }
    }
}
