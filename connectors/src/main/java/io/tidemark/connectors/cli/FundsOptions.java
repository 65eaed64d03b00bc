package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How much of the operator's money moves, and between outside and which account. */
final class FundsOptions {
    @Parameters(index = "0", paramLabel = "POOL", description = "Such as B200X8.PRN1; see 'tidemark pools'.")
    private String pool = "";

    @Option(
            names = "--account",
            required = true,
            paramLabel = "NAME",
            description = "operator, your wallet, or damages, the account that pays them.")
    private String account = "";

    @Option(names = "--amount", required = true, paramLabel = "USD", description = "How much, such as 5000 or 12.50.")
    private String amount = "";

    @Option(
            names = "--transfer-id",
            paramLabel = "N",
            description = "A number of yours for this transfer: sent again with the same one, nothing moves again.")
    private @Nullable Long transferId;

    String path(String what) {
        return "/v1/operator/pools/" + Remote.encoded(pool) + "/" + what;
    }

    ObjectNode body() {
        ObjectNode body = Remote.body().put("account", account).put("amountUsd", amount);
        return transferId == null ? body : body.put("transferId", transferId);
    }

    static void show(JsonNode answer, String moved, PrintWriter out) {
        String name =
                answer.path("account").asText().equals("damages") ? "the damages account" : "the operator's wallet";
        out.println(
                answer.path("pool").asText() + ": " + answer.path("amountUsd").asText() + " USD " + moved + " "
                        + name + " (transfer " + answer.path("transferId").asText() + "); it has "
                        + answer.path("freeUsd").asText() + " USD now");
        if (!answer.path("owedUsd").asText().equals("0.00")) {
            out.println(
                    answer.path("owedUsd").asText() + " USD of damages are still owed; 'tidemark funds' tells to whom");
        }
    }
}
