package io.tidemark.connectors.fix;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.connectors.fix.FixClient.Msg;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A firm that writes down what it is told by sequence number, and asks for what it has missed. */
final class PatientFirm {
    private final String compId;
    private final NavigableMap<Integer, Msg> told = new TreeMap<>();
    private int nextOut = 1;

    PatientFirm(String compId) {
        this.compId = compId;
    }

    /** Logs on, listens until it has been told this many reports of the log at least, and hangs up without a word. */
    void listen(int port, int reports) {
        try (FixClient client = FixClient.connect(port, compId, nextOut)) {
            String name = compId.toLowerCase(Locale.ROOT);
            Msg logon = client.logon(name, name + "-key", "20001=N");
            int missing = nextIn();
            note(logon);
            if (missing < logon.sequence()) {
                client.send("2", "7=" + missing, "16=0");
            }
            while (execIds().size() < reports || nextIn() <= told.lastKey()) {
                note(client.next());
            }
            nextOut = client.nextSequence();
        }
    }

    private void note(Msg message) {
        Msg before = told.putIfAbsent(message.sequence(), message);
        if (before != null) {
            assertThat(message.find(17))
                    .as("%s, told before: %s", message, before)
                    .isEqualTo(before.find(17));
        }
    }

    /** The number of the first message that it has not got. */
    private int nextIn() {
        int next = 1;
        while (told.containsKey(next)) {
            Msg message = told.get(next);
            next = message.type().equals("4") ? Integer.parseInt(message.get(36)) : next + 1;
        }
        return next;
    }

    /** What it was told from the log, in the order of sequence numbers. */
    List<String> execIds() {
        List<String> ids = new ArrayList<>();
        told.values().stream()
                .filter(message -> message.type().equals("8") || message.type().equals("B"))
                .forEach(message -> ids.add(message.get(message.type().equals("8") ? 17 : 1472)));
        return ids;
    }
}
