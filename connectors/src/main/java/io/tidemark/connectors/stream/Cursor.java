package io.tidemark.connectors.stream;

import io.tidemark.exchange.contract.MalformedContractException;
import io.tidemark.exchange.contract.PoolId;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a reader stands: for each of its pools the last command of which it knows everything. It is written {@code
 * B200X8.PRN1:123,GB200R64.HYP1:77}.
 */
record Cursor(NavigableMap<PoolId, Long> sequences) {
    private static final Pattern SEQUENCE = Pattern.compile("[0-9]{1,18}");

    Cursor {
        sequences = Collections.unmodifiableNavigableMap(new TreeMap<>(sequences));
    }

    /** Reads a cursor; empty if it is none of ours. */
    static Optional<Cursor> parse(String text) {
        NavigableMap<PoolId, Long> sequences = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            int colon = part.indexOf(':');
            if (colon < 0 || !SEQUENCE.matcher(part.substring(colon + 1)).matches()) {
                return Optional.empty();
            }
            try {
                sequences.put(PoolId.parse(part.substring(0, colon)), Long.parseLong(part.substring(colon + 1)));
            } catch (MalformedContractException noPool) {
                return Optional.empty();
            }
        }
        return Optional.of(new Cursor(sequences));
    }

    static Cursor at(Map<PoolId, Long> sequences) {
        return new Cursor(new TreeMap<>(sequences));
    }

    long of(PoolId pool) {
        Long sequence = sequences.get(pool);
        if (sequence == null) {
            throw new IllegalArgumentException("the cursor knows nothing of " + pool);
        }
        return sequence;
    }

    Cursor with(PoolId pool, long sequence) {
        NavigableMap<PoolId, Long> moved = new TreeMap<>(sequences);
        moved.put(pool, sequence);
        return new Cursor(moved);
    }

    @Override
    public String toString() {
        return sequences.entrySet().stream()
                .map((Map.Entry<PoolId, Long> each) -> each.getKey() + ":" + each.getValue())
                .collect(Collectors.joining(","));
    }
}
