package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.fix.FixClient;
import io.tidemark.connectors.fix.FixClient.Msg;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a trading firm has it: logged on to over FIX, killed without warning, started again. */
class FixProgramTest {
    private static final String KEEP = "20001=N";

    @TempDir
    private Path data;

    /** What the firm has read, in its books. */
    private final Map<String, Msg> byExecId = new HashMap<>();

    private final Set<String> acknowledged = new HashSet<>();
    private int lastRead;

    private Program demo() {
        return Program.tidemark(
                "demo",
                "--port",
                "0",
                "--fix-port",
                "0",
                "--metrics-port",
                "0",
                "--quiet",
                "--no-participants",
                "--data",
                data.resolve("market").toString());
    }

    /** Books a message; a report that comes again must say the same. */
    private void book(Msg message) {
        lastRead = Math.max(lastRead, message.sequence());
        if (!message.type().equals("8") || message.get(17).equals("0")) {
            return;
        }
        Msg before = byExecId.put(message.get(17), message);
        if (before != null) {
            assertThat(message.find(43))
                    .as("%s came twice: %s", before, message)
                    .contains("Y");
        }
        if (message.get(150).equals("0")) {
            acknowledged.add(message.get(11));
        }
    }

    private long told(String clOrdId, String field) {
        return byExecId.values().stream()
                .filter(report ->
                        report.get(11).equals(clOrdId) && report.fields().contains(field))
                .count();
    }

    private static boolean isEntered(Buyer firm, String clOrdId) {
        JsonNode found = firm.get("/v1/orders?clientOrderId=FIRM:" + clOrdId).ok();
        return found.findValue("orderId") != null;
    }

    private static List<String> hours(FixClient firm) {
        firm.send("x", "320=hours", "559=4");
        List<String> symbols = new ArrayList<>();
        Msg part;
        do {
            part = firm.next().has("35=y");
            symbols.addAll(part.all(55));
        } while (part.get(893).equals("N"));
        return symbols.stream()
                .filter(symbol -> symbol.startsWith("B200X8.PRN1.F/"))
                .toList();
    }

    @Test
    void noExecutionReportIsLostWhenTheProgramIsKilled() throws InterruptedException {
        AtomicInteger sent = new AtomicInteger();
        int nextSequence;
        String block;
        try (Program program = demo()) {
            FixClient firm = FixClient.connect(program.fixPort(), "FIRM", 1);
            book(firm.logon("firm", DemoPeople.FIRM_KEY, KEEP));
            List<String> hours = hours(firm);
            String hour = hours.get(4);
            block = hour.replace("/1H", "/2H");
            firm.order("D", "11=in-the-call 55=" + block + " 54=1 38=1 40=2 44=6.00");
            Thread load = new Thread(() -> {
                try {
                    for (int i = 0; i < 100_000; i++) {
                        firm.order("D", "11=load-" + i + " 55=" + hour + " 54=1 38=1 40=2 44=0.4" + i % 10);
                        sent.incrementAndGet();
                        Thread.sleep(1);
                    }
                } catch (UncheckedIOException | InterruptedException killed) {
                    // What was not answered is not counted on.
                }
            });
            load.start();
            while (acknowledged.size() < 100) {
                book(firm.next());
            }
            program.kill();
            load.join();
            // What has arrived is read; the rest went down with the connection.
            firm.read().ifPresent(this::book);
            nextSequence = firm.nextSequence();
            firm.close();
        }
        try (Program program = demo();
                FixClient firm = FixClient.connect(program.fixPort(), "FIRM", nextSequence)) {
            Msg logon = firm.logon("firm", DemoPeople.FIRM_KEY, KEEP);
            if (logon.sequence() > lastRead + 1) {
                firm.send("2", "7=" + (lastRead + 1), "16=0");
            }
            Buyer rest = new Buyer(program.uri(), DemoPeople.FIRM_KEY);
            Set<String> entered = new HashSet<>(Set.of("in-the-call"));
            for (int i = 0; i <= sent.get(); i++) {
                if (isEntered(rest, "load-" + i)) {
                    entered.add("load-" + i);
                }
            }
            while (!acknowledged.containsAll(entered) || told("in-the-call", "442=2") < 2) {
                Msg message = firm.read()
                        .orElseThrow(() -> new AssertionError("nothing more comes; untold: "
                                + entered.stream()
                                        .filter(id -> !acknowledged.contains(id))
                                        .toList()));
                if (message.type().equals("2")) {
                    firm.fillFrom(Integer.parseInt(message.get(7)));
                }
                book(message);
            }
            assertThat(acknowledged).isEqualTo(entered);
            assertThat(told("in-the-call", "442=3")).isEqualTo(1);
            assertThat(told("in-the-call", "574=7")).isEqualTo(3);
            entered.forEach(id -> assertThat(told(id, "150=0")).as(id).isEqualTo(1));
            program.kill();
        }
    }
}
