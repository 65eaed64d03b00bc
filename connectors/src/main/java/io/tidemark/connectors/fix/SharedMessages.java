package io.tidemark.connectors.fix;

import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Date;
import java.util.function.Supplier;
import quickfix.MessageStore;

/**
 * The message store of a session in the shared database. A message, its number and how far the session has been told are
 * written in one transaction, and only by the door that has the session: whoever has lost it is refused.
 */
final class SharedMessages implements MessageStore {
    private final SharedTables tables;
    private final String compId;
    private final Custody custody;
    private final Sent sent;

    // Who sends counts the one, who reads from the socket the other, each when he likes: neither may take back the
    // other's.
    private volatile int nextSender;
    private volatile int nextTarget;
    private volatile Instant created;

    /** A message was stored, which counts it; QuickFIX/J, which counts it next, would do so again. */
    private boolean isCounted;

    private volatile boolean inDoubt;

    private record Numbers(int sender, int target, Instant created) {}

    SharedMessages(SharedTables tables, String compId, Custody custody, Sent sent) {
        this.tables = tables;
        this.compId = compId;
        this.custody = custody;
        this.sent = sent;
        tables.update("INSERT INTO fix.session (comp_id) VALUES (?) ON CONFLICT DO NOTHING", compId);
        Numbers numbers = read();
        this.nextSender = numbers.sender();
        this.nextTarget = numbers.target();
        this.created = numbers.created();
    }

    private Numbers read() {
        tables.query("SELECT exec_id FROM fix.sent WHERE comp_id = ?", row -> row.getString(1), compId)
                .forEach(text -> ExecId.parse(text).ifPresent(sent::note));
        return tables.query(
                        "SELECT next_sender, next_target, created FROM fix.session WHERE comp_id = ?",
                        row -> new Numbers(
                                row.getInt(1),
                                row.getInt(2),
                                row.getObject(3, OffsetDateTime.class).toInstant()),
                        compId)
                .get(0);
    }

    /** QuickFIX/J knows of one exception only. */
    private <T> T ask(Supplier<T> question) throws IOException {
        try {
            return question.get();
        } catch (SharedTablesException failed) {
            throw new IOException(failed.getMessage(), failed);
        }
    }

    /**
     * Has something written. After one that failed nothing more is, until all is read again at the next Logon: the database
     * may have done it, and then another message must not take the place of the one that it says was sent.
     */
    private void write(String sql, Object... values) throws IOException {
        if (inDoubt) {
            throw new IOException("session " + compId + " waits for its next Logon, since a write has failed");
        }
        try {
            if (!tables.query(sql, row -> row.getBoolean(1), values).get(0)) {
                // Nobody who is connected here would ever be answered.
                custody.doubt(compId);
                throw new IOException("session " + compId + " is at another door now: nothing is stored or sent here");
            }
        } catch (SharedTablesException failed) {
            inDoubt = true;
            custody.doubt(compId);
            throw new IOException(failed.getMessage(), failed);
        }
    }

    @Override
    public synchronized boolean set(int sequence, String message) throws IOException {
        ExecId report = Sent.execId(message).orElse(null);
        write(
                "SELECT fix.keep(?, ?, ?, ?, ?, ?)",
                compId,
                custody.epoch(compId),
                sequence,
                message,
                report == null ? "" : report.pool(),
                report == null ? "" : report.toString());
        if (report != null) {
            sent.note(report);
        }
        nextSender = sequence + 1;
        isCounted = true;
        return true;
    }

    @Override
    public void get(int startSequence, int endSequence, Collection<String> messages) throws IOException {
        messages.addAll(ask(() -> tables.query(
                "SELECT message FROM fix.message WHERE comp_id = ? AND number BETWEEN ? AND ? ORDER BY number",
                row -> row.getString(1),
                compId,
                startSequence,
                endSequence)));
    }

    @Override
    public int getNextSenderMsgSeqNum() {
        return nextSender;
    }

    @Override
    public int getNextTargetMsgSeqNum() {
        return nextTarget;
    }

    @Override
    public synchronized void setNextSenderMsgSeqNum(int next) throws IOException {
        write("SELECT fix.sent(?, ?, ?)", compId, custody.epoch(compId), next);
        nextSender = next;
    }

    @Override
    public void setNextTargetMsgSeqNum(int next) throws IOException {
        write("SELECT fix.received(?, ?, ?)", compId, custody.epoch(compId), next);
        nextTarget = next;
    }

    @Override
    public synchronized void incrNextSenderMsgSeqNum() throws IOException {
        if (isCounted) {
            isCounted = false;
        } else {
            setNextSenderMsgSeqNum(nextSender + 1);
        }
    }

    @Override
    public void incrNextTargetMsgSeqNum() throws IOException {
        setNextTargetMsgSeqNum(nextTarget + 1);
    }

    @Override
    @SuppressWarnings("JavaUtilDate") // QuickFIX/J asks for it.
    public Date getCreationTime() {
        return Date.from(created);
    }

    @Override
    public synchronized void reset() throws IOException {
        write("SELECT fix.reset(?, ?)", compId, custody.epoch(compId));
        refresh();
    }

    /**
     * Another door may have had the session since. A message of the last connection may be on its way still: what is read is
     * either before it or after it.
     */
    @Override
    public synchronized void refresh() throws IOException {
        Numbers numbers = ask(this::read);
        nextSender = numbers.sender();
        nextTarget = numbers.target();
        created = numbers.created();
        inDoubt = false;
    }
}
