package io.tidemark.fleet.settlement;

import io.tidemark.fleet.ledger.EnginePort;
import io.tidemark.fleet.ledger.WalletTransfers;
import org.apache.camel.builder.RouteBuilder;

/** Outbox to engine: sends the wallet transfers that are pending. */
final class WalletRoute extends RouteBuilder {
    private static final int AT_ONCE = 50;

    private final WalletTransfers wallets;
    private final EnginePort engine;

    WalletRoute(WalletTransfers wallets, EnginePort engine) {
        this.wallets = wallets;
        this.engine = engine;
    }

    @Override
    public void configure() {
        from("{{settlement.wallets.from}}")
                .routeId("wallet-transfers")
                .process(exchange -> wallets.deliver(engine, AT_ONCE))
                .id("deliver");
    }
}
