package io.tidemark.fleet.driver;

/** A claim cannot be satisfied as a whole, so nothing was taken. */
public class ClaimRefusedException extends DriverException {
    private static final long serialVersionUID = 1;

    public ClaimRefusedException(String message) {
        super(message);
    }
}
