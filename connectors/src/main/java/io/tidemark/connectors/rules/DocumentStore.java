package io.tidemark.connectors.rules;

import io.tidemark.connectors.document.Document;
import io.tidemark.connectors.document.Documents;
import io.tidemark.pricing.life.ChainedHistory;
import io.tidemark.pricing.life.Entry;
import io.tidemark.pricing.life.RuleStore;
import io.tidemark.pricing.life.RuleStoreException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The rule sets of several machines, as documents that they share: one for the history, one for the sheets of each set. */
public final class DocumentStore implements RuleStore {
    private static final String HISTORY = "rule-history";
    private static final String SHEETS = "rule-sheets-";

    private final Documents documents;
    private final Document<Lines> history;

    private record Lines(List<String> lines) {
        Lines {
            lines = List.copyOf(lines);
        }

        ChainedHistory read() {
            return ChainedHistory.read(String.join("", lines), "the shared history of rule sets");
        }

        Lines with(String line) {
            return new Lines(Stream.concat(lines.stream(), Stream.of(line)).toList());
        }
    }

    private record Sheets(Map<String, String> sheets) {
        Sheets {
            sheets = new TreeMap<>(sheets);
        }
    }

    /** A store among these documents. */
    public DocumentStore(Documents documents) {
        this.documents = documents;
        this.history = documents.document(HISTORY, Lines.class);
    }

    @Override
    public void keep(String content, Map<String, String> sheets) {
        var unused = whileThere(() -> sheets(content).change(before -> before.orElseGet(() -> new Sheets(sheets))));
    }

    @Override
    public Optional<Map<String, String>> find(String content) {
        return whileThere(() -> {
            Document<Sheets> document = sheets(content);
            document.look();
            return document.read().map(Sheets::sheets);
        });
    }

    private Document<Sheets> sheets(String content) {
        return documents.document(SHEETS + content, Sheets.class);
    }

    @Override
    public List<Entry> history() {
        return whileThere(() -> {
            history.look();
            return lines(history.read()).read().entries();
        });
    }

    @Override
    public boolean append(Entry entry) {
        AtomicBoolean appended = new AtomicBoolean();
        return whileThere(() -> {
            var unused = history.change(before -> {
                ChainedHistory known = lines(before).read();
                boolean next = entry.number() == known.entries().size() + 1L;
                appended.set(next);
                return next ? lines(before).with(known.lineOf(entry)) : lines(before);
            });
            return appended.get();
        });
    }

    private static Lines lines(Optional<Lines> document) {
        return document.orElseGet(() -> new Lines(List.of()));
    }

    private static <T> T whileThere(Supplier<T> work) {
        try {
            return work.get();
        } catch (UncheckedIOException away) {
            throw new RuleStoreException(String.valueOf(away.getMessage()), away);
        }
    }
}
