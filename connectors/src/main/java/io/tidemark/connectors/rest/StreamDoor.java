package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.stream.Outlet;
import io.tidemark.connectors.stream.StreamHub;
import io.tidemark.connectors.stream.StreamTickets;
import io.tidemark.connectors.stream.TooManyStreamsException;
import io.tidemark.connectors.stream.Visitor;
import io.tidemark.exchange.contract.PoolId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields.Field;
import org.jspecify.annotations.Nullable;

/**
 * The path of the event stream, in front of all others. It is no resource: Jersey writes to a stream as to a file, waiting
 * for the reader, and a thread that waits for each reader is what the stream must not have.
 */
final class StreamDoor extends Handler.Wrapper {
    static final String PATH = "/v1/stream";
    static final List<String> PARAMETERS = List.of("ticket", "pools", "lastEventId");

    private static final String METHOD = "GET";
    private static final int SUCCESS = 200;

    private final Market market;
    private final StreamHub hub;
    private final StreamTickets tickets;
    private final RequestListener listener;

    /** A door in front of the others; {@code listener} hears of every stream that was opened or refused. */
    StreamDoor(Handler others, Market market, StreamHub hub, StreamTickets tickets, RequestListener listener) {
        super(others);
        this.listener = listener;
        this.market = market;
        this.hub = hub;
        this.tickets = tickets;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!Request.getPathInContext(request).equals(PATH)) {
            return super.handle(request, response, callback);
        }
        long started = System.nanoTime();
        try {
            Visitor visitor = visitor(request);
            response.setStatus(SUCCESS);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream;charset=utf-8");
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            // Proxies that collect an answer before they pass it on would keep the stream to themselves.
            response.getHeaders().put("X-Accel-Buffering", "no");
            open(visitor, new Connection(request, response, callback));
            listener.answered(METHOD, PATH, SUCCESS, null, System.nanoTime() - started);
        } catch (ProblemException refused) {
            listener.answered(
                    RequestMeter.method(request.getMethod()),
                    PATH,
                    refused.problem().status(),
                    refused.problem().code(),
                    System.nanoTime() - started);
            JettyProblems.send(
                    refused.problem(), request.getMethod().equals(METHOD) ? null : METHOD, response, callback);
        }
        return true;
    }

    private Visitor visitor(Request request) {
        if (!request.getMethod().equals(METHOD)) {
            throw Problem.of(ProblemCode.METHOD_NOT_ALLOWED, "this path does not take that method", "it takes: GET")
                    .asException();
        }
        org.eclipse.jetty.util.Fields parameters = parameters(request);
        for (Field parameter : parameters) {
            if (!PARAMETERS.contains(parameter.getName())) {
                throw Json.unknownField(parameter.getName(), PARAMETERS).asException();
            }
        }
        String header = request.getHeaders().get("Last-Event-ID");
        String lastEventId = header == null ? parameters.getValue("lastEventId") : header;
        return new Visitor(
                account(parameters.getValue("ticket")),
                pools(parameters.getValue("pools")),
                Optional.ofNullable(lastEventId).filter(id -> !id.isEmpty()));
    }

    private static org.eclipse.jetty.util.Fields parameters(Request request) {
        try {
            return Request.extractQueryParameters(request);
        } catch (IllegalArgumentException undecodable) {
            throw ProblemMapper.badRequest().asException();
        }
    }

    private Optional<Account> account(@Nullable String ticket) {
        if (ticket == null) {
            return Optional.empty();
        }
        return Optional.of(tickets.use(ticket)
                .orElseThrow(() -> Problem.of(
                                ProblemCode.TICKET_NOT_VALID,
                                "the ticket opens no stream: it was not used within 60 s, is older than 12 h, or is none",
                                "POST /v1/stream-tickets for another; without a ticket the stream tells what is public")
                        .at("ticket")
                        .asException()));
    }

    private List<PoolId> pools(@Nullable String names) {
        if (names == null) {
            return market.pools();
        }
        return Arrays.stream(names.split(",", -1))
                .map(name -> market.pool(name, "pools"))
                .distinct()
                .toList();
    }

    private void open(Visitor visitor, Outlet outlet) {
        try {
            hub.open(visitor, outlet);
        } catch (TooManyStreamsException full) {
            String open = full.limit() + " streams are open, and no more can be";
            throw (full.isOwn()
                            ? Problem.of(
                                    ProblemCode.TOO_MANY_STREAMS,
                                    "of this account " + open,
                                    "close one that you do not read, then try again")
                            : Problem.of(ProblemCode.STREAMS_FULL, open, "try again after the seconds in Retry-After"))
                    .asException();
        }
    }

    /** The connection of one request. */
    private record Connection(Request request, Response response, Callback callback) implements Outlet {
        @Override
        public void write(ByteBuffer bytes, Consumer<Boolean> whenDone) {
            response.write(false, bytes, Callback.from(() -> whenDone.accept(true), lost -> {
                callback.failed(lost);
                whenDone.accept(false);
            }));
        }

        @Override
        public void end() {
            response.write(true, ByteBuffer.allocate(0), callback);
        }

        @Override
        public void cut() {
            EndPoint socket = request.getConnectionMetaData().getConnection().getEndPoint();
            socket.close(new IOException("the reader does not read"));
        }
    }
}
