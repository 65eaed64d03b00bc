package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "release",
        description = {
            "Ends a spot lease early, and the bid that it comes from. What ran is paid to the second.",
            "",
            "Firm hours cannot be given back; sell them with 'tidemark sell'."
        },
        footer = {"", "Example:", "  tidemark release B200X8.PRN1-43"})
final class ReleaseCommand extends ClientCommand {
    @Parameters(
            index = "0",
            paramLabel = "LEASE",
            description = "Such as B200X8.PRN1-43, see 'tidemark leases'; or the --id of the bid.")
    private String lease = "";

    @Override
    Answer ask() {
        return EitherKind.ofBid(lease, remote::get, id -> remote.delete("/v1/leases/" + Remote.encoded(id)));
    }

    @Override
    void show(JsonNode bid, PrintWriter out) {
        Show.spotBid(bid, out);
    }
}
