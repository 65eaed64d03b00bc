package io.tidemark.fleet.driver;

import java.util.List;

/**
 * What keeps a tenant's network apart from others', by the names that the networks themselves have for it.
 *
 * @param partitions empty if the driver knows of none
 */
public record Isolation(List<Partition> partitions) {
    /** Of a driver that has nothing to say. */
    public static final Isolation NONE_REPORTED = new Isolation(List.of());

    public Isolation {
        partitions = List.copyOf(partitions);
    }

    /** Which network. */
    public enum Kind {
        /** A network of its own in the backend's words, such as a tenant network's or a port's UUID. */
        NETWORK,
        VLAN,
        /** By its partition key. */
        INFINIBAND_PARTITION,
        NVLINK_PARTITION
    }

    /** A part of a network that no other tenant has. */
    public record Partition(Kind kind, String id) {
        public Partition {
            if (id.isBlank()) {
                throw new IllegalArgumentException("a partition of kind " + kind + " without an identifier");
            }
        }
    }
}
