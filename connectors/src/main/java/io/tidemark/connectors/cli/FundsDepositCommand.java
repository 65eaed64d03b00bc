package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "deposit",
        description = {
            "For the operator: moves your money into a pool.",
            "",
            "Into your wallet, to buy hours back with, or into the account that pays damages. Damages that are owed are paid"
                    + " from it at once."
        },
        footer = {
            "",
            "Examples:",
            "  tidemark funds deposit B200X8.PRN1 --account operator --amount 50000 --key $OPERATOR_KEY",
            "  tidemark funds deposit B200X8.PRN1 --account damages --amount 20000 --transfer-id 17 --key $OPERATOR_KEY"
        })
final class FundsDepositCommand extends ClientCommand {
    @Mixin
    private FundsOptions funds = new FundsOptions();

    @Override
    Answer ask() {
        return remote.post(funds.path("deposits"), funds.body());
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        FundsOptions.show(answer, "deposited into", out);
    }
}
