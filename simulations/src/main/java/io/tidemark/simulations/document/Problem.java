package io.tidemark.simulations.document;

/**
 * Something that is wrong with a document.
 *
 * @param place file, line and column
 * @param path the keys that lead to it, such as {@code release.headroom}
 * @param found what is there, a phrase
 * @param expected what would be right, a phrase
 */
public record Problem(String place, String path, String found, String expected) {
    /** All of it in a line. */
    @Override
    public String toString() {
        return place + ": " + (path.isEmpty() ? "" : path + ": ") + found + "; expected " + expected;
    }
}
