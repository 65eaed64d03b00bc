package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How much moves between outside and whose home, and what names the movement. */
final class HomeMoneyOptions {
    @Parameters(paramLabel = "ACCOUNT", description = "Such as harbour.")
    private String account = "";

    @Option(names = "--amount", required = true, paramLabel = "USD", description = "How much, such as 5000 or 12.50.")
    private String amount = "";

    @ArgGroup
    private @Nullable Name name;

    /** One of two ways to name a movement, so that it is made once. */
    static final class Name {
        @Option(
                names = "--reference",
                paramLabel = "TEXT",
                description = "What the bank calls the payment: sent again with the same one, nothing moves again.")
        private @Nullable String reference;

        @Option(names = "--transfer-id", paramLabel = "N", description = "The same as a number of yours.")
        private @Nullable Long transferId;
    }

    ObjectNode body() {
        ObjectNode body = Remote.body().put("account", account).put("amountUsd", amount);
        if (name != null && name.reference != null) {
            body.put("reference", name.reference);
        } else if (name != null) {
            body.put("transferId", name.transferId);
        }
        return body;
    }

    static void show(JsonNode answer, String moved, PrintWriter out) {
        String name = answer.hasNonNull("reference")
                ? "reference " + answer.path("reference").asText()
                : "transfer " + answer.path("transferId").asText();
        out.println(answer.path("account").asText() + ": "
                + answer.path("amountUsd").asText() + " USD " + moved + " (" + name + "); it has "
                + answer.path("homeUsd").asText() + " USD at home now");
    }
}
