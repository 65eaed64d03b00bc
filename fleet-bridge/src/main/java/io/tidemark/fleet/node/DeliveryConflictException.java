package io.tidemark.fleet.node;

import io.tidemark.fleet.driver.LeaseKey;

/** The same key and version were used for something else before: the caller has a bug, and nothing was changed. */
public class DeliveryConflictException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DeliveryConflictException(LeaseKey key, long version) {
        super("version " + version + " of " + key + " was something else before");
    }
}
