package io.tidemark.exchange.book;

/**
 * What gives way when an incoming order would trade with its own group. A resting buy that an incoming sell reaches always
 * passes its group's asks over and takes them out where they stood in its way, whatever this says.
 */
public enum SelfMatch {
    /** The order in the book goes. */
    CANCEL_RESTING,
    /** What is left of the incoming order goes. */
    CANCEL_INCOMING,
    /** Both go. */
    CANCEL_BOTH
}
