package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

@Command(
        name = "account",
        description = {
            "Your money at home, and your money and titles pool by pool.",
            "",
            "Orders take along from home what they need; 'tidemark statement' has every movement. FREE can be spent. HELD may yet be needed by open orders and bids. ESCROW was paid for hours that are not"
                    + " delivered yet; it is the seller's as they are."
        },
        footer = {"", "Example:", "  tidemark account"})
final class AccountCommand extends ClientCommand {
    @Override
    Answer ask() {
        return remote.get("/v1/account");
    }

    @Override
    void show(JsonNode account, PrintWriter out) {
        out.println("Account " + account.path("name").asText() + ", "
                + account.path("homeUsd").asText() + " USD at home");
        Table wallets = new Table("POOL", "FREE USD", "HELD USD", "ESCROW USD", "TIER", "LOT-HOURS IN 30 DAYS");
        Table titles = new Table("POOL", "HOUR", "LOTS", "OFFERED");
        boolean holdsTitles = false;
        for (JsonNode wallet : account.path("wallets")) {
            wallets.row(
                    wallet.path("pool").asText(),
                    wallet.path("freeUsd").asText(),
                    wallet.path("heldUsd").asText(),
                    wallet.path("escrowUsd").asText(),
                    wallet.path("tier").asText(),
                    wallet.path("tradedLotHours").asText());
            for (JsonNode title : wallet.path("titles")) {
                holdsTitles = true;
                titles.row(
                        wallet.path("pool").asText(),
                        title.path("hour").asText(),
                        title.path("lots").asText(),
                        title.path("offeredLots").asText());
            }
        }
        wallets.print(out);
        if (holdsTitles) {
            out.println();
            titles.print(out);
        }
    }
}
