package io.tidemark.exchange.duty;

import java.time.Duration;
import java.util.Map;

/**
 * What the members have shared out among themselves. A member is present while it says so again and again; what it holds
 * is its own until it gives it back or is no longer present. All methods may be called from any thread.
 */
public interface Duties extends AutoCloseable {
    /** The number of this member, drawn when it started; never 0. */
    long member();

    /**
     * Takes a duty that is free, or whose holder is not present any more.
     *
     * @throws DutyException if the database cannot be asked; whether the duty was taken is then not known
     */
    default Claim claim(String duty) {
        return claim(duty, false);
    }

    /**
     * Takes a duty, if need be from a holder who is present.
     *
     * @param inAnyCase also when its holder is present: he was asked to give it back, and does not
     * @throws DutyException as {@link #claim(String)}
     */
    Claim claim(String duty, boolean inAnyCase);

    /**
     * Gives a duty back; nothing happens if somebody else has it.
     *
     * @throws DutyException if the database cannot be asked: then it is free once this member is not present any more
     */
    void release(String duty);

    /** Whether this member holds a duty, as far as it was told at its last sign of presence. */
    boolean holds(String duty);

    /** Whether the last sign of presence is so fresh that nobody can have taken anything from this member for silence. */
    boolean isPresent();

    /** How long ago the database last heard from this member. */
    Duration silent();

    /**
     * Who has what, as far as it is known to all: duties that nobody has are not there.
     *
     * @return by duty, the address of the member that has it
     * @throws DutyException if the database cannot be asked
     */
    Map<String, String> holders();

    /** Gives everything back and leaves. */
    @Override
    void close();

    /**
     * What came of a claim.
     *
     * @param holder who has the duty now
     * @param epoch rises with every change of the holder: what he writes elsewhere can carry it
     */
    record Claim(boolean mine, long holder, long epoch) {}
}
