package io.tidemark.fleet.driver;

import java.util.regex.Pattern;

/**
 * How a tenant gets into its nodes: by its own key, written once at the first start. There is no operator login.
 *
 * @param sshPublicKey one line in OpenSSH's format
 * @param userData for cloud-init, at most {@value #MAX_USER_DATA} characters, empty for none; it may hold the tenant's
 *     secrets and is never shown or logged
 */
public record Access(String sshPublicKey, String userData) {
    public static final int MAX_USER_DATA = 65_536;

    private static final Pattern PUBLIC_KEY = Pattern.compile("[a-z0-9@.-]+ [A-Za-z0-9+/=]+( [^\\p{Cntrl}]*)?");

    public Access {
        if (!PUBLIC_KEY.matcher(sshPublicKey).matches()) {
            throw new IllegalArgumentException("not an SSH public key in one line: '" + sshPublicKey + "'");
        }
        if (userData.length() > MAX_USER_DATA) {
            throw new IllegalArgumentException("user data of " + userData.length() + " characters");
        }
    }

    @Override
    public String toString() {
        return "Access[" + sshPublicKey + ", user data of " + userData.length() + " characters]";
    }
}
