package io.tidemark.exchange.pool;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** Every spot bid that is remembered: the open ones, and for a day those that ended. */
final class SpotFile {
    private final NavigableMap<Long, SpotBid> bids = new TreeMap<>();

    // Looked up, never walked: the order of a hash map reaches no output.
    private final Long2ObjectHashMap<Roll<SpotBid>> byAccount = new Long2ObjectHashMap<>();
    private final ClientIds clientIds;

    SpotFile(ClientIds clientIds) {
        this.clientIds = clientIds;
    }

    void enter(SpotBid bid) {
        bids.put(bid.id, bid);
        ofAccount(bid.account()).enter(bid);
    }

    /** It has ended. */
    void end(SpotBid bid) {
        ofAccount(bid.account()).end(bid);
    }

    /** A bid, also one that has ended, or null. */
    @Nullable SpotBid find(long bidId) {
        return bids.get(bidId);
    }

    Optional<SpotBid> find(long account, long bidId) {
        return Optional.ofNullable(bids.get(bidId)).filter(bid -> bid.account() == account);
    }

    /** Open bids by ascending id. */
    List<SpotBid> open() {
        return bids.values().stream().filter(SpotBid::isOpen).toList();
    }

    /** The bids of an account. */
    Roll<SpotBid> ofAccount(long account) {
        return byAccount.computeIfAbsent(account, none -> new Roll<>());
    }

    long runningLots() {
        return bids.values().stream().mapToLong(SpotBid::runningLots).sum();
    }

    /** Everything that bids hold for an account. */
    long heldFor(long account) {
        return ofAccount(account).remembered().stream()
                .mapToLong(bid -> bid.nextHold() + bid.hourHold())
                .sum();
    }

    /** Forgets bids that ended before an instant, and their client order ids with them. */
    void forgetBefore(long instant) {
        List<SpotBid> old = bids.values().stream()
                .filter(bid -> !bid.isOpen() && bid.endedAt() < instant)
                .toList();
        for (SpotBid bid : old) {
            bids.remove(bid.id);
            ofAccount(bid.account()).forget(bid);
            clientIds.forget(bid.clientIds());
        }
    }

    // ---- all of it, as values

    List<SpotSnapshot.Bid> save() {
        return bids.values().stream()
                .map(bid -> bid.save(clientIds.save(bid.clientIds())))
                .toList();
    }

    /** Takes bids into an empty file. */
    void load(List<SpotSnapshot.Bid> saved) {
        for (SpotSnapshot.Bid each : saved) {
            SpotBid bid = new SpotBid(each.id(), each.bid(), each.enteredAt(), each.nextHold());
            bid.load(each);
            bid.rememberIds(clientIds.load(bid.account(), bid.id, each.answers()));
            enter(bid);
            if (!bid.isOpen()) {
                end(bid);
            }
        }
    }
}
