package io.tidemark.exchange.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.tidemark.exchange.pool.PoolEngine;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A Hazelcast member set up for pools: what was measured to matter, and nothing else. */
final class Member {
    static final String POOLS = "pools";

    private Member() {}

    /**
     * Starts a member that listens on loopback only and joins nobody.
     *
     * @param engines by pool, what recovery has prepared
     */
    static HazelcastInstance alone(Map<String, PoolEngine> engines) {
        Config config = new Config("tidemark");
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.socket.bind.any", "false");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        // A batch must not be acknowledged as done when its only backup did not answer.
        config.setProperty("hazelcast.operation.fail.on.indeterminate.state", "true");
        // Few pools need few partition threads; the rest of the machine belongs to the gateways.
        config.setProperty("hazelcast.partition.count", "271");
        config.getJetConfig().setEnabled(false);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(false);
        config.getSerializationConfig().addDataSerializableFactory(PoolOperations.FACTORY_ID, PoolOperations.factory());
        config.addMapConfig(new MapConfig(POOLS)
                .setInMemoryFormat(InMemoryFormat.OBJECT)
                .setBackupCount(0)
                .setStatisticsEnabled(false));
        config.setUserContext(new ConcurrentHashMap<>(Map.of(PoolOperations.RECOVERED, engines)));
        return Hazelcast.newHazelcastInstance(config);
    }
}
