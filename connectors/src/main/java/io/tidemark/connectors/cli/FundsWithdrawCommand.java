package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "withdraw",
        description = {
            "For the operator: moves your money out of a pool.",
            "",
            "At most what the account has free; 'tidemark funds' tells. What you earn stays in your wallet until then."
        },
        footer = {
            "",
            "Example:",
            "  tidemark funds withdraw B200X8.PRN1 --account operator --amount 1000 --key $OPERATOR_KEY"
        })
final class FundsWithdrawCommand extends ClientCommand {
    @Mixin
    private FundsOptions funds = new FundsOptions();

    @Override
    Answer ask() {
        return remote.post(funds.path("withdrawals"), funds.body());
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        FundsOptions.show(answer, "withdrawn from", out);
    }
}
