package io.tidemark.simulations.run;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Price;
import io.tidemark.simulations.metric.Metric;
import io.tidemark.simulations.statistics.Estimate;
import io.tidemark.simulations.world.PriceHistogram;
import io.tidemark.simulations.world.Replication;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The files of a run. They are written into a directory of their own and moved to their place when all of them are there,
 * so a folder with results is always whole.
 */
public final class ResultFolder implements AutoCloseable {
    private static final double LEVEL = 0.95;

    private final WholeFolder folder;
    private final Writer series;
    private final Writer leases;
    private final Writer replications;
    private final Map<String, PriceHistogram> prices = new LinkedHashMap<>();

    private ResultFolder(WholeFolder folder) throws IOException {
        this.folder = folder;
        this.series = folder.opened(
                "series.csv",
                "replication,time,pool,internalLots,queuedLots,capacityLots,firmLots,spotLots,idleLots,firmPrice,"
                        + "spotPrice,revenueUsd");
        this.leases = folder.opened("leases.csv", "replication,pool,startedAt,lots,seconds,end");
        this.replications = folder.opened("replications.csv", "replication,digest," + String.join(",", Metric.keys()));
    }

    /**
     * Begins a folder.
     *
     * @param parent where it will stand, made if need be
     * @throws IOException if nothing can be written there
     */
    public static ResultFolder begin(Path parent) throws IOException {
        return new ResultFolder(WholeFolder.begin(parent));
    }

    /** Adds the next replication. */
    public void take(Replication.Outcome outcome) throws IOException {
        series.write(outcome.series());
        leases.write(outcome.leases());
        replications.write(row(outcome));
        outcome.prices()
                .forEach((key, histogram) -> prices.computeIfAbsent(key, unused -> new PriceHistogram())
                        .add(histogram));
    }

    /** A row of replications.csv: number, digest, metrics. */
    static String row(Replication.Outcome outcome) {
        StringBuilder row = new StringBuilder(outcome.number() + "," + outcome.digest());
        for (Metric metric : Metric.values()) {
            Double value = outcome.metrics().get(metric);
            row.append(',').append(value == null ? "" : Figures.plain(value));
        }
        return row.append('\n').toString();
    }

    /**
     * Writes what is left and moves the folder to its place. Another run's folder there is replaced.
     *
     * @param target the folder; empty for a name made of the scenario's and the digest
     * @param manifest its text
     * @return where it is
     * @throws FileAlreadyExistsException if something else stands there
     */
    public Path finish(Result result, Optional<Path> target, Path parent, String manifest) throws IOException {
        close();
        folder.write("summary.csv", summary(result));
        folder.write("prices.csv", prices());
        folder.write(WholeFolder.MANIFEST, manifest);
        Path place = target.orElseGet(() -> parent.resolve(result.scenario().name() + "-" + result.shortDigest()));
        return folder.moveTo(place);
    }

    /**
     * Refuses a place at which something stands that is no result of a run.
     *
     * @throws FileAlreadyExistsException if so
     */
    public static void requireReplaceable(Path place) throws IOException {
        WholeFolder.requireReplaceable(place);
    }

    /** Gives the folder up. */
    public void abandon() throws IOException {
        close();
        folder.abandon();
    }

    private static String summary(Result result) {
        StringBuilder text = new StringBuilder("metric,unit,n,mean,halfWidth95,min,p5,p50,p95,max\n");
        for (Metric metric : Metric.values()) {
            Optional<Estimate> estimate = result.estimate(metric);
            if (estimate.isPresent()) {
                Estimate of = estimate.get();
                OptionalDouble halfWidth = of.halfWidth(LEVEL);
                text.append(String.join(
                                ",",
                                metric.key(),
                                metric.unit(),
                                String.valueOf(of.n()),
                                Figures.plain(of.mean()),
                                halfWidth.isPresent() ? Figures.plain(halfWidth.getAsDouble()) : "",
                                Figures.plain(of.min()),
                                Figures.plain(of.p5()),
                                Figures.plain(of.p50()),
                                Figures.plain(of.p95()),
                                Figures.plain(of.max())))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private String prices() {
        StringBuilder text = new StringBuilder("pool,kind,pricePerGpuHour,lotHours\n");
        prices.forEach((key, histogram) -> histogram
                .byPrice()
                .forEach((ticks, lotMillis) -> text.append(key)
                        .append(',')
                        .append(Price.format(ticks))
                        .append(',')
                        .append(Figures.plain((double) lotMillis / Hours.MILLIS))
                        .append('\n')));
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        series.close();
        leases.close();
        replications.close();
    }
}
