package io.tidemark.fleet.settlement;

import org.apache.camel.builder.RouteBuilder;

/** Journal to books. */
final class IngestRoute extends RouteBuilder {
    private final IngestWork work;

    IngestRoute(IngestWork work) {
        this.work = work;
    }

    @Override
    public void configure() {
        from("{{settlement.ingest.from}}")
                .routeId("ingest")
                .process(exchange -> work.run())
                .id("take-in");
    }
}
