package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

@Command(
        name = "funds",
        description = {
            "For the operator: your own money in each pool, and the damages that you owe.",
            "",
            "OPERATOR is your wallet: it earns what is delivered, and pays for what you buy back. DAMAGES pays holders of lots"
                    + " that fail or are curtailed; if it is empty your wallet does. What neither can bear is OWED, and paid"
                    + " as soon as either has money."
        },
        subcommands = {FundsDepositCommand.class, FundsWithdrawCommand.class},
        footer = {
            "",
            "Examples:",
            "  tidemark funds --key $OPERATOR_KEY",
            "  tidemark funds deposit B200X8.PRN1 --account damages --amount 20000 --key $OPERATOR_KEY"
        })
final class FundsCommand extends ClientCommand {
    @Override
    Answer ask() {
        return remote.get("/v1/operator/funds");
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        Table funds = new Table("POOL", "OPERATOR USD", "DAMAGES USD", "OWED USD");
        Table owed = new Table("POOL", "OWED TO", "USD", "FOR HOUR");
        boolean owes = false;
        for (JsonNode pool : answer.path("pools")) {
            String name = pool.path("pool").asText();
            funds.row(
                    name,
                    pool.path("operatorUsd").asText(),
                    pool.path("damagesUsd").asText(),
                    pool.path("owedUsd").asText());
            for (JsonNode debt : pool.path("owed")) {
                owes = true;
                owed.row(
                        name,
                        debt.path("account").asText(),
                        debt.path("amountUsd").asText(),
                        debt.path("hour").asText());
            }
        }
        funds.print(out);
        if (owes) {
            out.println();
            owed.print(out);
            out.println(
                    "Pay it with 'tidemark funds deposit POOL --account damages --amount USD'; the oldest goes first.");
        }
    }
}
