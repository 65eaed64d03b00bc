package io.tidemark.connectors.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Problems of requests that never reach a resource: broken HTTP, headers too large, a failure of the container. Jetty's
 * own pages are HTML, and name its classes.
 */
final class JettyProblems extends ErrorHandler {
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int BODY_TOO_LARGE = 413;
    private static final int HEADERS_TOO_LARGE = 431;
    private static final int CLIENT_ERRORS = 400;
    private static final int SERVER_ERRORS = 500;

    private final RequestListener listener;

    JettyProblems(RequestListener listener) {
        this.listener = listener;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request, Response response, int status, String message, Throwable cause, Callback callback) {
        Problem problem = problem(status, cause);
        listener.answered("OTHER", RequestListener.NO_ROUTE, problem.status(), problem.code(), 0);
        send(problem, null, response, callback);
    }

    /** Answers with a problem; {@code allowed} names the methods that the path takes, if another was the problem. */
    static void send(Problem problem, @Nullable String allowed, Response response, Callback callback) {
        response.setStatus(problem.status());
        if (allowed != null) {
            response.getHeaders().put(HttpHeader.ALLOW, allowed);
        }
        if (problem.status() == ProblemCode.TOO_MANY_STREAMS.status()
                || problem.status() == ProblemCode.STREAMS_FULL.status()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, ProblemMapper.RETRY_AFTER_SECONDS);
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
        response.write(true, bytes(problem), callback);
    }

    private static Problem problem(int status, @Nullable Throwable cause) {
        if (status == NOT_FOUND) {
            return ProblemMapper.noSuchPath();
        } else if (status == METHOD_NOT_ALLOWED) {
            return Problem.of(
                    ProblemCode.METHOD_NOT_ALLOWED, "this path does not take that method", "it takes: GET, HEAD");
        } else if (status == BODY_TOO_LARGE) {
            return WholeBody.tooLarge(WholeBody.MAX_BYTES);
        } else if (status == HEADERS_TOO_LARGE) {
            return Problem.of(
                    ProblemCode.HEADERS_TOO_LARGE, "the headers are larger than 8 KiB", "send fewer or shorter ones");
        } else if ((status >= CLIENT_ERRORS && status < SERVER_ERRORS) || cause instanceof URISyntaxException) {
            return ProblemMapper.badRequest();
        }
        return ProblemMapper.internal(cause == null ? new IllegalStateException("HTTP " + status) : cause);
    }

    private static ByteBuffer bytes(Problem problem) {
        try {
            return ByteBuffer.wrap(Json.MAPPER.writeValueAsBytes(problem));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("a problem is always JSON", impossible);
        }
    }
}
