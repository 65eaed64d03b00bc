package io.tidemark.simulations.document;

/**
 * Where something stands in a document.
 *
 * @param source a file's name, or the option that said it
 * @param line from 1; 0 if it is the source as a whole
 * @param column from 1; 0 if it is the source as a whole
 */
public record Place(String source, int line, int column) {
    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
