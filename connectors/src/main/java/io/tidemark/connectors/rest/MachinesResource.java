package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.rest.MachineDesk.Evidence;
import io.tidemark.connectors.rest.MachineDesk.Machine;
import io.tidemark.connectors.rest.MachineDesk.Sanitizing;
import io.tidemark.connectors.rest.MachineDesk.State;
import io.tidemark.connectors.rest.MachineDesk.Step;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every node behind the pools: where it is in its life, what was done to it, and the word that it is repaired. */
@Path("/v1/operator/machines")
@Produces(MediaType.APPLICATION_JSON)
public final class MachinesResource {
    private static final int LONGEST_PAGE = 1_000;

    private final Market market;
    private final MachineDesk desk;

    MachinesResource(Market market, MachineDesk desk) {
        this.market = market;
        this.desk = desk;
    }

    /**
     * A page of nodes.
     *
     * @param nextAfter to ask for the next page with; absent if this is the last
     */
    record MachinesBody(
            List<MachineBody> machines, @Nullable String nextAfter) {}

    /**
     * A node.
     *
     * @param lease with whom it is, or for whom it is made ready
     * @param quarantined why it stands in quarantine
     * @param attempts how often what it needs next was asked for in vain
     */
    record MachineBody(
            String node,
            String pool,
            String domain,
            String state,
            String since,
            @Nullable String lease,
            @Nullable String quarantined,
            boolean repaired,
            int attempts,
            boolean simulated) {}

    /** A node with its life and the proofs of how it was sanitized, the oldest first. */
    record MachineStoryBody(MachineBody machine, List<PassageBody> story, List<SanitizingBody> sanitizings) {}

    record PassageBody(
            String at, String from, String to, @Nullable String lease, String why) {}

    record SanitizingBody(long epoch, boolean complete, List<EvidenceBody> steps) {}

    record EvidenceBody(
            String step,
            String method,
            String tool,
            int devicesFound,
            int devicesExpected,
            String result,
            String startedAt,
            String endedAt,
            String evidenceSha256) {}

    @GET
    @Needs(Scope.OPERATOR)
    public MachinesBody machines(
            @QueryParam("pool") @Nullable String pool,
            @QueryParam("state") @Nullable String state,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("100") String limit) {
        int most = Fields.count(limit, "limit", 1, LONGEST_PAGE);
        String ofPool = pool == null ? "" : market.pool(pool).toString();
        Optional<State> inState = Optional.ofNullable(state)
                .map(text -> Fields.constant(State.class, text.toUpperCase(Locale.ROOT), "state"));
        List<Machine> found = desk.machines().stream()
                .filter(machine -> ofPool.isEmpty() || machine.pool().toString().equals(ofPool))
                .filter(machine -> inState.isEmpty() || machine.state() == inState.get())
                .filter(machine -> machine.node().compareTo(after) > 0)
                .limit(most + 1L)
                .toList();
        List<Machine> page = found.subList(0, Math.min(most, found.size()));
        return new MachinesBody(
                page.stream().map(MachinesResource::body).toList(),
                found.size() > most ? page.get(most - 1).node() : null);
    }

    @GET
    @Path("{node}")
    @Needs(Scope.OPERATOR)
    public MachineStoryBody machine(@PathParam("node") String node) {
        Machine machine = find(node);
        return new MachineStoryBody(
                body(machine),
                desk.story(node).stream().map(MachinesResource::body).toList(),
                desk.sanitizings(node).stream().map(MachinesResource::body).toList());
    }

    /** It is sanitized next, and may serve again when that is proved. */
    @POST
    @Path("{node}/repaired")
    @Needs(Scope.OPERATOR)
    public MachineBody repaired(@PathParam("node") String node) {
        Machine machine = find(node);
        if (!desk.repaired(node)) {
            throw Problem.of(
                            ProblemCode.NODE_NOT_QUARANTINED,
                            node + " is " + machine.state() + ", and only a node in quarantine waits for a repair",
                            "leave it: it is in order as far as anybody knows")
                    .asException();
        }
        return body(find(node));
    }

    private Machine find(String node) {
        return desk.find(node)
                .orElseThrow(() -> Problem.of(
                                ProblemCode.NO_SUCH_NODE,
                                "there is no node '" + Fields.shown(node) + "'",
                                "list them with GET /v1/operator/machines")
                        .asException());
    }

    private static MachineBody body(Machine machine) {
        return new MachineBody(
                machine.node(),
                machine.pool().toString(),
                machine.domain(),
                machine.state().name(),
                Amounts.at(machine.since()),
                machine.lease().orElse(null),
                machine.quarantined().orElse(null),
                machine.repaired(),
                machine.attempts(),
                machine.simulated());
    }

    private static PassageBody body(Step step) {
        return new PassageBody(
                Amounts.at(step.at()), step.from(), step.to(), step.lease().orElse(null), step.why());
    }

    private static SanitizingBody body(Sanitizing sanitizing) {
        return new SanitizingBody(
                sanitizing.epoch(),
                sanitizing.complete(),
                sanitizing.steps().stream().map(MachinesResource::body).toList());
    }

    private static EvidenceBody body(Evidence evidence) {
        return new EvidenceBody(
                evidence.step(),
                evidence.method(),
                evidence.tool(),
                evidence.devicesFound(),
                evidence.devicesExpected(),
                evidence.result(),
                Amounts.at(evidence.startedAt()),
                Amounts.at(evidence.endedAt()),
                evidence.hash());
    }
}
