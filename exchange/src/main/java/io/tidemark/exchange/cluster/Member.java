package io.tidemark.exchange.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.ExecutorConfig;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import io.tidemark.exchange.pool.PoolEngine;
import java.net.BindException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A Hazelcast member set up for pools: what was measured to matter, and nothing else. */
final class Member {
    static final String POOLS = "pools";

    /** The attribute under which members know each other's number among the duties. */
    static final String NUMBER = "tidemark.member";

    private static final String QUORUM = "quorum";

    private Member() {}

    /**
     * Starts a member that listens on loopback only and joins nobody.
     *
     * @param engines by pool, what recovery has prepared
     */
    static HazelcastInstance alone(Map<String, PoolEngine> engines) {
        Config config = config("tidemark", "127.0.0.1");
        config.setUserContext(new ConcurrentHashMap<>(Map.of(PoolOperations.RECOVERED, engines)));
        return Hazelcast.newHazelcastInstance(config);
    }

    /**
     * Starts a member that joins its peers as they come.
     *
     * @param number of this member among the duties
     * @param context what operations find on this member
     * @throws MemberPortInUseException if another program listens at its address
     */
    static HazelcastInstance withPeers(ClusterOptions options, long number, ConcurrentMap<String, Object> context) {
        Config config = config(options.name(), options.host());
        config.setUserContext(context);
        config.getMemberAttributeConfig().setAttribute(NUMBER, Long.toString(number));
        config.getNetworkConfig().setPort(options.port()).setPortAutoIncrement(false);
        config.getNetworkConfig().setPublicAddress(options.address());
        config.getNetworkConfig()
                .getJoin()
                .getTcpIpConfig()
                .setEnabled(true)
                .setConnectionTimeoutSeconds(2)
                .setMembers(options.peers());
        findOutSoon(config, options.silence());
        config.addExecutorConfig(new ExecutorConfig(Mail.LETTERS, Mail.LETTER_THREADS));
        config.addExecutorConfig(new ExecutorConfig(Mail.CALLS, Mail.CALL_THREADS));
        if (options.quorum() > 1) {
            // The second fence; the first is the epoch in the journal.
            config.addSplitBrainProtectionConfig(new SplitBrainProtectionConfig(QUORUM, true, options.quorum()));
            config.getMapConfig(POOLS).setSplitBrainProtectionName(QUORUM);
        }
        try {
            return Hazelcast.newHazelcastInstance(config);
        } catch (HazelcastException failed) {
            if (failed.getCause() instanceof BindException) {
                throw new MemberPortInUseException(options.address(), failed);
            }
            throw failed;
        }
    }

    private static void findOutSoon(Config config, Duration silence) {
        config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
        config.setProperty("hazelcast.max.no.heartbeat.seconds", Long.toString(silence.toSeconds()));
        // Who starts alone need not wait long for others: pools move when they come.
        config.setProperty("hazelcast.wait.seconds.before.join", "0");
        config.setProperty("hazelcast.max.wait.seconds.before.join", "0");
        // Five and two minutes by default; until then both sides of a healed cut go on as two clusters.
        config.setProperty("hazelcast.merge.first.run.delay.seconds", Long.toString(silence.toSeconds()));
        config.setProperty("hazelcast.merge.next.run.delay.seconds", Long.toString(silence.toSeconds()));
        config.setProperty("hazelcast.operation.backup.timeout.millis", Long.toString(silence.toMillis()));
        config.setProperty("hazelcast.operation.call.timeout.millis", Long.toString(2 * silence.toMillis()));
        config.setProperty("hazelcast.graceful.shutdown.max.wait", "20");
    }

    private static Config config(String name, String networkInterface) {
        Config config = new Config().setClusterName(name);
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.socket.bind.any", "false");
        // Whoever closes the exchange leaves in good order; a hook of its own would pull the map from under it.
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        // A batch must not be acknowledged as done when its only backup did not answer.
        config.setProperty("hazelcast.operation.fail.on.indeterminate.state", "true");
        // Few pools need few partition threads; the rest of the machine belongs to the gateways.
        config.setProperty("hazelcast.partition.count", "271");
        config.getJetConfig().setEnabled(false);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface(networkInterface);
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(false);
        config.getSerializationConfig()
                .addDataSerializableFactory(PoolOperations.FACTORY_ID, PoolOperations.factory())
                .addDataSerializableFactory(MemberCalls.FACTORY_ID, MemberCalls.factory());
        // Exceptions travel in Java's own way: nobody may send anything else. Hazelcast adds its own and Java's
        // classes.
        JavaSerializationFilterConfig allowed = new JavaSerializationFilterConfig();
        allowed.getWhitelist().addPrefixes("io.tidemark.");
        config.getSerializationConfig().setJavaSerializationFilterConfig(allowed);
        config.addMapConfig(new MapConfig(POOLS)
                .setInMemoryFormat(InMemoryFormat.OBJECT)
                .setBackupCount(0)
                .setMergePolicyConfig(new MergePolicyConfig().setPolicy(DiscardMergePolicy.class.getName()))
                .setStatisticsEnabled(false));
        return config;
    }
}
