package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "accounts",
        description = {
            "For the operator: who may come in, what each may do and has at home, and its FIX sessions.",
            "",
            "Keys of operators are made at the machine, with 'tidemark operator'."
        },
        subcommands = {
            AccountsOpenCommand.class,
            AccountsKeyCommand.class,
            AccountsSessionCommand.class,
            AccountsDepositCommand.class,
            AccountsWithdrawCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  tidemark accounts open harbour > harbour.key",
            "  tidemark accounts deposit harbour --amount 50000 --reference 'WIRE 2026-11-21/17'",
            "  tidemark accounts session harbour --comp-id HARBOUR"
        })
final class AccountsCommand extends ClientCommand {
    @Override
    Answer ask() {
        return remote.get("/v1/operator/accounts");
    }

    @Override
    void show(JsonNode answer, PrintWriter out) {
        Table table = new Table("ACCOUNT", "MAY", "HOME USD", "FIX SESSIONS");
        for (JsonNode account : answer.path("accounts")) {
            table.row(
                    account.path("name").asText(),
                    joined(account.path("scopes")),
                    account.path("homeUsd").asText(),
                    joined(account.path("fixSessions")));
        }
        table.print(out);
    }

    private static String joined(JsonNode words) {
        List<String> all = new ArrayList<>();
        words.forEach(word -> all.add(word.asText()));
        return String.join(", ", all);
    }
}
