package io.tidemark.fleet.driver;

import java.util.Optional;
import java.util.Set;

/**
 * Owner of bare metal: gives nodes to tenants, takes them back, erases them.
 *
 * <p>All calls are idempotent and return at once. The arguments of time are epoch milliseconds of market time. Every call
 * that changes something for a tenant carries a {@link Fence}: a driver refuses a generation older than the last one it
 * has seen for the node, because most backends cannot.
 *
 * <p>All of them throw {@link BackendBusyException} when the backend is locked, overloaded or away (409, 503, timeout);
 * the caller tries again later.
 */
public interface Provisioner {
    /** One page of what there is, in the order of node names, with each backend's own state verbatim. */
    Page<NodeView> list(Cursor cursor, long now);

    /**
     * Takes nodes for a lease: all that are asked for, or none. The same fence gives the same claim again; a later
     * generation of the same lease is a claim of its own, such as for a replacement.
     *
     * @throws ClaimRefusedException if the candidates cannot satisfy it; nothing was taken
     * @throws StaleGenerationException if a candidate has seen a later generation
     */
    Claim claim(GangSpec gang, Fence fence, long now);

    /**
     * Writes the image and the tenant's access to a claimed node, starts it and checks its health. It is {@link
     * Phase#ACTIVE} only when the check has passed.
     *
     * @throws StaleGenerationException if the node has seen a later generation
     */
    void deploy(NodeRef node, ImageRef image, Access access, Fence fence, long now);

    /**
     * Takes a node from whoever has it, internal work before its first tenant included, and starts to sanitize it. The
     * fence's generation names the proof: it is the {@code epoch} of {@link #sanitizeReport}.
     *
     * @throws StaleGenerationException if the node has seen a later generation
     */
    void release(NodeRef node, ReleaseReason reason, Fence fence, long now);

    /**
     * A sanitized node leaves the tenants' pool: from now on the driver does not stand between it and internal use, and the
     * proof that it was clean is of no more use. Whether internal work may start on it is for {@link InternalFence#unfence}
     * to say, which is called next. Nothing happens to a node that is in internal use already, or never left it.
     *
     * @throws DriverException if it is not proved clean, or somebody has it
     * @throws StaleGenerationException if the node has seen a later generation
     */
    void giveBack(NodeRef node, Fence fence, long now);

    /**
     * What was done to a node in one sanitizing, step by step; empty while it runs or if there was none. One that has failed
     * has a report at once, if need be without a step: whoever reads it does not wait for what will never come.
     */
    Optional<SanitizeReport> sanitizeReport(NodeRef node, long epoch, long now);

    /**
     * What keeps the tenant of a deployed node apart from others. Asked once after the deployment, and kept with the proof
     * that the node was erased before.
     *
     * @throws StaleGenerationException if the node has seen a later generation
     */
    default Isolation isolation(NodeRef node, Fence fence, long now) {
        return Isolation.NONE_REPORTED;
    }

    /** Isolates a node, whoever has it: no tenant and no internal work gets it until it is repaired and sanitized. */
    void quarantine(NodeRef node, String why, long now);

    /** A person or a job has repaired a node. It stays isolated until it is released, which sanitizes it. */
    void repaired(NodeRef node, long now);

    /** What this driver can do beyond the least that is asked of all. */
    Set<Capability> capabilities();
}
