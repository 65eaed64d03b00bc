package io.tidemark.exchange.notice;

import java.util.Arrays;
import java.util.Optional;

/** What can happen to the lots of a holder, in the order in which it does. */
public enum Happening {
    /**
     * These lots are the last in line: more of an hour was sold than can be delivered, or internal work may ask spot lots
     * back. Nothing has been decided, no notice runs, and it may pass without another word.
     */
    AT_RISK("lease.at_risk"),
    /** These lots end at an instant. */
    NOTICE("lease.notice"),
    /** So many lots of a spot lease are in working order, and paid for, from now on. */
    READY("lease.ready"),
    /** These lots of a spot lease are handed back now. */
    ENDED("lease.ended"),
    /** These lots of a firm hour were missing for so long that damages are due. */
    DELIVERY_FAILED("delivery.failed");

    private final String type;

    Happening(String type) {
        this.type = type;
    }

    /** What it is called on the wire, such as {@code lease.notice}. */
    public String type() {
        return type;
    }

    /** The one that is called so on the wire. */
    public static Optional<Happening> of(String type) {
        return Arrays.stream(values()).filter(each -> each.type.equals(type)).findFirst();
    }
}
