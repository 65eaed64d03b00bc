package io.tidemark.connectors.stream;

import io.tidemark.connectors.account.Account;
import io.tidemark.exchange.contract.PoolId;
import java.util.List;
import java.util.Optional;

/**
 * Somebody who wants a stream.
 *
 * @param account who it is; empty for somebody who sees only what is public
 * @param pools that are asked for
 * @param lastEventId the id of the last message that was received before; empty if there was none
 */
public record Visitor(Optional<Account> account, List<PoolId> pools, Optional<String> lastEventId) {
    public Visitor {
        pools = pools.stream().sorted().toList();
    }
}
