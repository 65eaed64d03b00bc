package io.tidemark.connectors.stream;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** The connection of one reader. */
public interface Outlet {
    /** Sends bytes without waiting; {@code whenDone} hears whether they left. Called again only after that. */
    void write(ByteBuffer bytes, Consumer<Boolean> whenDone);

    /** Ends the answer in order. Not called while bytes are on their way. */
    void end();

    /** Cuts the connection, whatever is on its way; the write that is then fails. */
    void cut();
}
