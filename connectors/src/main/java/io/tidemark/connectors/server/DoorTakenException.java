package io.tidemark.connectors.server;

/** A door cannot be opened where it should be. The message is fit to be shown as it is. */
final class DoorTakenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DoorTakenException(VenueConfig.Address address, RuntimeException taken) {
        super(taken.getMessage() + ": stop that one, or choose another port with " + address.setting(), taken);
    }
}
