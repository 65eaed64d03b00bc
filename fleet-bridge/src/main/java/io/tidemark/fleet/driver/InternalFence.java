package io.tidemark.fleet.driver;

import java.util.Set;

/**
 * The internal scheduler's side of a hand-over: nodes go out of internal use, and come back.
 *
 * <p>Idempotent, and returns at once, like {@link Provisioner}; both calls throw {@link BackendBusyException} when the
 * scheduler cannot be reached.
 */
public interface InternalFence {
    /**
     * Takes idle nodes out of internal use. Nodes that work still occupies are not disturbed: they are named in the
     * answer and remain internal. Never uses preemption, which starts internal work before anything is wiped.
     *
     * @throws StaleGenerationException if a node has seen a later generation
     */
    FenceResult fence(GangSpec gang, Fence fence, long now);

    /**
     * Gives nodes back to internal use. Only sanitized nodes may be given back, or nodes whose fence never stood.
     *
     * @throws DriverException if a node holds a tenant or a tenant's data
     * @throws StaleGenerationException if a node has seen a later generation
     */
    void unfence(Set<NodeRef> nodes, Fence fence, long now);
}
