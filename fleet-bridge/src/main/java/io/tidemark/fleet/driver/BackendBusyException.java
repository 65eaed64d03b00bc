package io.tidemark.fleet.driver;

/** The backend is locked, overloaded or away. Nothing is known about what was asked; ask again later. */
public class BackendBusyException extends DriverException {
    private static final long serialVersionUID = 1;

    public BackendBusyException(String message) {
        super(message);
    }

    public BackendBusyException(String message, Throwable cause) {
        super(message, cause);
    }
}
