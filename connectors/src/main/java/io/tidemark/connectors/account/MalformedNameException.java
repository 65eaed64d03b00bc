package io.tidemark.connectors.account;

/** A text that cannot be the name of an account. */
public final class MalformedNameException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    MalformedNameException(String name) {
        super("not an account name: '" + name + "'");
    }

    /** What would have been right, as a phrase. */
    public String expected() {
        return "2 to 40 lower-case letters, digits and hyphens, beginning with a letter, such as acme-research";
    }
}
