package io.tidemark.connectors.account;

import io.tidemark.connectors.document.Document;
import io.tidemark.connectors.document.Documents;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which firm's FIX session speaks for which account, kept in one document beside the accounts. Thread-safe.
 */
public final class SessionBook {
    private static final String NAME_OF_DOCUMENT = "sessions";

    /** Becomes part of client order ids and of file names. */
    private static final Pattern COMP_ID = Pattern.compile("[A-Z][A-Z0-9]{0,15}");

    private final Document<Sessions> document;

    private SessionBook(Document<Sessions> document) {
        this.document = document;
    }

    private record Entry(String compId, long account) {}

    private record Sessions(List<Entry> sessions) {}

    /** Opens the book that is kept there; it is empty at first. */
    public static SessionBook open(Documents documents) {
        return new SessionBook(documents.document(NAME_OF_DOCUMENT, Sessions.class));
    }

    private static NavigableMap<String, Long> accounts(Optional<Sessions> document) {
        NavigableMap<String, Long> accounts = new TreeMap<>();
        document.ifPresent(book -> book.sessions().forEach(entry -> accounts.put(entry.compId(), entry.account())));
        return accounts;
    }

    /**
     * Gives an account a session, unless it has it already. A session keeps its account for ever: its client order ids are
     * in the journal.
     *
     * @throws IllegalArgumentException if the CompID cannot be one
     * @throws NameTakenException if another account has the session
     */
    public void give(String compId, long account) {
        if (!COMP_ID.matcher(compId).matches()) {
            throw new IllegalArgumentException(
                    "a CompID is 1 to 16 capital letters and digits, beginning with a letter: '" + compId + "'");
        }
        document.change(sessions -> {
            Map<String, Long> accounts = accounts(sessions);
            Long owner = accounts.putIfAbsent(compId, account);
            if (owner != null && owner != account) {
                throw new NameTakenException(compId);
            }
            return new Sessions(accounts.entrySet().stream()
                    .map(line -> new Entry(line.getKey(), line.getValue()))
                    .toList());
        });
    }

    /** The number of the account that a session speaks for. */
    public Optional<Long> accountOf(String compId) {
        Optional<Long> account = Optional.ofNullable(accounts(document.read()).get(compId));
        if (account.isEmpty()) {
            // It may have been given at another member a moment ago.
            document.look();
            account = Optional.ofNullable(accounts(document.read()).get(compId));
        }
        return account;
    }

    /** The CompIDs of the sessions of an account, in alphabetical order. */
    public List<String> compIdsOf(long account) {
        return accounts(document.read()).entrySet().stream()
                .filter(session -> session.getValue() == account)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The CompIDs of all sessions, in alphabetical order. */
    public List<String> compIds() {
        return List.copyOf(accounts(document.read()).keySet());
    }
}
