package io.tidemark.fleet.driver.ironic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.BackendBusyException;
import io.tidemark.fleet.driver.Cursor;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.driver.Isolation;
import io.tidemark.fleet.driver.NodeRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ironic's records of our nodes: read, marked, and told where to go. */
final class Nodes {
    private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);

    private final IronicApi api;
    private final int pageSize;
    private final Predicate<PoolId> ours;
    /** What has been complained of; a list is read every few seconds. */
    private final Set<String> complaints = new HashSet<>();

    /** {@code ours} are the pools whose nodes are shown. */
    Nodes(IronicApi api, int pageSize, Predicate<PoolId> ours) {
        this.api = api;
        this.pageSize = pageSize;
        this.ours = ours;
    }

    /** A part of the list; next is where the rest begins. */
    record Part(List<BareMetal> nodes, Optional<Cursor> next) {}

    Part list(Cursor cursor) {
        String marker = cursor.after().isEmpty() ? "" : "&marker=" + cursor.after();
        JsonNode page = api.get("/v1/nodes?sort_key=name&limit=" + pageSize + "&fields=" + BareMetal.FIELDS + marker);
        Map<String, Allocation> allocations = allocations();
        List<BareMetal> nodes = new ArrayList<>();
        String last = "";
        for (JsonNode node : page.path("nodes")) {
            last = node.path("uuid").asText();
            enrolled(node)
                    .map(enrolment -> BareMetal.read(
                            enrolment,
                            node,
                            Optional.ofNullable(
                                    allocations.get(node.path("uuid").asText()))))
                    .ifPresent(nodes::add);
        }
        boolean more = page.hasNonNull("next") && !last.isEmpty();
        return new Part(nodes, more ? Optional.of(new Cursor(last)) : Optional.empty());
    }

    private Map<String, Allocation> allocations() {
        Map<String, Allocation> byNode = new HashMap<>();
        String marker = "";
        boolean more = true;
        while (more) {
            JsonNode page = api.get("/v1/allocations?limit=" + pageSize + "&fields=uuid," + Allocation.FIELDS + marker);
            boolean further = false;
            for (JsonNode allocation : page.path("allocations")) {
                further = true;
                marker = "&marker=" + allocation.path("uuid").asText();
                Allocation.read(allocation).ifPresent(ours -> byNode.put(ours.node(), ours));
            }
            more = further && page.hasNonNull("next");
        }
        return byNode;
    }

    /** Which pool it is in, unless it is not for us or not ready: nothing can be done with a node that is not managed. */
    private Optional<Enrolment> enrolled(JsonNode node) {
        String state = node.path("provision_state").asText("");
        if (state.equals("enroll") || state.equals("verifying")) {
            return Optional.empty();
        }
        try {
            return Enrolment.read(node).filter(enrolment -> ours.test(enrolment.pool()));
        } catch (IllegalArgumentException wrong) {
            String complaint = "node " + node.path("uuid").asText() + " is left out: " + wrong.getMessage();
            synchronized (complaints) {
                if (complaints.add(complaint)) {
                    LOG.warn("{}", complaint);
                }
            }
            return Optional.empty();
        }
    }

    BareMetal read(NodeRef ref) {
        JsonNode node = api.find("/v1/nodes/" + ref + "?fields=" + BareMetal.FIELDS)
                .orElseThrow(() -> new DriverException("Ironic has no node " + ref));
        return read(ref, node);
    }

    private BareMetal read(NodeRef ref, JsonNode node) {
        Enrolment enrolment =
                enrolled(node).orElseThrow(() -> new DriverException(ref + " is not enrolled for this fleet"));
        // An allocation gives the node its own UUID as that of the instance. (Asked for allocation_uuid, Ironic 21.4
        // breaks.)
        Optional<Allocation> allocation = node.hasNonNull("instance_uuid")
                ? allocation(node.get("instance_uuid").asText())
                : Optional.empty();
        return BareMetal.read(enrolment, node, allocation);
    }

    /** By name or UUID; empty if there is none, or it is not ours. */
    Optional<Allocation> allocation(String ident) {
        return api.find("/v1/allocations/" + ident + "?fields=" + Allocation.FIELDS)
                .flatMap(Allocation::read);
    }

    /**
     * Writes our mark, and nothing if it is there already.
     *
     * @param more further operations, done together with it
     * @throws BackendBusyException if somebody else has written a mark since the node was read
     */
    BareMetal mark(BareMetal node, Mark mark, List<ObjectNode> more) {
        if (mark.equals(node.mark()) && more.isEmpty()) {
            return node;
        }
        ArrayNode operations = mark.replacing(node.mark());
        operations.addAll(more);
        NodeRef ref = node.enrolment().ref();
        try {
            return read(ref, api.patch("/v1/nodes/" + node.uuid(), operations));
        } catch (IronicApi.RefusedException refused) {
            if (refused.status() == 400 && node.mark().revision() > 0) {
                BareMetal now = read(ref);
                if (now.mark().revision() != node.mark().revision()) {
                    throw new BackendBusyException("somebody else wrote on " + ref + " meanwhile", refused);
                }
            }
            throw refused;
        }
    }

    BareMetal mark(BareMetal node, Mark mark) {
        return mark(node, mark, List.of());
    }

    /** Asks for another provision state; Ironic answers as soon as it has taken note. */
    void provision(BareMetal node, String target) {
        provision(node, IronicApi.JSON.createObjectNode().put("target", target));
    }

    void provision(BareMetal node, ObjectNode request) {
        api.put("/v1/nodes/" + node.uuid() + "/states/provision", request);
    }

    void powerOff(BareMetal node) {
        api.put(
                "/v1/nodes/" + node.uuid() + "/states/power",
                IronicApi.JSON.createObjectNode().put("target", "power off"));
    }

    /** Takes it out of Ironic's own use too: no allocation picks it. */
    void maintain(BareMetal node, String why) {
        api.put(
                "/v1/nodes/" + node.uuid() + "/maintenance",
                IronicApi.JSON.createObjectNode().put("reason", why));
    }

    void endMaintenance(BareMetal node) {
        api.delete("/v1/nodes/" + node.uuid() + "/maintenance");
    }

    /** Asks for it to be set aside; the same again is the same. */
    void allocate(BareMetal node, ObjectNode request) {
        String name = request.get("name").asText();
        if (allocation(name).isEmpty()) {
            api.post("/v1/allocations", request);
        }
    }

    /** Gives a node up that was set aside; if it was not, nothing happens. */
    void deallocate(String name) {
        api.delete("/v1/allocations/" + name);
    }

    /** Gives a node up, whoever had it set aside. */
    void deallocate(BareMetal node) {
        api.delete("/v1/nodes/" + node.uuid() + "/allocation");
    }

    /** What is written on it and its ports of the networks of its tenant. */
    Isolation isolation(BareMetal node) {
        return Partitions.of(
                api.get("/v1/nodes/" + node.uuid() + "?fields=extra"), api.get("/v1/ports/detail?node=" + node.uuid()));
    }
}
