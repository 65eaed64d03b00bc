package io.tidemark.connectors.fix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import quickfix.Field;
import quickfix.Message;
import quickfix.StringField;
import quickfix.field.MsgType;
import quickfix.field.NoLinesOfText;
import quickfix.field.Text;
import quickfix.fix50sp2.ExecutionReport;
import quickfix.fix50sp2.News;

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

    /** An execution report, or a News: its id, and its fields without those of a session. */
    record Owed(String execId, List<String> fields) {
        /** Before the line of text and the other fields of a News; a report begins otherwise. */
        private static final String NEWS = MsgType.FIELD + "=" + MsgType.NEWS;

        static Owed of(ExecId id, Message report) {
            List<String> fields = new ArrayList<>();
            if (LeaseNews.isNews(report)) {
                fields.add(NEWS);
                fields.add(Text.FIELD + "=" + LeaseNews.line(report));
            }
            for (var each = report.iterator(); each.hasNext(); ) {
                Field<?> field = each.next();
                if (field.getTag() != NoLinesOfText.FIELD) {
                    fields.add(field.getTag() + "=" + field.getObject());
                }
            }
            return new Owed(id.toString(), fields);
        }

        ExecId id() {
            return ExecId.parse(execId)
                    .orElseThrow(() -> new IllegalArgumentException("no report is called '" + execId + "'"));
        }

        Message report() {
            boolean news = !fields.isEmpty() && fields.get(0).equals(NEWS);
            Message report =
                    news ? LeaseNews.withLine(new News(), fields.get(1).split("=", 2)[1]) : new ExecutionReport();
            for (String field : news ? fields.subList(2, fields.size()) : fields) {
                String[] parts = field.split("=", 2);
                report.setField(new StringField(Integer.parseInt(parts[0]), parts[1]));
            }
            return report;
        }
    }
}
