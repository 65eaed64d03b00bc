package io.tidemark.connectors.rest;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What a listener was told, a line for each request. */
final class RecordedRequests implements RequestListener {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void answered(String method, String route, int status, @Nullable String problem, long nanos) {
        lines.add(method + " " + route + " " + status + (problem == null ? "" : " " + problem));
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
