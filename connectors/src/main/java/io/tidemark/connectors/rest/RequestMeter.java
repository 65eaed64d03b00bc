package io.tidemark.connectors.rest;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.List;
import java.util.Set;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.uri.UriTemplate;
import org.jspecify.annotations.Nullable;

/** Tells of every answer how it came about: by the template of its path, never by the path, of which there are too many. */
@PreMatching
@Priority(0)
final class RequestMeter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String STARTED = "tidemark.started";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH");

    private final RequestListener listener;

    RequestMeter(RequestListener listener) {
        this.listener = listener;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        request.setProperty(STARTED, System.nanoTime());
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Object started = request.getProperty(STARTED);
        String code = response.getEntity() instanceof Problem problem ? problem.code() : null;
        listener.answered(
                method(request.getMethod()),
                route(request),
                response.getStatus(),
                code,
                started instanceof Long since ? System.nanoTime() - since : 0);
    }

    /** A method as a label: whoever invents methods invents no labels. */
    static String method(String name) {
        return METHODS.contains(name) ? name : "OTHER";
    }

    private static String route(ContainerRequestContext request) {
        if (!(request.getUriInfo() instanceof ExtendedUriInfo matched)) {
            return RequestListener.NO_ROUTE;
        }
        @Nullable List<UriTemplate> templates = matched.getMatchedTemplates();
        if (templates == null || templates.isEmpty()) {
            return RequestListener.NO_ROUTE;
        }
        StringBuilder route = new StringBuilder();
        // The last that matched comes first.
        for (int i = templates.size() - 1; i >= 0; i--) {
            route.append('/').append(templates.get(i).getTemplate());
        }
        String path = route.toString().replaceAll("/+", "/");
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
