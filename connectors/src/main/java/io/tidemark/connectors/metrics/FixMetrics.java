package io.tidemark.connectors.metrics;

import io.tidemark.connectors.fix.FixListener;
import io.tidemark.connectors.metrics.DoorMetrics.LabelledCount;

/** Messages of the FIX door, by their type. Any thread may call it. */
public final class FixMetrics implements FixListener {
    private static final String[] RECEIVED = {"A", "0", "1", "2", "4", "5", "D", "F", "G", "H", "x", "other"};
    private static final String[] SENT = {"A", "0", "1", "2", "3", "4", "5", "8", "9", "j", "y"};

    private final LabelledCount received;
    private final LabelledCount sent;

    FixMetrics(DoorMetrics doors) {
        received = doors.count("tidemark_fix_received_total", "FIX messages received, by MsgType", "type", RECEIVED);
        sent = doors.count("tidemark_fix_sent_total", "FIX messages sent, by MsgType", "type", SENT);
    }

    @Override
    public void received(String type) {
        received.one(type);
    }

    @Override
    public void sent(String type) {
        sent.one(type);
    }
}
