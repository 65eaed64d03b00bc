package io.tidemark.connectors.server;

import io.tidemark.connectors.document.Documents;
import io.tidemark.connectors.rest.InstanceDesk;
import io.tidemark.exchange.pool.Event.LeaseEnd;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.node.InstanceTokens;
import io.tidemark.fleet.node.LeasedNode;
import io.tidemark.fleet.node.NodeState;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The leased nodes, for the programs on them. However many ask, the fleet's rows are read once in a second at most, and for a
 * forged token not at all: so a node that was given back is known to be so a second later, and a notice as well.
 */
final class Instances implements InstanceDesk {
    private static final String NAME_OF_DOCUMENT = "instances";
    private static final int SECRET_BYTES = 32;
    private static final long READING_NANOS = 1_000_000_000;

    private final InstanceTokens tokens;
    private final Supplier<Map<NodeRef, LeasedNode>> fleet;
    private final LongSupplier nanos;
    private @Nullable Reading last;

    /**
     * A desk over a fleet.
     *
     * @param fleet {@link io.tidemark.fleet.node.Fleet#leasedNodes}
     * @param nanos a clock that only rises, such as {@link System#nanoTime}
     */
    Instances(InstanceTokens tokens, Supplier<Map<NodeRef, LeasedNode>> fleet, LongSupplier nanos) {
        this.tokens = tokens;
        this.fleet = fleet;
        this.nanos = nanos;
    }

    private record Reading(long at, Map<NodeRef, LeasedNode> nodes) {}

    private record Secret(String secret) {}

    /**
     * The tokens of a market, whose secret is made if there is none. It lies with the accounts, which all members of a cluster
     * share and which move with the market: a node that one member has started asks any of them.
     *
     * @param url where nodes reach the market
     */
    static InstanceTokens tokens(Documents accounts, Optional<String> url) {
        Secret kept = accounts.document(NAME_OF_DOCUMENT, Secret.class)
                .change(before -> before.orElseGet(() -> {
                    byte[] fresh = new byte[SECRET_BYTES];
                    new SecureRandom().nextBytes(fresh);
                    return new Secret(Base64.getEncoder().encodeToString(fresh));
                }));
        return InstanceTokens.of(Base64.getDecoder().decode(kept.secret()), url);
    }

    @Override
    public Optional<Instance> byToken(String token) {
        return tokens.read(token)
                .flatMap(deployed -> Optional.ofNullable(reading().get(deployed.node()))
                        .filter(node -> node.generation() == deployed.generation()))
                .map(Instances::instance);
    }

    private synchronized Map<NodeRef, LeasedNode> reading() {
        long now = nanos.getAsLong();
        Reading known = last;
        if (known == null || now - known.at() >= READING_NANOS) {
            known = new Reading(now, fleet.get());
            last = known;
        }
        return known.nodes();
    }

    private static Instance instance(LeasedNode node) {
        boolean noticed = node.noticeEnds().isPresent();
        OptionalLong endsAt = noticed ? node.noticeEnds() : node.until();
        // The fleet hears of one kind of notice only, that internal work wants its machines back.
        Optional<String> reason = noticed ? Optional.of(LeaseEnd.RECLAIMED.name()) : Optional.empty();
        return new Instance(node.node().name(), node.pool(), state(node), endsAt, reason, node.simulated());
    }

    private static State state(LeasedNode node) {
        if (node.noticeEnds().isPresent()) {
            return State.UNDER_NOTICE;
        }
        return node.state() == NodeState.DEPLOYING || node.state() == NodeState.READY ? State.STARTING : State.IN_USE;
    }
}
