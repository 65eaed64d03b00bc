package io.tidemark.fleet.driver;

/**
 * A place in a list.
 *
 * @param after the last name that was seen, empty for the beginning
 */
public record Cursor(String after) {
    public static final Cursor START = new Cursor("");
}
