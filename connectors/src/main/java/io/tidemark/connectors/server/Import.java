package io.tidemark.connectors.server;

/**
 * A market of one machine that is moved into the database of a cluster. While it is not whole, no member starts.
 *
 * @param from the directory that it came from, for people
 * @param whole whether all of it is there
 */
record Import(String from, boolean whole) {
    static final String NAME_OF_DOCUMENT = "import";
}
