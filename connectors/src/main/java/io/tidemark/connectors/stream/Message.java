package io.tidemark.connectors.stream;

/**
 * One message about a pool.
 *
 * @param knows the last command of the pool of which a reader knows everything once it has this, and all before it
 */
record Message(String event, String data, long knows) {
    Message upTo(long sequence) {
        return new Message(event, data, sequence);
    }

    /** As it goes over the wire. */
    static void write(StringBuilder out, Cursor cursor, String event, String data) {
        out.append("id: ").append(cursor).append("\nevent: ").append(event);
        out.append("\ndata: ").append(data).append("\n\n");
    }
}
