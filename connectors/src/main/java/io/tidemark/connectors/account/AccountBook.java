package io.tidemark.connectors.account;

import io.tidemark.connectors.document.Document;
import io.tidemark.connectors.document.Documents;
import io.tidemark.exchange.clearing.Clearing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The accounts of this exchange, kept in one document. A change is durable before anyone hears of it. Thread-safe. */
public final class AccountBook {
    /** The number of the first account; lower ones are kept for the house. */
    public static final long FIRST_NUMBER = 100;

    private static final String NAME_OF_DOCUMENT = "accounts";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{1,39}");

    private final Document<Accounts> document;

    private AccountBook(Document<Accounts> document) {
        this.document = document;
    }

    /** A line of the document. Scopes are a list so that it always has them in one order. */
    private record Entry(String name, long number, long group, List<Scope> scopes, String keySha256) {
        Entry withKey(String key) {
            return new Entry(name, number, group, scopes, ApiKey.hash(key));
        }

        Account account() {
            return new Account(name, number, group, Set.copyOf(scopes));
        }
    }

    private record Accounts(List<Entry> accounts) {}

    /**
     * An account that was just made.
     *
     * @param key its API key, which nobody can be shown again
     */
    public record Created(Account account, String key) {
        /** Without the key: records get logged. */
        @Override
        public String toString() {
            return "Created[" + account + "]";
        }
    }

    /** Opens the book that is kept there; it is empty at first. */
    public static AccountBook open(Documents documents) {
        return new AccountBook(documents.document(NAME_OF_DOCUMENT, Accounts.class));
    }

    private List<Entry> entries() {
        return entries(document.read());
    }

    private static List<Entry> entries(Optional<Accounts> accounts) {
        return accounts.map(Accounts::accounts).orElse(List.of());
    }

    /**
     * Makes an account that may view and trade, with a fresh key.
     *
     * @throws MalformedNameException if the name cannot be one
     * @throws NameTakenException if another account has it
     */
    public Created create(String name) {
        return create(name, Set.of(Scope.VIEW, Scope.TRADE));
    }

    /** As {@link #create(String)}, with other scopes. */
    public Created create(String name, Set<Scope> scopes) {
        String key = ApiKey.draw();
        return new Created(add(name, key, scopes, false), key);
    }

    /**
     * Gives an account a fresh key; the one from before stops working.
     *
     * @return empty if there is no account of this name
     */
    public Optional<Created> renewKey(String name) {
        if (byName(name).isEmpty()) {
            return Optional.empty();
        }
        String key = ApiKey.draw();
        document.change(before -> new Accounts(entries(before).stream()
                .map(entry -> entry.name().equals(name) ? entry.withKey(key) : entry)
                .toList()));
        return byName(name).map(account -> new Created(account, key));
    }

    /**
     * Makes an account with a key that the caller knows, for demonstrations and tests.
     *
     * @throws MalformedNameException if the name cannot be one
     * @throws NameTakenException if another account has it
     */
    public Account createWithKey(String name, String key, Set<Scope> scopes) {
        return add(name, key, scopes, false);
    }

    /**
     * Gives the operator, account {@link Clearing#OPERATOR}, this key and all scopes; a key from before stops working.
     * It is how a new installation gets its first key, and how a lost one is replaced.
     */
    public Account operatorKey(String key) {
        return add("operator", key, Set.of(Scope.values()), true);
    }

    /** As {@link #operatorKey(String)} with a fresh key. */
    public Created freshOperatorKey() {
        String key = ApiKey.draw();
        return new Created(operatorKey(key), key);
    }

    /** The account that a key opens. Every entry is compared, so the answer takes as long whichever it is. */
    public Optional<Account> byKey(String key) {
        String hash = ApiKey.hash(key);
        return find(() -> byHash(hash));
    }

    public Optional<Account> byName(String name) {
        return find(() -> entries().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .map(Entry::account));
    }

    /** What is not found may have been made at another member a moment ago. */
    private Optional<Account> find(Supplier<Optional<Account>> known) {
        Optional<Account> found = known.get();
        if (found.isEmpty()) {
            document.look();
            found = known.get();
        }
        return found;
    }

    private Optional<Account> byHash(String hash) {
        Optional<Account> found = Optional.empty();
        for (Entry entry : entries()) {
            if (ApiKey.same(entry.keySha256(), hash)) {
                found = Optional.of(entry.account());
            }
        }
        return found;
    }

    /** All accounts, the oldest first. */
    public List<Account> all() {
        return entries().stream().map(Entry::account).toList();
    }

    private Account add(String name, String key, Set<Scope> scopes, boolean operator) {
        if (!NAME.matcher(name).matches()) {
            throw new MalformedNameException(name);
        }
        List<Entry> added = document.change(before -> new Accounts(with(entries(before), name, key, scopes, operator)))
                .accounts();
        return added.get(added.size() - 1).account();
    }

    private static List<Entry> with(List<Entry> entries, String name, String key, Set<Scope> scopes, boolean operator) {
        List<Entry> next = new ArrayList<>(entries);
        if (operator) {
            next.removeIf(entry -> entry.number() == Clearing.OPERATOR);
        }
        if (next.stream().anyMatch(entry -> entry.name().equals(name)) || (!operator && name.equals("operator"))) {
            throw new NameTakenException(name);
        }
        String hash = ApiKey.hash(key);
        if (next.stream().anyMatch(entry -> ApiKey.same(entry.keySha256(), hash))) {
            throw new IllegalArgumentException("the key of '" + name + "' opens another account already");
        }
        long number = operator
                ? Clearing.OPERATOR
                : Math.max(
                                FIRST_NUMBER - 1,
                                next.stream().mapToLong(Entry::number).max().orElse(0))
                        + 1;
        next.add(new Entry(name, number, number, scopes.stream().sorted().toList(), hash));
        return List.copyOf(next);
    }
}
