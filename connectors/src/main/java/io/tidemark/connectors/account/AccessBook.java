package io.tidemark.connectors.account;

import io.tidemark.connectors.document.Document;
import io.tidemark.connectors.document.Documents;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How each account gets into its nodes, kept in one document beside the accounts. A change is durable before anyone hears of
 * it. Thread-safe.
 */
public final class AccessBook {
    private static final String NAME_OF_DOCUMENT = "access";

    private final Document<Accesses> document;

    private AccessBook(Document<Accesses> document) {
        this.document = document;
    }

    /** A line of the document. */
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

    private record Accesses(List<Entry> access) {}

    /** Opens the book that is kept there; it is empty at first. */
    public static AccessBook open(Documents documents) {
        return new AccessBook(documents.document(NAME_OF_DOCUMENT, Accesses.class));
    }

    /** What an account has said so far; nothing in it if it has said nothing. */
    public TenantAccess of(long account) {
        return byAccount(document.read()).getOrDefault(account, TenantAccess.NONE);
    }

    private static Map<Long, TenantAccess> byAccount(Optional<Accesses> document) {
        Map<Long, TenantAccess> byAccount = new TreeMap<>();
        document.ifPresent(
                accesses -> accesses.access().forEach(entry -> byAccount.put(entry.account(), entry.access())));
        return byAccount;
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
    public TenantAccess change(long account, Optional<String> sshPublicKey, Optional<String> cloudInit) {
        document.change(accesses -> {
            Map<Long, TenantAccess> byAccount = byAccount(accesses);
            TenantAccess before = byAccount.getOrDefault(account, TenantAccess.NONE);
            byAccount.put(
                    account,
                    new TenantAccess(
                            // A .pub file ends with a newline, which is no part of the key.
                            sshPublicKey
                                    .map(String::strip)
                                    .or(before::sshPublicKey)
                                    .filter(key -> !key.isEmpty()),
                            cloudInit.or(before::cloudInit).filter(text -> !text.isBlank())));
            return new Accesses(byAccount.entrySet().stream().map(Entry::of).toList());
        });
        return of(account);
    }
}
