package io.tidemark.connectors.simulate;

import io.tidemark.simulations.run.Progress;
import io.tidemark.simulations.scenario.Scenario;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** The progress of a run on the console: replications, and how long it will still take. */
final class Bar implements Progress, AutoCloseable {
    private static final long HOUR = 3_600_000;
    private static final int EVERY_MILLIS = 500;

    private final @Nullable ProgressBar bar;
    private final AtomicLong playedHours = new AtomicLong();
    private final String most;

    private Bar(@Nullable ProgressBar bar, int most) {
        this.bar = bar;
        this.most = String.valueOf(most);
    }

    /**
     * A bar for a person at a terminal; nobody else needs one. From Java 22 on it may be shown to others too.
     *
     * @param variants how many scenarios of this length are played as often
     */
    @SuppressWarnings("SystemConsoleNull")
    static Bar of(Scenario scenario, int variants, boolean wanted) {
        int most = scenario.replications().max() * variants;
        if (!wanted || System.console() == null) {
            return new Bar(null, most);
        }
        long hours = scenario.horizon().length() / HOUR * scenario.pools().size();
        return new Bar(
                new ProgressBarBuilder()
                        .setTaskName(scenario.name())
                        .setInitialMax(hours * most)
                        .setUpdateIntervalMillis(EVERY_MILLIS)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUnit(" market days", 24)
                        .build(),
                most);
    }

    @Override
    public void played(long millis) {
        if (bar != null) {
            bar.stepTo(playedHours.addAndGet(millis / HOUR));
        }
    }

    @Override
    public void replicationDone(int done) {
        if (bar != null) {
            bar.setExtraMessage(" " + done + " of at most " + most + " replications");
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
