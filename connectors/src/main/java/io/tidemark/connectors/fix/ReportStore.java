package io.tidemark.connectors.fix;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import quickfix.MessageStore;

/**
 * The message store of a session, which also knows how far the session has been told. What is in it a client can have sent
 * again; so a report that is in it need not be made again, and no other record of what was sent can disagree with it.
 */
final class ReportStore implements MessageStore {
    private static final int CHUNK = 500;

    private final MessageStore store;
    private final Sent sent;
    private final Consumer<Collection<String>> beforeReset;

    /**
     * Reads back how far the session has been told.
     *
     * @param pools that may have told it something
     * @param beforeReset is given the last ids of what will be forgotten, and keeps them
     */
    ReportStore(MessageStore store, Sent sent, List<String> pools, Consumer<Collection<String>> beforeReset)
            throws IOException {
        this.store = store;
        this.sent = sent;
        this.beforeReset = beforeReset;
        readBack(new ArrayList<>(pools));
    }

    /** Backwards, since the last report of a pool is seldom far from the end. */
    private void readBack(List<String> missing) throws IOException {
        Sent found = new Sent(List.of());
        for (int end = store.getNextSenderMsgSeqNum() - 1; end > 0 && !missing.isEmpty(); end -= CHUNK) {
            List<String> messages = new ArrayList<>();
            store.get(Math.max(1, end - CHUNK + 1), end, messages);
            messages.forEach(message -> Sent.execId(message).ifPresent(found::note));
            missing.removeIf(found::knows);
        }
        found.execIds().forEach(text -> ExecId.parse(text).ifPresent(sent::note));
    }

    @Override
    public boolean set(int sequence, String message) throws IOException {
        boolean stored = store.set(sequence, message);
        Sent.execId(message).ifPresent(sent::note);
        return stored;
    }

    @Override
    public void reset() throws IOException {
        beforeReset.accept(sent.execIds());
        store.reset();
    }

    @Override
    public void get(int startSequence, int endSequence, Collection<String> messages) throws IOException {
        store.get(startSequence, endSequence, messages);
    }

    @Override
    public int getNextSenderMsgSeqNum() throws IOException {
        return store.getNextSenderMsgSeqNum();
    }

    @Override
    public int getNextTargetMsgSeqNum() throws IOException {
        return store.getNextTargetMsgSeqNum();
    }

    @Override
    public void setNextSenderMsgSeqNum(int next) throws IOException {
        store.setNextSenderMsgSeqNum(next);
    }

    @Override
    public void setNextTargetMsgSeqNum(int next) throws IOException {
        store.setNextTargetMsgSeqNum(next);
    }

    @Override
    public void incrNextSenderMsgSeqNum() throws IOException {
        store.incrNextSenderMsgSeqNum();
    }

    @Override
    public void incrNextTargetMsgSeqNum() throws IOException {
        store.incrNextTargetMsgSeqNum();
    }

    @Override
    public Date getCreationTime() throws IOException {
        return store.getCreationTime();
    }

    @Override
    public void refresh() throws IOException {
        store.refresh();
    }
}
