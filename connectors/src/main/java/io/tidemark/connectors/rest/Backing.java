package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.AccessBook;
import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.account.SessionBook;
import io.tidemark.connectors.invoice.InvoiceDesk;
import io.tidemark.exchange.cluster.Exchange;
import io.tidemark.exchange.feed.PoolFeed;
import io.tidemark.pricing.life.RuleLife;
import java.util.function.LongSupplier;

/**
 * What stands behind the door.
 *
 * @param feed what the pools say, for those who listen
 * @param now market time, epoch milliseconds; what {@code +3h} and countdowns are counted from
 * @param speed how many seconds of market time pass in one of real time; 0 if its clock stands
 * @param rules the store of rule sets; empty where all members price by their configuration
 * @param cash the money that is in no pool
 * @param invoices what periods came to
 * @param fleet the machines behind leases
 * @param instances the leased nodes, for programs on them
 * @param machines the nodes, for whoever answers for them
 * @param tasks what settlement has to do besides the books
 * @param webhooks where accounts want to be told what happens to their lots
 * @param certificates what there is on paper of machines that were handed over
 * @param reliability how well pools keep their word
 * @param health how every part is
 * @param requests hears of every answer
 * @param access how accounts get into their nodes
 * @param sessions which FIX session is whose
 */
public record Backing(
        Exchange exchange,
        PoolFeed feed,
        AccountBook accounts,
        LongSupplier now,
        int speed,
        PriceExplainer explainer,
        RuleLife rules,
        CashDesk cash,
        InvoiceDesk invoices,
        FleetDesk fleet,
        InstanceDesk instances,
        MachineDesk machines,
        TaskDesk tasks,
        WebhookDesk webhooks,
        CertificateDesk certificates,
        ReliabilityDesk reliability,
        HealthDesk health,
        RequestListener requests,
        AccessBook access,
        SessionBook sessions) {}
