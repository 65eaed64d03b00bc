package io.tidemark.fleet.settlement;

import java.util.Locale;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** One step of the tasks: claim what is due, call, and mark as done; or note the failure and when to try again. */
final class StepRoute extends RouteBuilder {
    private final StepWork work;

    StepRoute(StepWork work) {
        this.work = work;
    }

    @Override
    public void configure() {
        String name = work.step().name().toLowerCase(Locale.ROOT);
        from("{{settlement." + name + ".from}}")
                .routeId("step-" + name)
                .process(exchange -> exchange.getMessage().setBody(work.claim()))
                .id(name + "-claim")
                .split(body())
                .id(name + "-each")
                .doTry()
                .process(exchange -> work.call(task(exchange)))
                .id(name + "-call")
                .process(exchange -> work.done(task(exchange)))
                .id(name + "-done")
                .doCatch(Exception.class)
                .process(exchange -> work.failed(task(exchange), caught(exchange)))
                .id(name + "-failed")
                .endDoTry()
                .end();
    }

    private static Exception caught(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
    }

    private static Task task(Exchange exchange) {
        return Objects.requireNonNull(exchange.getMessage().getBody(Task.class));
    }
}
