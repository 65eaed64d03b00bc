package io.tidemark.connectors.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * Takes the body in before anything is decided. A request that is answered with its body unread has its connection cut,
 * and a client that is still sending then sees a lost connection instead of the 401 that it was sent.
 */
@PreMatching
final class WholeBody implements ContainerRequestFilter {
    /** The largest body that is read, in bytes: a hundred times the largest honest one. */
    static final int MAX_BYTES = 64 * 1024;

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        if (!request.hasEntity()) {
            return;
        }
        byte[] bytes = request.getEntityStream().readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw tooLarge().asException();
        }
        request.setEntityStream(new ByteArrayInputStream(bytes));
    }

    static Problem tooLarge() {
        return Problem.of(
                ProblemCode.BODY_TOO_LARGE,
                "the body is larger than " + MAX_BYTES + " bytes",
                "send at most " + MAX_BYTES + " bytes");
    }
}
