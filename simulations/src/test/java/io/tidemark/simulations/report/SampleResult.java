package io.tidemark.simulations.report;

import io.tidemark.simulations.random.NamedStreams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.commons.rng.UniformRandomProvider;

/** A result folder as a run writes it, with made-up figures that look like a market. */
final class SampleResult {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    private final Path folder;
    private final int replications;
    private final int hours;
    private final StringBuilder series = new StringBuilder("replication,time,pool,internalLots,queuedLots,capacityLots,"
            + "firmLots,spotLots,idleLots,firmPrice,spotPrice,revenueUsd\n");
    private final StringBuilder leases = new StringBuilder("replication,pool,startedAt,lots,seconds,end\n");
    private final StringBuilder runs =
            new StringBuilder("replication,digest,revenue,soldShare,reclaimRate,spotPriceP50\n");

    private SampleResult(Path folder, int replications, int hours) {
        this.folder = folder;
        this.replications = replications;
        this.hours = hours;
    }

    static Path write(Path folder, int replications, int hours) throws IOException {
        Files.createDirectories(folder);
        new SampleResult(folder, replications, hours).write();
        return folder;
    }

    private void write() throws IOException {
        for (int replication = 0; replication < replications; replication++) {
            for (String pool : List.of("B200X8.PRN1", "GB200R64.HYP1")) {
                pool(replication, pool, pool.startsWith("B200") ? 128 : 40);
            }
            line(
                    runs,
                    "%d,%016x%016x,%.2f,0.71,0.0%d,1.8%d",
                    replication,
                    replication,
                    7L,
                    900_000.0 + 13_000 * replication,
                    3 + replication % 4,
                    replication % 9);
        }
        Files.writeString(folder.resolve("series.csv"), series);
        Files.writeString(folder.resolve("leases.csv"), leases);
        Files.writeString(folder.resolve("replications.csv"), runs);
        Files.writeString(folder.resolve("prices.csv"), prices());
        Files.writeString(folder.resolve("summary.csv"), summary());
        Files.writeString(folder.resolve("manifest.json"), manifest());
    }

    private void pool(int replication, String pool, int lots) {
        UniformRandomProvider random = new NamedStreams(11).stream(pool, replication);
        double noise = 0;
        double revenue = 0;
        for (int hour = 0; hour < hours; hour++) {
            noise = 0.95 * noise + 0.02 * (random.nextDouble() - 0.5) * 2;
            double swing = 0.06 * StrictMath.sin(2 * StrictMath.PI * (hour % 24) / 24.0);
            int internal = (int) (lots * Math.min(1, 0.66 + swing + noise));
            int rest = lots - internal;
            int firm = rest * 4 / 10;
            int spot = Math.min(rest - firm, rest * (4 + random.nextInt(3)) / 10);
            double price = 2.1 + 4 * (swing + noise);
            revenue += 8 * (firm * price + spot * price * 0.8);
            line(
                    series,
                    "%d,%s,%s,%d,0,%d,%d,%d,%d,%s,%s,%.2f",
                    replication,
                    START.plusSeconds(3_600L * hour),
                    pool,
                    internal,
                    rest,
                    firm,
                    spot,
                    rest - firm - spot,
                    hour < 6 ? "" : String.format(Locale.ROOT, "%.2f", price),
                    spot == 0 ? "" : String.format(Locale.ROOT, "%.2f", 0.8 * price),
                    revenue);
            if (hour % 3 == 0) {
                double age = -StrictMath.log(1 - random.nextDouble());
                boolean reclaimed = random.nextInt(5) == 0;
                String end = reclaimed
                        ? "RECLAIMED"
                        : List.of("OUTBID", "RELEASED", "RUNNING").get(random.nextInt(3));
                line(
                        leases,
                        "%d,%s,%s,4,%d,%s",
                        replication,
                        pool,
                        START.plusSeconds(3_600L * hour),
                        (long) (90_000 * age),
                        end);
            }
        }
    }

    private static String prices() {
        StringBuilder prices = new StringBuilder("pool,kind,pricePerGpuHour,lotHours\n");
        for (String pool : List.of("B200X8.PRN1", "GB200R64.HYP1")) {
            for (int cents = 120; cents <= 310; cents++) {
                double from = (cents - 210) / 30.0;
                line(prices, "%s,firm,%.2f,%.2f", pool, cents / 100.0, 400 * StrictMath.exp(-from * from));
                line(prices, "%s,spot,%.2f,%.2f", pool, cents * 0.8 / 100, 300 * StrictMath.exp(-from * from / 2));
            }
        }
        return prices.toString();
    }

    private static String summary() {
        return """
                metric,unit,n,mean,halfWidth95,min,p5,p50,p95,max
                revenue,USD,10,958500,28134.7,900000,905850,958500,1011150,1017000
                soldShare,share,10,0.7132,0.0081,0.69,0.695,0.714,0.731,0.735
                poolUse,share,10,0.9134,0.0041,0.90,0.902,0.913,0.92,0.921
                reclaimRate,per lease,10,0.0431,0.0032,0.03,0.031,0.043,0.055,0.056
                spotPriceP50,USD/GPU-h,10,1.83,0.021,1.79,1.80,1.83,1.87,1.88
                fillRate,share,1,0.81,,0.81,0.81,0.81,0.81,0.81
                """;
    }

    private String manifest() {
        return """
                {
                  "schema" : 1,
                  "name" : "headroom & <release> 2026",
                  "scenario" : {
                    "schema" : 1,
                    "name" : "headroom & <release> 2026",
                    "horizon" : { "start" : "2026-01-05T00:00Z", "length" : "%dh", "warmup" : "5d", "sample" : "1h" },
                    "assert" : [ "reclaimRate.p95 <= 0.05", "revenue.mean >= 500000" ]
                  },
                  "seed" : 42,
                  "replications" : %d,
                  "stopped" : false,
                  "precise" : true,
                  "digest" : "9f2ab34c0d11e5577bd0c3a1f2e4958f6b7a8c9d0e1f2a3b4c5d6e7f8091a2b3",
                  "engineSha256" : "0c1d2e3f405162738495a6b7c8d9eafb0c1d2e3f405162738495a6b7c8d9eafb",
                  "ruleSet" : "builtin-4f2a",
                  "inputs" : { },
                  "java" : "17.0.15",
                  "wallSeconds" : 12.5,
                  "failedAssertions" : [ "reclaimRate.p95 <= 0.05: it is 0.055" ],
                  "limits" : [ "Machines never fail, and firm hours are delivered from their first second." ]
                }
                """.formatted(hours, replications);
    }

    private static void line(StringBuilder to, String pattern, Object... values) {
        to.append(String.format(Locale.ROOT, pattern, values)).append('\n');
    }
}
