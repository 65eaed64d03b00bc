package io.tidemark.connectors.fix;

import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.account.SessionBook;
import io.tidemark.exchange.cluster.Exchange;
import io.tidemark.exchange.feed.PoolFeed;

/**
 * What stands behind the door.
 *
 * @param exchange where orders go
 * @param feed says that there is something new in the log
 * @param log everything durable that happened
 * @param sessions which firm speaks for which account
 * @param messages hears of every message
 */
public record FixBacking(
        Exchange exchange,
        PoolFeed feed,
        CommandLog.Source log,
        AccountBook accounts,
        SessionBook sessions,
        FixListener messages) {}
