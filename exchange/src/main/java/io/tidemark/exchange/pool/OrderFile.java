package io.tidemark.exchange.pool;

import io.tidemark.exchange.lookup.Slots;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Every firm order that is remembered: the open ones, and for a day those that ended. Records of forgotten orders serve for
 * new ones, so that a pool in which as many orders end as begin makes no garbage.
 */
final class OrderFile {
    private static final long NEVER = Long.MAX_VALUE;
    private static final Roll<OrderRecord> NOBODY = new Roll<>();

    private final Slots<OrderRecord> byId = new Slots<>();

    private int countOpen;

    /** In the order in which they ended. */
    private final Deque<OrderRecord> oldestEnded = new ArrayDeque<>();

    /** When the first of them ended, nearer at hand; after every instant if there is none. */
    private long firstEnd = NEVER;

    /** The first of those that serve for other orders. */
    private @Nullable OrderRecord spare;

    private final Slots<Participant> participants = new Slots<>();
    private final PoolState state;
    private final ClientIds clientIds;

    OrderFile(PoolState state, ClientIds clientIds) {
        this.state = state;
        this.clientIds = clientIds;
    }

    /** An account with a wallet in this pool, or null. */
    @Nullable Participant participant(long account) {
        Participant participant = participants.first(Slots.hash(account));
        while (participant != null && participant.account() != account) {
            participant = participant.nextInSlot();
        }
        if (participant == null && state.clearing.knows(account)) {
            long group = state.groups.of(account);
            participant = new Participant(account, group, state.clearing.wallet(account), state.groups.standing(group));
            participants.add(participant);
        }
        return participant;
    }

    /** A record to become that of a new order; {@link #enter} it then. */
    OrderRecord fresh(Command.SubmitOrder order) {
        OrderRecord record = spare;
        if (record == null) {
            return new OrderRecord(order.window());
        }
        spare = record.nextInSlot();
        return record;
    }

    void enter(OrderRecord record) {
        byId.add(record);
        countOpen++;
        record.participant().enter(record);
    }

    /** It has ended. */
    void end(OrderRecord record) {
        countOpen--;
        oldestEnded.addLast(record);
        firstEnd = Math.min(firstEnd, record.endedAt());
        record.participant().end(record);
    }

    /** Forgets an order that has just ended: it was the operator's own, and is in nobody's list. */
    void strike(OrderRecord record) {
        oldestEnded.removeLastOccurrence(record);
        lookForFirstEnd();
        forget(record);
    }

    private void forget(OrderRecord record) {
        byId.remove(record);
        record.participant().forget(record);
        clientIds.forget(record.clientIds());
        record.nextInSlot(spare);
        spare = record;
    }

    /** An open order, or null. */
    @Nullable OrderRecord open(long orderId) {
        OrderRecord record = find(orderId);
        return record != null && record.isOpen() ? record : null;
    }

    /** An open order of an account, or null. */
    @Nullable OrderRecord open(long account, long orderId) {
        OrderRecord record = open(orderId);
        return record != null && record.account() == account ? record : null;
    }

    /** An order of an account, also one that has ended, or null. */
    @Nullable OrderRecord find(long account, long orderId) {
        OrderRecord record = find(orderId);
        return record != null && record.account() == account ? record : null;
    }

    private @Nullable OrderRecord find(long orderId) {
        OrderRecord record = byId.first(Slots.hash(orderId));
        while (record != null && record.id() != orderId) {
            record = record.nextInSlot();
        }
        return record;
    }

    /** The orders of an account. */
    Roll<OrderRecord> of(long account) {
        Participant participant = participant(account);
        return participant == null ? NOBODY : participant;
    }

    int countOpen() {
        return countOpen;
    }

    OrdersSnapshot save() {
        return new OrdersSnapshot(
                byId.list().stream()
                        .filter(OrderRecord::isOpen)
                        .sorted(Comparator.comparingLong(OrderRecord::id))
                        .map(record -> record.save(clientIds.save(record.clientIds())))
                        .toList(),
                oldestEnded.stream()
                        .map(record -> record.saveEnded(clientIds.save(record.clientIds())))
                        .toList());
    }

    /** Forgets the orders that ended before an instant, and their client order ids with them. */
    void forgetBefore(long instant) {
        while (firstEnd < instant) {
            forget(oldestEnded.removeFirst());
            lookForFirstEnd();
        }
    }

    private void lookForFirstEnd() {
        OrderRecord first = oldestEnded.peekFirst();
        firstEnd = first == null ? NEVER : first.endedAt();
    }
}
