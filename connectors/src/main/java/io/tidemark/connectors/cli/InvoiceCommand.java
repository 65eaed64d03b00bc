package io.tidemark.connectors.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.cli.Remote.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
        name = "invoice",
        description = {
            "What a period cost and brought: everything that moved between you and others, and what you have.",
            "",
            "It adds up: what you had before, and all lines, are what you have after. What is bought is paid as it is"
                    + " delivered; until then its price is in escrow and still yours. While the period is not over, an"
                    + " invoice is provisional."
        },
        footer = {
            "",
            "Examples:",
            "  tidemark invoice 2026-11",
            "  tidemark invoice 2026-11-21 --csv --out november-21.csv",
            "  tidemark invoice 2026-11 --html --out invoice.html",
            "  tidemark invoice 2026-11-21T05:00Z..2026-11-21T09:00Z"
        })
final class InvoiceCommand extends ClientCommand {
    @Parameters(
            paramLabel = "PERIOD",
            description = "A UTC month (2026-11), a day (2026-11-21), or two instants with .. between them.")
    private String period = "";

    @Option(names = "--csv", description = "As a spreadsheet, one line for each item.")
    private boolean csv;

    @Option(names = "--html", description = "As a page to read in a browser and to print.")
    private boolean html;

    @Option(names = "--out", paramLabel = "FILE", description = "Write it into this file.")
    private @Nullable Path out;

    @Option(names = "--account", paramLabel = "NAME", description = "Of this account. For operators.")
    private @Nullable String account;

    @Override
    int perform(PrintWriter printer) {
        if ((csv ? 1 : 0) + (html ? 1 : 0) + (remote.verbatim() ? 1 : 0) > 1) {
            throw new ParameterException(spec.commandLine(), "Choose one of --csv, --html and --json.");
        }
        if (out == null) {
            return print(printer);
        }
        StringWriter text = new StringWriter();
        PrintWriter into = new PrintWriter(text);
        int exitCode = print(into);
        into.flush();
        write(out, text.toString());
        printer.println("Written to " + out + ".");
        return exitCode;
    }

    private int print(PrintWriter printer) {
        if (!csv && !html) {
            return super.perform(printer);
        }
        printer.print(remote.text(path(), csv ? "text/csv" : "text/html"));
        return 0;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException unwritable) {
            throw Failure.here(file + " cannot be written: " + unwritable.getMessage());
        }
    }

    private String path() {
        return (account == null ? "/v1" : "/v1/operator/accounts/" + Remote.encoded(account)) + "/invoices/"
                + Remote.encoded(period);
    }

    @Override
    Answer ask() {
        return remote.get(path());
    }

    @Override
    void show(JsonNode answer, PrintWriter printer) {
        printer.println("Invoice " + answer.path("number").asText()
                + (answer.path("provisional").asBoolean() ? " (provisional: lines may still be added)" : ""));
        printer.println(
                answer.path("from").asText() + " to " + answer.path("to").asText());
        printer.println();
        items(answer.path("items"), printer);
        sums(answer, printer);
        printer.println("Read at journal record " + answer.path("journalRecord").asText() + ", command "
                + answer.path("journalSequence").asText() + ".");
    }

    private static void items(JsonNode items, PrintWriter printer) {
        if (items.isEmpty()) {
            printer.println("Nothing moved between you and others.");
            printer.println();
            return;
        }
        Table table = new Table("AT", "POOL", "WHAT", "FEE USD", "AMOUNT USD", "BALANCE USD");
        for (JsonNode item : items) {
            table.row(
                    item.path("at").asText(),
                    item.path("pool").asText("home"),
                    item.path("description").asText(),
                    item.path("feeUsd").asText(),
                    item.path("amountUsd").asText(),
                    item.path("balanceUsd").asText());
        }
        table.print(printer);
        printer.println();
    }

    private static void sums(JsonNode answer, PrintWriter printer) {
        Table table = new Table("POOL", "WHAT", "LINES", "PRICE USD", "FEE USD", "AMOUNT USD");
        table.row(
                "",
                "before",
                "-",
                "-",
                "-",
                answer.path("opening").path("totalUsd").asText());
        for (JsonNode sum : answer.path("sums")) {
            table.row(
                    sum.path("pool").asText("home"),
                    sum.path("what").asText().toLowerCase(Locale.ROOT),
                    sum.path("items").asText(),
                    sum.path("priceUsd").asText(),
                    sum.path("feeUsd").asText(),
                    sum.path("amountUsd").asText());
        }
        table.row(
                "",
                "after",
                "-",
                "-",
                "-",
                answer.path("closing").path("totalUsd").asText());
        table.print(printer);
    }
}
