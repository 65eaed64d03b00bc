package io.tidemark.exchange.cluster;

import java.util.List;

/**
 * Who is there and who serves what, as the members tell it at a moment.
 *
 * @param members that answered, in the order in which they joined
 * @param pools one for each pool: of its owner if it has one, else of a member that wants to be it
 */
public record ClusterStatus(List<MemberStatus> members, List<PoolStatus> pools) {
    /**
     * A member.
     *
     * @param address {@code host:port}
     * @param here whether it is the one that was asked
     * @param answered whether it told anything; who does not answer is still a member until its silence is over
     */
    public record MemberStatus(String address, boolean here, boolean answered) {}

    /**
     * A pool on a member.
     *
     * @param owner address of the member that serves it, or of the one that should
     * @param epoch of the owner; 0 if it is none
     * @param durableSequence the last command that this member knows to be durable
     * @param detail why it is in this state, a sentence; empty while it is served
     */
    public record PoolStatus(
            String pool, String owner, long epoch, long durableSequence, PoolState state, String detail) {}

    /** What a member is to a pool. */
    public enum PoolState {
        /** It takes commands. */
        SERVING,
        /** It is about to take commands: the last owner is asked to leave, or the journal's tail is read. */
        TAKING_OVER,
        /** Another member has the pool, is present, and cannot be reached from here. */
        WAITING,
        /** It takes no more commands and makes durable what it has. */
        LEAVING,
        /** It should serve the pool and cannot; it tries again by itself. */
        STOPPED,
        /** Another member is to serve it. */
        ELSEWHERE
    }
}
