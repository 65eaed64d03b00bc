package io.tidemark.connectors.account;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which firm's FIX session speaks for which account, kept in one JSON file beside the accounts.
 *
 * <p>Thread-safe. One process at a time owns the directory.
 */
public final class SessionBook {
    private static final String FILE = "sessions.json";

    /** Becomes part of client order ids and of file names. */
    private static final Pattern COMP_ID = Pattern.compile("[A-Z][A-Z0-9]{0,15}");

    private final BookFile<Document> file;

    /** Replaced as a whole, so that a reader never waits for the disk. */
    private volatile Map<String, Long> accounts;

    private SessionBook(BookFile<Document> file, Map<String, Long> accounts) {
        this.file = file;
        this.accounts = accounts;
    }

    private record Entry(String compId, long account) {}

    private record Document(List<Entry> sessions) {}

    /**
     * Opens the book of a directory, which is made if it does not exist.
     *
     * @throws UncheckedIOException if the directory or its file cannot be read
     */
    public static SessionBook open(Path directory) {
        BookFile<Document> file = new BookFile<>(directory, FILE, Document.class);
        Map<String, Long> accounts = new TreeMap<>();
        file.read().ifPresent(book -> book.sessions().forEach(entry -> accounts.put(entry.compId(), entry.account())));
        return new SessionBook(file, accounts);
    }

    /**
     * Gives an account a session, unless it has it already. A session keeps its account for ever: its client order ids are
     * in the journal.
     *
     * @throws IllegalArgumentException if the CompID cannot be one
     * @throws NameTakenException if another account has the session
     */
    public synchronized void give(String compId, long account) {
        if (!COMP_ID.matcher(compId).matches()) {
            throw new IllegalArgumentException(
                    "a CompID is 1 to 16 capital letters and digits, beginning with a letter: '" + compId + "'");
        }
        Long owner = accounts.get(compId);
        if (owner == null) {
            Map<String, Long> next = new TreeMap<>(accounts);
            next.put(compId, account);
            file.write(new Document(next.entrySet().stream()
                    .map(line -> new Entry(line.getKey(), line.getValue()))
                    .toList()));
            accounts = next;
        } else if (owner != account) {
            throw new NameTakenException(compId);
        }
    }

    /** The number of the account that a session speaks for. */
    public Optional<Long> accountOf(String compId) {
        return Optional.ofNullable(accounts.get(compId));
    }

    /** The CompIDs of all sessions, in alphabetical order. */
    public List<String> compIds() {
        return List.copyOf(accounts.keySet());
    }
}
