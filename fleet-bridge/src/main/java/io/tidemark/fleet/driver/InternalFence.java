package io.tidemark.fleet.driver;

import java.util.Map;
import java.util.Set;

/**
 * The internal scheduler's side of a hand-over: nodes go out of internal use, and come back.
 *
 * <p>Idempotent, and returns at once, like {@link Provisioner}; all calls throw {@link BackendBusyException} when the
 * scheduler cannot be reached, after which nothing is known: ask again, with the same fence.
 */
public interface InternalFence {
    /**
     * What stands: every node that the scheduler has of our pools, as it is at this moment.
     *
     * <p>A node whose fence was begun and does not go on by itself is still {@link Phase#INTERNAL}, so that whoever asked
     * asks again; a fence that will stand without more being asked is {@link Phase#FENCING}.
     */
    Map<NodeRef, FenceView> standing(long now);

    /**
     * Takes idle nodes out of internal use. Nodes that work still occupies are not disturbed: they are named in the
     * answer and remain internal. Never uses preemption, which starts internal work before anything is wiped.
     *
     * @throws DriverException if the scheduler has no such node
     * @throws StaleGenerationException if a node has seen a later generation; nothing was fenced
     */
    FenceResult fence(GangSpec gang, Fence fence, long now);

    /**
     * Lets no further internal work start on a node in quarantine, busy, down or not; what runs there goes on to its end. From
     * then on it is fenced for this lease, and comes back as any fenced node does. One that somebody else has taken out of
     * internal use is left to them.
     *
     * @param why for people, in a few words
     * @throws DriverException if the scheduler has no such node
     * @throws StaleGenerationException if the node has seen a later generation
     */
    void isolate(NodeRef node, String why, Fence fence, long now);

    /**
     * Gives nodes back to internal use. Only sanitized nodes may be given back, or nodes whose fence never stood.
     *
     * @throws DriverException if a node holds a tenant or a tenant's data
     * @throws StaleGenerationException if a node has seen a later generation
     */
    void unfence(Set<NodeRef> nodes, Fence fence, long now);
}
