package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "deposit",
        description =
                "For the operator: says that money of an account has come in. It is at home; orders take along what they need.",
        footer = {"", "Example:", "  tidemark accounts deposit harbour --amount 50000 --reference 'WIRE 2026-11-21/17'"
        })
final class AccountsDepositCommand extends ClientCommand {
    @Mixin
    private HomeMoneyOptions money = new HomeMoneyOptions();

    @Override
    Answer ask() {
        return remote.post("/v1/operator/deposits", money.body());
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        HomeMoneyOptions.show(answer, "deposited", out);
    }
}
