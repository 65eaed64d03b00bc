package io.tidemark.connectors.server;

import java.nio.file.Path;

/** Another program has the directory of the market. The message is fit to be shown as it is. */
final class DataInUseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DataInUseException(Path directory, String process) {
        super(directory + " is in use by process " + process + ": stop that one, or name another data directory");
    }
}
