package io.tidemark.fleet.driver;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a tenant gets into its nodes: by its own key, written once at the first start. There is no operator login.
 *
 * @param sshPublicKey one line in OpenSSH's format
 * @param userData for cloud-init, at most {@value #MAX_USER_DATA} characters, empty for none; it may hold the tenant's
 *     secrets and is never shown or logged
 * @param link where programs on the node hear of it; empty before it is known which node it is, and where nodes are told nothing
 */
public record Access(String sshPublicKey, String userData, Optional<InstanceLink> link) {
    public static final int MAX_USER_DATA = 65_536;

    private static final Pattern PUBLIC_KEY = Pattern.compile("[a-z0-9@.-]+ [A-Za-z0-9+/=]+( [^\\p{Cntrl}]*)?");

    /** In the place of one that was let go of with its lease. */
    public static final Access FORGOTTEN = new Access("forgotten =", "");

    /** Into whichever node. */
    public Access(String sshPublicKey, String userData) {
        this(sshPublicKey, userData, Optional.empty());
    }

    public Access {
        if (!PUBLIC_KEY.matcher(sshPublicKey).matches()) {
            throw new IllegalArgumentException("not an SSH public key in one line: '" + sshPublicKey + "'");
        }
        if (userData.length() > MAX_USER_DATA) {
            throw new IllegalArgumentException("user data of " + userData.length() + " characters");
        }
    }

    /** The same, into a node that has this link. */
    public Access linkedBy(Optional<InstanceLink> instance) {
        return new Access(sshPublicKey, userData, instance);
    }

    @Override
    public String toString() {
        return "Access[" + sshPublicKey + ", user data of " + userData.length() + " characters]";
    }
}
