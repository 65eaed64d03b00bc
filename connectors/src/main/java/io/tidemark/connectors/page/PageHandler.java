package io.tidemark.connectors.page;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Serves the page at {@code /} and its parts below {@code /page/}; every other path is somebody else's. */
public final class PageHandler extends Handler.Abstract.NonBlocking {
    private static final String PARTS = "/page/";

    /**
     * Only what comes from here runs: no inline script, no frame around the page, no form that leaves it. Browsers ask
     * again each time and mostly hear 304, so that a new version of the program never meets old parts of its page.
     */
    private static final List<HttpField> GUARDS = List.of(
            new HttpField(HttpHeader.CACHE_CONTROL, "no-cache"),
            new HttpField(
                    "Content-Security-Policy",
                    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"),
            new HttpField("X-Content-Type-Options", "nosniff"),
            new HttpField("X-Frame-Options", "DENY"),
            new HttpField("Referrer-Policy", "no-referrer"),
            new HttpField("Cross-Origin-Opener-Policy", "same-origin"),
            new HttpField("Cross-Origin-Resource-Policy", "same-origin"),
            new HttpField("Permissions-Policy", "camera=(), geolocation=(), microphone=()"));

    private final Map<String, PageFile> files = new HashMap<>();

    /** Reads all files of the page. */
    public PageHandler() {
        for (String name : PageFile.NAMES) {
            files.put(name.equals(PageFile.INDEX) ? "/" : PARTS + name, PageFile.read(name));
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        PageFile file = files.get(Request.getPathInContext(request));
        if (file == null) {
            return false;
        }
        boolean isHead = HttpMethod.HEAD.is(request.getMethod());
        if (!isHead && !HttpMethod.GET.is(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
            return true;
        }
        HttpFields.Mutable headers = response.getHeaders();
        GUARDS.forEach(headers::put);
        headers.put(HttpHeader.ETAG, file.etag());
        if (isKnown(request, file)) {
            response.setStatus(HttpStatus.NOT_MODIFIED_304);
            response.write(true, null, callback);
            return true;
        }
        ByteBuffer content = file.content().slice();
        headers.put(HttpHeader.CONTENT_TYPE, file.contentType());
        headers.put(HttpHeader.CONTENT_LENGTH, content.remaining());
        response.write(true, isHead ? null : content, callback);
        return true;
    }

    private static boolean isKnown(Request request, PageFile file) {
        String known = Objects.requireNonNullElse(request.getHeaders().get(HttpHeader.IF_NONE_MATCH), "");
        return Arrays.stream(known.split(",", -1))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(file.etag()) || tag.equals("W/" + file.etag()));
    }
}
