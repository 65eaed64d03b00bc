package io.tidemark.connectors.account;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How an account gets into its nodes.
 *
 * @param sshPublicKey one line in OpenSSH's format
 * @param cloudInit user data for the first start of a node; it may hold the account's secrets, so it is handed to the node
 *     and shown to nobody
 */
public record TenantAccess(Optional<String> sshPublicKey, Optional<String> cloudInit) {
    /** The most that {@code cloudInit} may have, in bytes of UTF-8. */
    public static final int MAX_CLOUD_INIT_BYTES = 16 * 1024;

    static final TenantAccess NONE = new TenantAccess(Optional.empty(), Optional.empty());

    public TenantAccess {
        sshPublicKey.ifPresent(SshPublicKey::check);
        cloudInit.filter(text -> bytes(text) > MAX_CLOUD_INIT_BYTES).ifPresent(text -> {
            throw new MalformedAccessException(
                    "cloudInit",
                    "the cloud-init user data has " + bytes(text) + " bytes",
                    "at most " + MAX_CLOUD_INIT_BYTES + " bytes; let it fetch the rest");
        });
    }

    /** How large the user data is; 0 if there is none. */
    public int cloudInitBytes() {
        return cloudInit.map(TenantAccess::bytes).orElse(0);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Without the user data: records get logged. */
    @Override
    public String toString() {
        return "TenantAccess[" + sshPublicKey.orElse("no key") + ", user data of " + cloudInitBytes() + " bytes]";
    }
}
