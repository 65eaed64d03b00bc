package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

@Command(
        name = "balance",
        description = {
            "For the operator: whether money, titles and nodes are in balance, checked live.",
            "",
            "Deposits less withdrawals must equal all wallets and the fees; the titles minted must equal those held and"
                    + " those unsold; the books must equal the engine at one place of the journal, and every node must be"
                    + " accounted for."
        },
        footer = {"", "Example:", "  tidemark balance --key $OPERATOR_KEY"})
final class BalanceCommand extends ClientCommand {
    @Override
    Answer ask() {
        return remote.get("/v1/operator/balance");
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        Table table =
                new Table("POOL", "NET DEPOSITS", "WALLETS", "FEES", "MINTED LOT-H", "HELD LOT-H", "UNSOLD LOT-H");
        for (JsonNode pool : answer.path("pools")) {
            table.row(
                    pool.path("pool").asText(),
                    pool.path("netDepositsUsd").asText(),
                    pool.path("walletsUsd").asText(),
                    pool.path("feesUsd").asText(),
                    pool.path("mintedLotHours").asText(),
                    pool.path("heldLotHours").asText(),
                    pool.path("unsoldLotHours").asText());
        }
        table.print(out);
        for (JsonNode pool : answer.path("pools")) {
            pool.path("violations").forEach(law -> out.println(pool.path("pool").asText() + ": " + law.asText()));
        }
        answer.path("imbalances").forEach(sentence -> out.println(sentence.asText()));
        out.println(answer.path("balanced").asBoolean() ? "In balance." : "NOT in balance.");
    }
}
