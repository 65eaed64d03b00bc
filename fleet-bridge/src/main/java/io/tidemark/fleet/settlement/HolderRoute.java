package io.tidemark.fleet.settlement;

import org.apache.camel.builder.RouteBuilder;

/** Rows to webhooks: begins with the word that is due. */
final class HolderRoute extends RouteBuilder {
    private final HolderWork work;

    HolderRoute(HolderWork work) {
        this.work = work;
    }

    @Override
    public void configure() {
        from("{{settlement.holder.from}}")
                .routeId("step-holder")
                .process(exchange -> work.run())
                .id("holder-tell");
    }
}
