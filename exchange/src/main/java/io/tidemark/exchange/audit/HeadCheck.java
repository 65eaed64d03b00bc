package io.tidemark.exchange.audit;

import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.journal.VerifiedJournal;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Holds a journal against heads that somebody has kept. To be given to {@link VerifiedJournal#of}, and asked afterwards.
 */
public final class HeadCheck implements VerifiedJournal.Witness {
    private final List<SignedHead> heads;
    private final PublicKey key;
    /** Heads that are at the end of a record, by what they say of it. */
    private final Set<PoolHead> wanted = new HashSet<>();

    private final Set<PoolHead> met = new HashSet<>();
    private final Map<String, Long> ends = new HashMap<>();
    private final Map<String, Long> begins = new HashMap<>();

    /**
     * Checks against heads.
     *
     * @param key of whom they should be signed
     */
    public HeadCheck(List<SignedHead> heads, PublicKey key) {
        this.heads = heads.stream()
                .sorted(Comparator.comparing(
                                (SignedHead signed) -> signed.head().pool())
                        .thenComparing(signed -> signed.head().sequence()))
                .toList();
        this.key = key;
        heads.forEach(signed -> wanted.add(signed.head()));
    }

    /** What became of a head. */
    public enum Outcome {
        /** The journal has just this record there. */
        HOLDS,
        /** The journal ends before it: its end was cut off, or an older copy was put in its place. */
        CUT_OFF,
        /** The journal goes on, with another history. */
        REWRITTEN,
        /** The records up to there were released, so that it cannot be told. */
        RELEASED,
        /** The signature is not that of the key: the head proves nothing. */
        NOT_SIGNED;

        /** Whether the journal is not what was signed, or nobody signed. */
        public boolean isBad() {
            return this == CUT_OFF || this == REWRITTEN || this == NOT_SIGNED;
        }
    }

    /**
     * A head and what became of it.
     *
     * @param firstBad the first sequence that is missing or may have been changed; where there are older heads that hold,
     *     just behind the last of them
     */
    public record Finding(SignedHead head, Outcome outcome, OptionalLong firstBad) {}

    @Override
    public void begin() {
        met.clear();
        ends.clear();
        begins.clear();
    }

    @Override
    public void released(PoolHead head) {
        begins.put(head.pool(), head.sequence());
        meet(head);
    }

    @Override
    public void verified(JournalEntry entry, PoolHead head) {
        meet(head);
    }

    private void meet(PoolHead head) {
        ends.put(head.pool(), head.sequence());
        if (wanted.contains(head)) {
            met.add(head);
        }
    }

    /** By pool and sequence. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        Map<String, Long> lastGood = new HashMap<>(begins);
        for (SignedHead signed : heads) {
            Finding finding = finding(signed, lastGood);
            if (finding.outcome() == Outcome.HOLDS) {
                lastGood.put(signed.head().pool(), signed.head().sequence());
            }
            findings.add(finding);
        }
        return findings;
    }

    private Finding finding(SignedHead signed, Map<String, Long> lastGood) {
        PoolHead head = signed.head();
        long end = Optional.ofNullable(ends.get(head.pool())).orElse(0L);
        if (!signed.isSignedBy(key)) {
            return new Finding(signed, Outcome.NOT_SIGNED, OptionalLong.empty());
        } else if (met.contains(head)) {
            return new Finding(signed, Outcome.HOLDS, OptionalLong.empty());
        } else if (head.sequence() > end) {
            return new Finding(signed, Outcome.CUT_OFF, OptionalLong.of(end + 1));
        } else if (head.sequence()
                < Optional.ofNullable(begins.get(head.pool())).orElse(0L)) {
            return new Finding(signed, Outcome.RELEASED, OptionalLong.empty());
        }
        long good = Optional.ofNullable(lastGood.get(head.pool())).orElse(0L);
        return new Finding(signed, Outcome.REWRITTEN, OptionalLong.of(good + 1));
    }
}
