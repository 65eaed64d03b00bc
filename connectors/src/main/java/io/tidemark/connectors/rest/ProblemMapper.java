package io.tidemark.connectors.rest;

import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever went wrong into a problem. What it does not know becomes a 500 that says nothing of the inside. */
final class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);
    static final String RETRY_AFTER_SECONDS = "1";
    private static final int CLIENT_ERRORS = 400;
    private static final int SERVER_ERRORS = 500;

    @Context
    private @Nullable Request request;

    @Override
    public Response toResponse(Throwable thrown) {
        if (thrown instanceof ProblemException refused) {
            return respond(refused.problem());
        } else if (thrown instanceof NotFoundException) {
            return respond(noSuchPath());
        } else if (thrown instanceof NotAllowedException notAllowed) {
            return notAllowed(notAllowed);
        } else if (thrown instanceof NotAcceptableException) {
            return respond(
                    Problem.of(
                            ProblemCode.NOT_ACCEPTABLE,
                            "the Accept header leaves out what this path sends",
                            "accept application/json; text/csv or text/html for an invoice, application/yaml for the OpenAPI description"));
        } else if (thrown instanceof NotSupportedException) {
            return respond(Problem.of(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "the body is not declared as JSON",
                    "send the header Content-Type: application/json"));
        } else if (thrown instanceof WebApplicationException other) {
            int status = other.getResponse().getStatus();
            if (status >= CLIENT_ERRORS && status < SERVER_ERRORS) {
                return respond(badRequest());
            }
        }
        return respond(isDatabaseAway(thrown) ? booksAway(thrown) : internal(thrown));
    }

    private static boolean isDatabaseAway(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                return true;
            }
        }
        return false;
    }

    /** It comes back by itself, and the health of the books says that it is away: one line of log is enough. */
    private Problem booksAway(Throwable thrown) {
        LOG.warn("the database did not do what it was asked: {}", thrown.getMessage());
        return request != null && request.getMethod().equals("GET")
                ? Problem.of(
                        ProblemCode.UNAVAILABLE,
                        "the books cannot be reached just now; nothing was changed",
                        "ask again in a moment")
                : Problem.of(
                        ProblemCode.OUTCOME_UNKNOWN,
                        "the books could not be reached, or not until the end",
                        "look what is there, or send it again with the same id or reference: it is done once");
    }

    static Problem noSuchPath() {
        return Problem.of(
                ProblemCode.NO_SUCH_PATH,
                "nothing lives at this path",
                "GET /v1/openapi.yaml lists every path and what it takes");
    }

    static Problem badRequest() {
        return Problem.of(
                ProblemCode.BAD_REQUEST,
                "the request cannot be read as HTTP",
                "check the path, its percent-encoding and the headers");
    }

    /** Only the reference leaves the house; what happened is in the log beside it. */
    static Problem internal(Throwable thrown) {
        String reference = UUID.randomUUID().toString();
        LOG.error("problem {}", reference, thrown);
        return Problem.of(
                ProblemCode.INTERNAL,
                "something failed in the server; it is logged as " + reference,
                "give the operator that reference; if you entered an order, ask for it by its clientOrderId");
    }

    private static Response notAllowed(NotAllowedException thrown) {
        String allowed = String.join(
                ", ", thrown.getResponse().getAllowedMethods().stream().sorted().toList());
        Problem problem = Problem.of(
                ProblemCode.METHOD_NOT_ALLOWED, "this path does not take that method", "it takes: " + allowed);
        return Response.fromResponse(respond(problem))
                .header(HttpHeaders.ALLOW, allowed)
                .build();
    }

    private static Response respond(Problem problem) {
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
        if (problem.status() == ProblemCode.KEY_MISSING.status()) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        } else if (problem.status() == ProblemCode.BUSY.status()) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.build();
    }
}
