package io.tidemark.fleet.driver.slurm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.fleet.driver.BackendBusyException;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.driver.http.JsonHttp;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The calls to slurmrestd that are needed here. All throw {@link BackendBusyException} if it, or the slurmctld behind it,
 * is away, {@link SlurmRefusedException} if Slurm says no, and {@link DriverException} if the token is no good.
 */
final class SlurmRest {
    /** By the shape of this version's answers everything here is read. */
    private static final String VERSION = "v0.0.42";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** How long a fence holds a node that it never comes to drain, minutes. */
    private static final int HOLDER_MINUTES = 5;

    private static final long HOLDER_PRIORITY = 4_000_000_000L;

    /** Pending work of a partition of a higher tier, which no priority overcomes. */
    private static final int NOT_FIRST = 2_013;

    /** From here on errors are about what was asked; below, about Slurm's daemons and the way between them. */
    private static final int FIRST_REFUSAL = 2_000;

    private final SlurmOptions options;
    private final JsonHttp http;

    SlurmRest(SlurmOptions options) {
        this.options = options;
        this.http = new JsonHttp("slurmrestd", options.timeout());
    }

    /** Every node of the cluster. */
    List<SlurmNode> nodes(long now) {
        return list(call("GET", "/nodes/", null, now), "nodes").stream()
                .map(SlurmNode::read)
                .toList();
    }

    /** Every job that Slurm still speaks of, those that ended minutes ago included. */
    List<SlurmJob> jobs(long now) {
        return list(call("GET", "/jobs/", null, now), "jobs").stream()
                .map(SlurmJob::read)
                .toList();
    }

    /**
     * Takes whole idle nodes at once or not at all, with a job that runs nothing and ends by itself.
     *
     * <p>The nodes are chosen by leaving out all others: to require them by name is refused by topology/block for nodes
     * that stand in no block.
     *
     * @param others all other nodes of the fence's partition
     * @return the job
     */
    String hold(String name, Collection<String> nodes, Collection<String> others, long now) {
        ObjectNode job = JSON.createObjectNode()
                .put("name", name)
                .put("partition", options.fencePartition())
                .put("immediate", true)
                .put("requeue", false)
                .put("minimum_nodes", nodes.size())
                .put("maximum_nodes", nodes.size())
                .put("current_working_directory", "/");
        // In another partition of the same tier, too, an immediate job waits for nobody's pending one only if it is
        // above.
        job.putObject("priority").put("set", true).put("number", HOLDER_PRIORITY);
        job.putArray("shared").add("none");
        // Slurm insists on some environment, even for a job that runs nothing.
        job.putArray("environment").add("PATH=/usr/bin:/bin");
        job.putObject("time_limit").put("set", true).put("number", HOLDER_MINUTES);
        if (!others.isEmpty()) {
            others.forEach(job.putArray("excluded_nodes")::add);
        }
        ObjectNode body = JSON.createObjectNode();
        body.set("job", job);
        return call("POST", "/job/allocate", body, now).path("job_id").asText();
    }

    /** Lets no further job start on nodes; what runs there goes on. */
    void drain(Collection<String> nodes, String why, long now) {
        call("POST", "/nodes/", update(nodes, "DRAIN", why), now);
    }

    /**
     * Gives drained nodes back. One that is not drained makes Slurm refuse.
     *
     * @param comment what the nodes' comment is to be; null leaves it as it is
     */
    void resume(Collection<String> nodes, @Nullable FenceMark comment, long now) {
        // Slurm keeps the last reason, and an empty one is ignored. Ours must not stay: should Slurm drain the node
        // later by
        // itself, it would look fenced. These are its own words for a node of which there is nothing to say.
        ObjectNode body = update(nodes, "RESUME", "Not responding");
        if (comment != null) {
            body.put("comment", comment.toString());
        }
        call("POST", "/nodes/", body, now);
    }

    private static ObjectNode update(Collection<String> nodes, String state, String reason) {
        ObjectNode body = JSON.createObjectNode().put("reason", reason);
        nodes.forEach(body.putArray("name")::add);
        body.putArray("state").add(state);
        return body;
    }

    /** Ends jobs of ours; one that has ended meanwhile is no matter. */
    void cancel(Collection<SlurmJob> jobs, long now) {
        ObjectNode body = JSON.createObjectNode();
        jobs.forEach(job -> body.withArray("jobs").add(job.id()));
        call("DELETE", "/jobs/", body, now);
    }

    private JsonNode call(String method, String path, @Nullable JsonNode body, long now) {
        URI uri = options.endpoint().resolve("/slurm/" + VERSION + path);
        Map<String, String> who = Map.of(
                "X-SLURM-USER-NAME",
                options.token().user(),
                "X-SLURM-USER-TOKEN",
                options.token().at(now));
        JsonHttp.Answer answer = http.call(method, uri, who, body);
        if (answer.status() == 401 || answer.status() == 511) {
            throw new DriverException("Slurm refuses the token of user '"
                    + options.token().user() + "' (HTTP " + answer.status() + "): look at "
                    + options.token().file() + ", at that user in Slurm, and at the clocks");
        }
        if (answer.status() == 404) {
            throw new SlurmConfigException("slurmrestd does not know " + uri + ": it must serve " + VERSION
                    + " (Slurm 24.11 or newer, started with -s slurmctld)");
        }
        JsonNode read = answer.body()
                .orElseThrow(() -> new BackendBusyException(
                        "slurmrestd has answered " + answer.status() + " and no JSON: '" + answer.text() + "'"));
        for (JsonNode error : read.path("errors")) {
            // The code of HTTP is 500 for most of them, whatever they say.
            String said = method + " " + path + ": " + error.path("description").asText() + ": "
                    + error.path("error").asText() + " ("
                    + error.path("error_number").asText() + ")";
            if (error.path("error_number").asInt() < FIRST_REFUSAL) {
                throw new BackendBusyException("Slurm is away or not itself: " + said);
            }
            if (error.path("error_number").asInt() == NOT_FIRST) {
                throw new SlurmConfigException("Slurm's partition '" + options.fencePartition()
                        + "' must have a PriorityTier at least as high as any with pending jobs: " + said);
            }
            throw new SlurmRefusedException("Slurm refuses " + said);
        }
        if (answer.status() >= 300) {
            throw new BackendBusyException(
                    "slurmrestd has answered " + answer.status() + " without an error: '" + answer.text() + "'");
        }
        return read;
    }

    private static List<JsonNode> list(JsonNode answer, String name) {
        JsonNode list = answer.path(name);
        if (!list.isArray()) {
            throw new SlurmConfigException("slurmrestd's answer has no list of " + name + ": is it another version?");
        }
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    static String text(JsonNode of, String name) {
        String text = of.path(name).asText();
        if (text.isEmpty()) {
            throw new SlurmConfigException("slurmrestd's answer lacks '" + name + "': is it another version?");
        }
        return text;
    }

    static List<String> texts(JsonNode of, String name) {
        List<String> texts = new ArrayList<>();
        of.path(name).forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
    }

    /** A number, or one of Slurm's that may be unset; 0 if it is. */
    static long number(JsonNode number) {
        if (number.isObject()) {
            return number.path("set").asBoolean() && !number.path("infinite").asBoolean()
                    ? number.path("number").asLong()
                    : 0;
        }
        return number.asLong();
    }
}
