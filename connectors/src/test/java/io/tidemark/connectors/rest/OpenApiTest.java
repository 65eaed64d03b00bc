package io.tidemark.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.connectors.explain.PriceExplanation;
import io.tidemark.connectors.invoice.InvoiceBody;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.glassfish.jersey.server.model.Resource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description says what the server does: the same paths and methods, the same fields in each body. */
class OpenApiTest {
    private static final List<Class<?>> RESOURCES = List.of(
            StatusResource.class,
            PoolsResource.class,
            ReliabilityResource.class,
            QuotesResource.class,
            OrdersResource.class,
            SpotBidsResource.class,
            LeasesResource.class,
            NodesResource.class,
            InstanceResource.class,
            AccountResource.class,
            StatementResource.class,
            InvoicesResource.class,
            AccountInvoicesResource.class,
            WebhooksResource.class,
            StreamTicketsResource.class,
            AccountsResource.class,
            HomeMoneyResource.class,
            OperatorResource.class,
            FundsResource.class,
            BuyBacksResource.class,
            CurtailmentsResource.class,
            CertificatesResource.class,
            MachinesResource.class,
            TasksResource.class,
            RulesResource.class);
    private static final Pattern PATH = Pattern.compile("  (/\\S+):");
    private static final Pattern METHOD = Pattern.compile("    (get|post|put|delete|patch):");
    private static final Pattern SCHEMA = Pattern.compile("    (\\w+):.*");
    private static final Pattern PROPERTY = Pattern.compile("        (\\w+): .*");

    @TempDir
    Path directory;

    private TestMarket market;
    private List<String> lines = List.of();

    @BeforeEach
    void read() {
        market = TestMarket.open(directory);
        lines = market.get("", "/v1/openapi.yaml")
                .expect(200)
                .response()
                .body()
                .lines()
                .toList();
    }

    @AfterEach
    void close() {
        market.close();
    }

    @Test
    void everyPathAndMethodIsDescribedAndNoOther() {
        Set<String> served = new TreeSet<>();
        RESOURCES.forEach(type -> collect("", Resource.from(type), served));
        served.add("get " + StreamDoor.PATH);
        Set<String> described = new TreeSet<>();
        String path = "";
        for (String line : lines) {
            Matcher newPath = PATH.matcher(line);
            Matcher method = METHOD.matcher(line);
            if (newPath.matches()) {
                path = newPath.group(1);
            } else if (method.matches()) {
                described.add(method.group(1) + " " + path);
            }
        }
        assertThat(described).isEqualTo(served);
    }

    private static void collect(String prefix, Resource resource, Set<String> served) {
        String path = ("/" + prefix + "/" + resource.getPath()).replaceAll("/+", "/");
        resource.getResourceMethods()
                .forEach(method -> served.add(method.getHttpMethod().toLowerCase(java.util.Locale.ROOT) + " " + path));
        resource.getChildResources().forEach(child -> collect(path, child, served));
    }

    @Test
    void everyResourceIsRegisteredAndSaysWhoMayCallIt() {
        var registered = RestServer.resources(
                        new Market(market.exchange, market.exchange::now, java.time.Duration.ofSeconds(1)),
                        market.backing(),
                        new io.tidemark.connectors.stream.StreamTickets(java.time.Clock.systemUTC()))
                .getInstances();
        assertThat(registered.stream()
                        .filter(each -> each.getClass().getSimpleName().endsWith("Resource")))
                .extracting(Object::getClass)
                .containsExactlyInAnyOrderElementsOf(RESOURCES);
        for (Class<?> resource : RESOURCES) {
            for (Method method : resource.getDeclaredMethods()) {
                if (java.lang.reflect.Modifier.isPublic(method.getModifiers())) {
                    assertThat(method.isAnnotationPresent(Needs.class) ^ method.isAnnotationPresent(Needs.Open.class))
                            .as(method.toString())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void everyBodyHasTheFieldsThatAreDescribed() {
        Map<String, List<String>> described = new TreeMap<>();
        String schema = "";
        for (String line : lines.subList(lines.indexOf("  schemas:"), lines.size())) {
            Matcher name = SCHEMA.matcher(line);
            Matcher property = PROPERTY.matcher(line);
            if (name.matches()) {
                schema = name.group(1);
            } else if (property.matches()) {
                described.computeIfAbsent(schema, none -> new ArrayList<>()).add(property.group(1));
            }
        }
        Map<String, List<String>> served = new TreeMap<>();
        Stream.concat(
                        Stream.concat(RESOURCES.stream(), Stream.of(StreamMessages.class))
                                .flatMap(type -> Arrays.stream(type.getDeclaredClasses())),
                        Stream.of(
                                Problem.class,
                                WhyNotBody.class,
                                WhatWouldFillBody.class,
                                IndicativeBody.class,
                                ReliabilityBody.class,
                                ReliabilityBody.SpotReliability.class,
                                ReliabilityBody.SurvivalBody.class,
                                ReliabilityBody.NoticesBody.class,
                                ReliabilityBody.FirmReliability.class,
                                IndicativeBody.IndicativeHourBody.class,
                                MassCancelling.CancelledBody.class,
                                MassCancelling.PoolCancelled.class,
                                OrderEntry.class,
                                OrderChange.class,
                                NoticeMessage.class,
                                HeldLease.class,
                                HeldLease.NoticeBody.class,
                                HeldLease.LotBody.class,
                                HeldLease.NodeBody.class,
                                OrderBody.class,
                                OrderBody.FillBody.class,
                                OrderBody.AtOnce.class,
                                QuoteDesk.Alternative.class,
                                InvoiceBody.class,
                                InvoiceBody.InvoiceBalances.class,
                                InvoiceBody.InvoiceWallet.class,
                                InvoiceBody.InvoiceItem.class,
                                InvoiceBody.InvoiceSum.class,
                                PriceExplanation.class,
                                PriceExplanation.RuleEffect.class,
                                PriceExplanation.TickFacts.class,
                                PriceExplanation.FactsOfPool.class,
                                PriceExplanation.PricePart.class,
                                PriceExplanation.PriceStep.class,
                                PriceExplanation.LadderRefusal.class))
                .filter(Class::isRecord)
                .forEach(type -> served.put(
                        type.getSimpleName(),
                        Arrays.stream(type.getRecordComponents())
                                .map(RecordComponent::getName)
                                .toList()));
        assertThat(described).isEqualTo(served);
    }
}
