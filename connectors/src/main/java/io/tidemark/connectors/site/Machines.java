package io.tidemark.connectors.site;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.ImageRef;
import io.tidemark.fleet.driver.ironic.IronicOptions;
import java.util.Set;

/** What is handed to winners. */
public sealed interface Machines {
    /** For people: what they are. */
    String describe();

    /**
     * None at all: a fleet in the market's own database, each node of which says that it is simulated.
     *
     * @param faults whether they fail now and then
     */
    record Simulated(boolean faults) implements Machines {
        @Override
        public String describe() {
            return "simulated";
        }
    }

    /**
     * Machines that Ironic provisions.
     *
     * @param image what nodes are started with
     * @param pools whose nodes they are; Ironic may have others, which another market may serve
     */
    record Metal(IronicOptions ironic, ImageRef image, Set<PoolId> pools) implements Machines {
        public Metal {
            pools = Set.copyOf(pools);
        }

        @Override
        public String describe() {
            return "those of Ironic at " + ironic.endpoint();
        }
    }
}
