package io.tidemark.exchange.pool;

/** The answer to a command. A refusal is an answer, not an exception, and it has changed nothing. */
public sealed interface Reply permits Reply.Done, Reply.Accepted, Reply.Cancelled, Reply.Refused {
    /** It was done. */
    record Done() implements Reply {}

    /**
     * An order or bid was accepted.
     *
     * @param filledLots lots that it got at once
     * @param cost what they cost before fees, micro-dollars
     * @param open whether something of it rests or stands
     */
    record Accepted(long orderId, long filledLots, long cost, boolean open) implements Reply {}

    /**
     * A mass cancel was done.
     *
     * @param orders how many orders and bids it ended
     */
    record Cancelled(long orders) implements Reply {}

    /**
     * It was refused.
     *
     * @param field the part of the command that is at fault
     * @param problem what was found, a sentence
     * @param remedy what would work, a sentence
     */
    record Refused(Refusal reason, String field, String problem, String remedy) implements Reply {}
}
