package io.tidemark.connectors.fix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import quickfix.Field;
import quickfix.Message;
import quickfix.StringField;
import quickfix.fix50sp2.ExecutionReport;

/**
 * What the door knows behind a record of the log: who begins here and reads on makes the reports that one makes who has read
 * everything.
 *
 * @param offset of the first record that is not in it
 * @param sequences by pool, the last command that is in it
 * @param orders of which something may be told yet
 * @param owed by session, the reports that were made and are not in its message store, in their order
 */
record StartingPoint(
        long offset, Map<String, Long> sequences, List<TrackedOrder.State> orders, Map<String, List<Owed>> owed) {
    /** Before the first command. */
    static final StartingPoint NOTHING = new StartingPoint(0, Map.of(), List.of(), Map.of());

    StartingPoint {
        // In one order, so that the same point has the same text.
        sequences = new TreeMap<>(sequences);
        orders = List.copyOf(orders);
        owed = new TreeMap<>(owed);
    }

    /** An execution report: its id, and its fields without those of a session. */
    record Owed(String execId, List<String> fields) {
        static Owed of(ExecId id, Message report) {
            List<String> fields = new ArrayList<>();
            for (var each = report.iterator(); each.hasNext(); ) {
                Field<?> field = each.next();
                fields.add(field.getTag() + "=" + field.getObject());
            }
            return new Owed(id.toString(), fields);
        }

        ExecId id() {
            return ExecId.parse(execId)
                    .orElseThrow(() -> new IllegalArgumentException("no report is called '" + execId + "'"));
        }

        Message report() {
            Message report = new ExecutionReport();
            for (String field : fields) {
                String[] parts = field.split("=", 2);
                report.setField(new StringField(Integer.parseInt(parts[0]), parts[1]));
            }
            return report;
        }
    }
}
