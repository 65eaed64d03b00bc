package io.tidemark.exchange.cluster;

import com.hazelcast.map.IMap;
import io.tidemark.exchange.cluster.PoolOperations.TakeFingerprint;
import io.tidemark.exchange.contract.PoolId;
import java.util.concurrent.CompletableFuture;

/** The pools as they live, on whichever member each is served. */
final class ServedPools implements LivePools {
    private final IMap<String, PoolHost> memory;
    private final Mail mail;

    ServedPools(IMap<String, PoolHost> memory, Mail mail) {
        this.memory = memory;
        this.mail = mail;
    }

    @Override
    public CompletableFuture<Fingerprint> fingerprint(PoolId pool) {
        return memory.submitToKey(pool.toString(), new TakeFingerprint())
                .toCompletableFuture()
                .thenApply(TakeFingerprint::decode);
    }

    /** Said to all members: who is to serve a pool may just be changing, and whoever does not serve it has nothing to do. */
    @Override
    public void diverged(PoolId pool, long sequence, RuntimeException how) {
        mail.halt(pool, sequence, String.valueOf(how.getMessage()));
    }
}
