package io.tidemark.connectors.account;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How each account gets into its nodes, kept in one JSON file beside the accounts. A change is on disk before anyone hears
 * of it.
 *
 * <p>Thread-safe. One process at a time owns the directory.
 */
public final class AccessBook {
    private static final String FILE = "access.json";

    private final BookFile<Document> file;

    /** Replaced as a whole, so that a reader never waits for the disk. */
    private volatile Map<Long, TenantAccess> byAccount;

    private AccessBook(BookFile<Document> file, Map<Long, TenantAccess> byAccount) {
        this.file = file;
        this.byAccount = byAccount;
    }

    /** A line of the file. */
    private record Entry(
            long account,
            @Nullable String sshPublicKey,
            @Nullable String cloudInit) {
        static Entry of(Map.Entry<Long, TenantAccess> line) {
            return new Entry(
                    line.getKey(),
                    line.getValue().sshPublicKey().orElse(null),
                    line.getValue().cloudInit().orElse(null));
        }

        TenantAccess access() {
            return new TenantAccess(Optional.ofNullable(sshPublicKey), Optional.ofNullable(cloudInit));
        }
    }

    private record Document(List<Entry> access) {}

    /**
     * Opens the book of a directory, which is made if it does not exist.
     *
     * @throws UncheckedIOException if the directory or its file cannot be read
     */
    public static AccessBook open(Path directory) {
        BookFile<Document> file = new BookFile<>(directory, FILE, Document.class);
        Map<Long, TenantAccess> byAccount = new TreeMap<>();
        file.read().ifPresent(book -> book.access().forEach(entry -> byAccount.put(entry.account(), entry.access())));
        return new AccessBook(file, byAccount);
    }

    /** What an account has said so far; nothing in it if it has said nothing. */
    public TenantAccess of(long account) {
        return byAccount.getOrDefault(account, TenantAccess.NONE);
    }

    /**
     * Changes what is given and leaves what is not.
     *
     * @param sshPublicKey one line of a {@code .pub} file; blank takes the key away
     * @param cloudInit user data; blank takes it away
     * @return what holds from now on, for nodes that are deployed from now on
     * @throws MalformedAccessException if a part cannot be what it should be; nothing is changed
     * @throws UncheckedIOException if it cannot be written; nothing is changed
     */
    public synchronized TenantAccess change(long account, Optional<String> sshPublicKey, Optional<String> cloudInit) {
        TenantAccess before = of(account);
        TenantAccess after = new TenantAccess(
                // A .pub file ends with a newline, which is no part of the key.
                sshPublicKey.map(String::strip).or(before::sshPublicKey).filter(key -> !key.isEmpty()),
                cloudInit.or(before::cloudInit).filter(text -> !text.isBlank()));
        if (!after.equals(before)) {
            Map<Long, TenantAccess> next = new TreeMap<>(byAccount);
            next.put(account, after);
            file.write(new Document(next.entrySet().stream().map(Entry::of).toList()));
            byAccount = next;
        }
        return after;
    }
}
