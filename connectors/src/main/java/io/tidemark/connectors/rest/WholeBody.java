package io.tidemark.connectors.rest;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the body in before anything is decided. A request that is answered with its body unread has its connection cut,
 * and a client that is still sending then sees a lost connection instead of the 401 that it was sent.
 */
@PreMatching
final class WholeBody implements ContainerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(WholeBody.class);

    /** The largest body that is read, in bytes: a hundred times the largest honest one. */
    static final int MAX_BYTES = 64 * 1024;

    /** The same for tables: a hundred rows of each, and room to spare. */
    static final int MAX_TABLES_BYTES = 512 * 1024;

    private static final int MOST_PASSED_OVER = 4 * 1024 * 1024;

    @Override
    public void filter(ContainerRequestContext request) {
        try {
            if (request.hasEntity()) {
                request.setEntityStream(new ByteArrayInputStream(body(request)));
            }
        } catch (IOException | ProcessingException brokenOff) {
            // Jersey reads the first byte to see whether there is a body, and wraps what goes wrong then.
            LOG.info("a request's body did not arrive: {}", brokenOff.getMessage());
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            "the body did not arrive in full",
                            "send as many bytes as Content-Length says, without a long pause")
                    .asException();
        }
    }

    private static byte[] body(ContainerRequestContext request) throws IOException {
        int most = request.getUriInfo().getPath().startsWith(RulesResource.PATH) ? MAX_TABLES_BYTES : MAX_BYTES;
        InputStream stream = request.getEntityStream();
        byte[] bytes = stream.readNBytes(most + 1);
        if (bytes.length > most) {
            passOver(stream);
            throw tooLarge(most).asException();
        }
        return bytes;
    }

    /** Whoever sends somewhat too much hears so; whoever sends without end is cut off. */
    private static void passOver(InputStream stream) throws IOException {
        byte[] bytes = new byte[8 * 1024];
        int passed = 0;
        for (int read = stream.read(bytes); read >= 0 && passed < MOST_PASSED_OVER; read = stream.read(bytes)) {
            passed += read;
        }
    }

    static Problem tooLarge(int most) {
        return Problem.of(
                ProblemCode.BODY_TOO_LARGE,
                "the body is larger than " + most + " bytes",
                "send at most " + most + " bytes");
    }
}
