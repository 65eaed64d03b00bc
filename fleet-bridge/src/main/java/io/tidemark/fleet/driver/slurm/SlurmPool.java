package io.tidemark.fleet.driver.slurm;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.LotShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which nodes of a Slurm make a pool, and which of them stand together in an NVLink domain, which is a lot. */
public final class SlurmPool {
    private final PoolId id;
    private final String feature;
    private final String partition;
    private final Pattern domainFeature;
    private final Map<String, String> domainOfNode;

    private SlurmPool(
            PoolId id, String feature, String partition, String domainFeature, Map<String, String> domainOfNode) {
        this.id = id;
        this.feature = feature;
        this.partition = partition;
        this.domainFeature = Pattern.compile(domainFeature);
        this.domainOfNode = domainOfNode;
    }

    /**
     * All nodes with a feature.
     *
     * @param feature as in {@code Feature=} of slurm.conf
     * @param domainFeature for racks, a regular expression for the feature that names a node's NVLink domain, such as
     *     {@code rack[0-9]+}; ignored for servers, each of which is a domain
     */
    public static SlurmPool byFeature(PoolId id, String feature, String domainFeature) {
        return new SlurmPool(id, required("feature", feature), "", domainFeature, Map.of());
    }

    /** All nodes of a partition; the rest as in {@link #byFeature}. */
    public static SlurmPool byPartition(PoolId id, String partition, String domainFeature) {
        return new SlurmPool(id, "", required("partition", partition), domainFeature, Map.of());
    }

    /**
     * The nodes of a list.
     *
     * @param nodesByDomain each NVLink domain's nodes as Slurm writes them, such as {@code nvl1-[01-18]}; for servers
     *     every node is a domain, and what a list of them is called does not matter
     */
    public static SlurmPool listed(PoolId id, Map<String, String> nodesByDomain) {
        Map<String, String> domains = new HashMap<>();
        nodesByDomain.forEach((domain, nodes) -> HostList.expand(nodes).forEach(node -> {
            String other = domains.put(node, domain);
            if (other != null) {
                throw new IllegalArgumentException("node " + node + " of " + id + " is there twice: " + nodesByDomain);
            }
        }));
        if (domains.isEmpty()) {
            throw new IllegalArgumentException("the list of " + id + " names no node");
        }
        return new SlurmPool(id, "", "", "", domains);
    }

    private static String required(String what, String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a pool needs a " + what);
        }
        return name;
    }

    public PoolId id() {
        return id;
    }

    /**
     * The domain of a node of this pool; empty if the node is none of it.
     *
     * @throws SlurmConfigException if the node is in the pool and no feature of it names a domain
     */
    Optional<String> domainOf(SlurmNode node) {
        if (!isMine(node)) {
            return Optional.empty();
        }
        if (LotShape.of(id.sku()).nodesPerDomain() == 1) {
            return Optional.of(node.name());
        }
        String listed = domainOfNode.get(node.name());
        if (listed != null) {
            return Optional.of(listed);
        }
        List<String> named = node.features().stream()
                .filter(name -> domainFeature.matcher(name).matches())
                .toList();
        if (named.size() != 1) {
            throw new SlurmConfigException("node " + node.name() + " of " + id + " has the features " + node.features()
                    + ", of which exactly one must match '" + domainFeature + "' and name its NVLink domain");
        }
        return Optional.of(named.get(0));
    }

    private boolean isMine(SlurmNode node) {
        if (!domainOfNode.isEmpty()) {
            return domainOfNode.containsKey(node.name());
        }
        return feature.isEmpty()
                ? node.partitions().contains(partition)
                : node.features().contains(feature);
    }

    /**
     * The pool's domains with their nodes, in the order of the nodes.
     *
     * @throws SlurmConfigException if there are none, or one is too small or too large to be a lot
     */
    Map<String, List<SlurmNode>> domains(List<SlurmNode> nodes) {
        Map<String, List<SlurmNode>> domains = new LinkedHashMap<>();
        for (SlurmNode node : nodes) {
            domainOf(node)
                    .ifPresent(domain -> domains.computeIfAbsent(domain, name -> new ArrayList<>())
                            .add(node));
        }
        if (domains.isEmpty()) {
            throw new SlurmConfigException("Slurm has no node of " + id + ": look at " + this);
        }
        LotShape shape = LotShape.of(id.sku());
        domains.forEach((domain, inIt) -> {
            if (inIt.size() < shape.nodesPerLot() || inIt.size() > shape.nodesPerDomain()) {
                throw new SlurmConfigException("domain " + domain + " of " + id + " has " + inIt.size()
                        + " nodes, and a lot is made of " + shape.nodesPerLot() + " to " + shape.nodesPerDomain());
            }
        });
        return domains;
    }

    @Override
    public String toString() {
        if (!domainOfNode.isEmpty()) {
            return id + " (a list of " + domainOfNode.size() + " nodes)";
        }
        return id + (feature.isEmpty() ? " (partition '" + partition + "')" : " (feature '" + feature + "')");
    }
}
