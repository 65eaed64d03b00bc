package io.tidemark.fleet.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A movement of money that is to be booked.
 *
 * @param key unique for ever; a transfer whose key is in the books is not booked again
 * @param kind what a statement calls it, such as {@code trade}
 * @param pending the transfer that a {@link Phase#POST} or {@link Phase#VOID} resolves
 * @param at epoch milliseconds
 * @param particulars what it is for
 * @param postings at least two, none zero, together zero
 */
public record Transfer(
        String key,
        String kind,
        Phase phase,
        OptionalLong pending,
        long at,
        Particulars particulars,
        List<Posting> postings) {
    /** Whether money has arrived. */
    public enum Phase {
        /** It moves at once. */
        SINGLE,
        /** It left and waits; exactly one other transfer resolves it. */
        PENDING,
        /** What waited has arrived. */
        POST,
        /** What waited went back. */
        VOID
    }

    /**
     * One account's side.
     *
     * @param amount micro-dollars, above zero if the account gets them
     */
    public record Posting(AccountCode account, long amount) {}

    public Transfer {
        postings = List.copyOf(postings);
        long sum = 0;
        for (Posting posting : postings) {
            if (posting.amount() == 0) {
                throw new IllegalArgumentException(key + " has a posting of nothing to " + posting.account());
            }
            sum = Math.addExact(sum, posting.amount());
        }
        if (sum != 0 || postings.size() < 2) {
            throw new IllegalArgumentException(key + " does not add up to zero: " + postings);
        }
        if ((phase == Phase.POST || phase == Phase.VOID) != pending.isPresent()) {
            throw new IllegalArgumentException(key + " is " + phase + " of " + pending);
        }
    }

    /** Collects the sides of a transfer; those of nothing are left out. */
    public static final class Draft {
        private final String key;
        private final String kind;
        private final long at;
        private final List<Posting> postings = new ArrayList<>();
        private Particulars particulars = Particulars.NONE;

        public Draft(String key, String kind, long at) {
            this.key = key;
            this.kind = kind;
            this.at = at;
        }

        /** Says what it is for. */
        public Draft about(Particulars what) {
            particulars = what;
            return this;
        }

        /** Gives an account so many micro-dollars, or takes them if below zero. */
        public Draft with(AccountCode account, long amount) {
            if (amount != 0) {
                postings.add(new Posting(account, amount));
            }
            return this;
        }

        /** Takes from one account and gives to another. */
        public Draft move(AccountCode from, AccountCode to, long amount) {
            return with(from, -amount).with(to, amount);
        }

        public boolean isEmpty() {
            return postings.isEmpty();
        }

        public Transfer single() {
            return new Transfer(key, kind, Phase.SINGLE, OptionalLong.empty(), at, particulars, postings);
        }

        Transfer pending() {
            return new Transfer(key, kind, Phase.PENDING, OptionalLong.empty(), at, particulars, postings);
        }

        Transfer resolving(Phase phase, long pendingId) {
            return new Transfer(key, kind, phase, OptionalLong.of(pendingId), at, particulars, postings);
        }
    }
}
