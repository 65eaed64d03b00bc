package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.AccessBook;
import io.tidemark.connectors.account.MalformedAccessException;
import io.tidemark.connectors.account.TenantAccess;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts into the book how an account gets into its nodes, wherever in a body it came. */
final class AccessChange {
    private AccessChange() {}

    /** Changes what is given; what is null stays. */
    static TenantAccess make(
            AccessBook access, long account, @Nullable String sshPublicKey, @Nullable String cloudInit) {
        try {
            return access.change(account, Optional.ofNullable(sshPublicKey), Optional.ofNullable(cloudInit));
        } catch (MalformedAccessException malformed) {
            throw Fields.invalid(
                    malformed.field(), String.valueOf(malformed.getMessage()), "send " + malformed.expected());
        }
    }
}
