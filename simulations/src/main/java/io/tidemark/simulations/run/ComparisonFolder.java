package io.tidemark.simulations.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.simulations.metric.Metric;
import io.tidemark.simulations.statistics.Estimate;
import io.tidemark.simulations.statistics.Interval;
import io.tidemark.simulations.statistics.PairedDifference;
import io.tidemark.simulations.world.Replication;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/** The files of a comparison. Nothing in them depends on the time it took, or on how many were played at once. */
public final class ComparisonFolder implements AutoCloseable {
    private static final String COLUMNS =
            "metric,unit,variant,n,mean,halfWidth95,firstMean,difference,differenceHalfWidth95,"
                    + "low95,high95,varianceRatio,verdict";

    private final WholeFolder folder;
    private final Writer replications;

    private ComparisonFolder(WholeFolder folder) throws IOException {
        this.folder = folder;
        this.replications =
                folder.opened("replications.csv", "variant,replication,digest," + String.join(",", Metric.keys()));
    }

    /**
     * Begins a folder.
     *
     * @param parent where it will stand, made if need be
     */
    public static ComparisonFolder begin(Path parent) throws IOException {
        return new ComparisonFolder(WholeFolder.begin(parent));
    }

    /** Adds a replication of a variant. */
    public void take(Variant variant, Replication.Outcome outcome) throws IOException {
        replications.write(quoted(variant.name()) + "," + ResultFolder.row(outcome));
    }

    /**
     * Writes what is left and moves the folder to its place. Another run's folder there is replaced.
     *
     * @param target the folder; empty for a name made of the first scenario's and the digest
     * @return where it is
     * @throws java.nio.file.FileAlreadyExistsException if something else stands there
     */
    public Path finish(Compared compared, Optional<Path> target, Path parent) throws IOException {
        close();
        folder.write("comparison.csv", table(compared));
        folder.write(WholeFolder.MANIFEST, manifest(compared));
        String name = compared.variants().get(0).scenario().name() + "-compared-" + compared.shortDigest();
        return folder.moveTo(target.orElseGet(() -> parent.resolve(name)));
    }

    /** Gives the folder up. */
    public void abandon() throws IOException {
        close();
        folder.abandon();
    }

    private static String table(Compared compared) {
        StringBuilder text = new StringBuilder(COLUMNS + "\n");
        for (Metric metric : Metric.values()) {
            for (int i = 0; i < compared.variants().size(); i++) {
                Optional<PairedDifference> pair = compared.difference(metric, i);
                if (pair.isPresent()) {
                    text.append(metric.key() + "," + metric.unit() + ","
                            + quoted(compared.variants().get(i).name()) + ","
                            + row(metric, pair.get(), i == 0) + "\n");
                }
            }
        }
        return text.toString();
    }

    private static String row(Metric metric, PairedDifference pair, boolean isFirst) {
        Estimate own = pair.second();
        String figures = own.n() + "," + Figures.plain(own.mean()) + "," + plain(own.halfWidth(Compared.LEVEL));
        if (isFirst) {
            return figures + ",,,,,,,";
        }
        Estimate difference = pair.difference();
        Optional<Interval> interval = difference.interval(Compared.LEVEL);
        return String.join(
                ",",
                figures,
                Figures.plain(pair.first().mean()),
                Figures.plain(difference.mean()),
                plain(difference.halfWidth(Compared.LEVEL)),
                interval.map(of -> Figures.plain(of.low())).orElse(""),
                interval.map(of -> Figures.plain(of.high())).orElse(""),
                Double.isFinite(pair.varianceRatio()) ? Figures.plain(pair.varianceRatio()) : "",
                Compared.verdict(metric, pair).words());
    }

    private static String plain(OptionalDouble value) {
        return value.isPresent() ? Figures.plain(value.getAsDouble()) : "";
    }

    /** A name may hold what was given to {@code --set}; commas would make two cells of it. */
    private static String quoted(String name) {
        return name.replace(',', ';').replace('"', '\'').replace('\n', ' ');
    }

    private static String manifest(Compared compared) {
        ObjectMapper json = new ObjectMapper();
        try {
            ObjectNode manifest = json.createObjectNode();
            manifest.put("schema", 1);
            manifest.put("name", compared.variants().get(0).scenario().name());
            manifest.put("seed", compared.variants().get(0).scenario().seed());
            manifest.put("replications", compared.replications());
            manifest.put("stopped", compared.stopped());
            manifest.put("precise", compared.precise());
            manifest.put("digest", compared.digest());
            manifest.put("engineSha256", Hash.engine());
            for (Variant variant : compared.variants()) {
                ObjectNode one = manifest.withArray("variants").addObject();
                one.put("name", quoted(variant.name()));
                one.put("ruleSet", variant.files().ruleSetId());
                ObjectNode inputs = one.putObject("inputs");
                variant.files().sha256().forEach(inputs::put);
                one.set("scenario", json.readTree(variant.scenario().resolved()));
            }
            return json.writerWithDefaultPrettyPrinter().writeValueAsString(manifest) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of values is always JSON", impossible);
        }
    }

    @Override
    public void close() throws IOException {
        replications.close();
    }
}
