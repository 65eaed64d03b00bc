package io.tidemark.connectors.rest;

import org.jspecify.annotations.Nullable;

/** Hears of every request that was answered, for those who measure; called on the thread of the request, so be quick. */
@FunctionalInterface
public interface RequestListener {
    /** Where a request goes that no path is made for. */
    String NO_ROUTE = "none";

    /**
     * A request was answered.
     *
     * @param method as HTTP has it, or {@code OTHER} for one that this server does not know
     * @param route the template of the path, such as {@code /v1/pools/{pool}}, or {@link #NO_ROUTE}
     * @param problem the code of the problem it was answered with, or null
     * @param nanos from its first filter to its last; 0 if it never came so far
     */
    void answered(String method, String route, int status, @Nullable String problem, long nanos);
}
