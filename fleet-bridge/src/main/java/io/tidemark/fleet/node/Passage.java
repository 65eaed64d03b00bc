package io.tidemark.fleet.node;

import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import java.util.Optional;

/** One recorded step of a node's life. */
public record Passage(
        NodeRef node, NodeState from, NodeState to, long at, long generation, Optional<LeaseKey> lease, String why) {}
