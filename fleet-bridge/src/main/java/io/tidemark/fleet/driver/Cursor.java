package io.tidemark.fleet.driver;

/**
 * A place in a list, in words of the driver that made it.
 *
 * @param after what was seen last, empty for the beginning
 */
public record Cursor(String after) {
    public static final Cursor START = new Cursor("");
}
