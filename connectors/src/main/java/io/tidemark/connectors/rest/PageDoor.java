package io.tidemark.connectors.rest;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Tells of the requests that the page answers, like the resources are told of. */
final class PageDoor extends Handler.Wrapper {
    private static final int SUCCESS = 200;
    private static final int PROBLEMS = 400;

    private final RequestListener listener;

    PageDoor(Handler page, RequestListener listener) {
        super(page);
        this.listener = listener;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        long started = System.nanoTime();
        boolean handled = super.handle(request, response, callback);
        int status = response.getStatus() == 0 ? SUCCESS : response.getStatus();
        // Problems go through the error handler, which tells of them.
        if (handled && status < PROBLEMS) {
            boolean whole = Request.getPathInContext(request).equals("/");
            listener.answered(
                    RequestMeter.method(request.getMethod()),
                    whole ? "/" : "/page/{part}",
                    status,
                    null,
                    System.nanoTime() - started);
        }
        return handled;
    }
}
