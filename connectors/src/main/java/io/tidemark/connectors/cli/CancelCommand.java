package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "cancel",
        description =
                "Takes back what still rests of an order, or ends a spot bid and its lease. What traded stays traded.",
        footer = {"", "Example:", "  tidemark cancel B200X8.PRN1-42"})
final class CancelCommand extends ClientCommand {
    @Parameters(
            index = "0",
            paramLabel = "ID",
            description = "Such as B200X8.PRN1-42, see 'tidemark orders'; or the --id that you gave it.")
    private String id = "";

    @Override
    Answer ask() {
        return EitherKind.of(id, remote::get, remote::delete);
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        if (answer.has("spotBidId")) {
            Show.spotBid(answer, out);
        } else {
            Show.order(answer, out);
        }
    }
}
