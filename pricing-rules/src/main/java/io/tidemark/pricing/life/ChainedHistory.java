package io.tidemark.pricing.life;

import io.tidemark.pricing.compile.Hash;
import io.tidemark.pricing.life.Entry.Action;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a history: {@code CHAIN NUMBER TIME ACTION SET CONTENT OPERATOR NOTE}. The chain of a line is the SHA-256 of
 * the chain before and of the rest of the line, so a line stands for all before it.
 *
 * @param wholeBytes where the last whole line ends
 * @param chain the chain of that line
 */
public record ChainedHistory(List<Entry> entries, long wholeBytes, String chain) {
    private static final String BEGINNING = "0".repeat(64);
    private static final Pattern LINE = Pattern.compile(
            "(?<chain>[0-9a-f]{64}) (?<rest>(?<number>[0-9]{1,9}) (?<at>\\S+) (?<action>[A-Z_]+) (?<set>[0-9a-f]{64})"
                    + " (?<content>[0-9a-f]{64}) (?<operator>\\S+) (?<note>.*))");

    public ChainedHistory {
        entries = List.copyOf(entries);
    }

    /**
     * Reads a history. What stands behind the last end of a line is not part of it.
     *
     * @param place where it is from, for messages
     * @throws RuleStoreException if a line is not what was written
     */
    public static ChainedHistory read(String text, Object place) {
        List<Entry> entries = new ArrayList<>();
        long bytes = 0;
        String chain = BEGINNING;
        for (int start = 0, end = text.indexOf('\n'); end >= 0; start = end + 1, end = text.indexOf('\n', start)) {
            String line = text.substring(start, end);
            Matcher parts = LINE.matcher(line);
            if (!parts.matches() || !chain(chain, parts.group("rest")).equals(parts.group("chain"))) {
                throw new RuleStoreException(place + " is damaged in line " + (entries.size() + 1)
                        + ": it is not what was written; lines before it are whole");
            }
            entries.add(entry(place, parts, entries.size() + 1L));
            chain = parts.group("chain");
            bytes += line.getBytes(StandardCharsets.UTF_8).length + 1L;
        }
        return new ChainedHistory(entries, bytes, chain);
    }

    /** The line of the next entry, with its end. */
    public String lineOf(Entry entry) {
        String rest = String.join(
                " ",
                Long.toString(entry.number()),
                entry.at().toString(),
                entry.action().name(),
                entry.set(),
                entry.content(),
                entry.operator(),
                entry.note());
        return chain(chain, rest) + " " + rest + "\n";
    }

    private static Entry entry(Object place, Matcher parts, long number) {
        try {
            return new Entry(
                    number,
                    Instant.parse(parts.group("at")),
                    Action.valueOf(parts.group("action")),
                    parts.group("set"),
                    parts.group("content"),
                    parts.group("operator"),
                    parts.group("note"));
        } catch (DateTimeException | IllegalArgumentException unknown) {
            throw new RuleStoreException(
                    place + " says something in line " + number + " that this release does not know", unknown);
        }
    }

    private static String chain(String before, String rest) {
        return Hash.sha256(before + "\n" + rest);
    }
}
