package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "withdraw",
        description = "For the operator: says that money of an account goes out, at most what it has at home.",
        footer = {"", "Example:", "  tidemark accounts withdraw harbour --amount 1200 --reference 'PAYOUT 4'"})
final class AccountsWithdrawCommand extends ClientCommand {
    @Mixin
    private HomeMoneyOptions money = new HomeMoneyOptions();

    @Override
    Answer ask() {
        return remote.post("/v1/operator/withdrawals", money.body());
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        HomeMoneyOptions.show(answer, "withdrawn", out);
    }
}
