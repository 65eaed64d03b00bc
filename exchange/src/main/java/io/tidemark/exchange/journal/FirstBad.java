package io.tidemark.exchange.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds out whose record a damaged one was. The frame itself cannot be believed; the pool whose records go on behind a gap
 * can.
 *
 * @param sequence the first of the pool that cannot be trusted
 */
record FirstBad(String pool, long sequence) {
    /**
     * Looks behind a frame that cannot be read.
     *
     * @param tails where the pools end before it
     * @param bytes of its segment
     * @param later the segments behind that one
     */
    static Optional<FirstBad> find(
            Map<String, PoolTail> tails, Segment segment, ByteBuffer bytes, int position, long offset, List<Path> later)
            throws IOException {
        Set<String> goOn = new HashSet<>();
        for (int at = position + Frame.ALIGNMENT; at + Frame.HEADER <= bytes.limit(); at += Frame.ALIGNMENT) {
            Optional<Frame> frame = Frame.read(bytes, at, segment.salt()).filter(found -> found.offset() > offset);
            if (frame.isPresent()) {
                String pool = frame.get().record().pool();
                if (goOn.add(pool) && frame.get().record().firstSequence() > next(tails, pool)) {
                    return Optional.of(new FirstBad(pool, next(tails, pool)));
                }
            }
        }
        Optional<FirstBad> missed = later.isEmpty() ? Optional.empty() : missedBy(later.get(0), tails, goOn);
        return missed.or(() -> claimed(tails, bytes, position));
    }

    /** A pool that has gone on by the next segment, with no good record behind the damage in this one. */
    private static Optional<FirstBad> missedBy(Path next, Map<String, PoolTail> tails, Set<String> goOn)
            throws IOException {
        Optional<Segment> segment = Segment.read(next, Segment.load(next));
        if (segment.isPresent()) {
            for (String pool : new TreeSet<>(segment.get().tails().keySet())) {
                PoolTail then = segment.get().tails().getOrDefault(pool, PoolTail.none());
                if (!goOn.contains(pool) && then.sequence() >= next(tails, pool)) {
                    return Optional.of(new FirstBad(pool, next(tails, pool)));
                }
            }
        }
        return Optional.empty();
    }

    /** What the damaged frame says, if that is just what would come next. */
    private static Optional<FirstBad> claimed(Map<String, PoolTail> tails, ByteBuffer bytes, int position) {
        return Frame.claimed(bytes, position).filter(claim -> claim.sequence() == next(tails, claim.pool()));
    }

    private static long next(Map<String, PoolTail> tails, String pool) {
        return tails.getOrDefault(pool, PoolTail.none()).sequence() + 1;
    }
}
