package io.tidemark.connectors.bench;

import io.tidemark.simulations.bench.Progress;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** The progress of a measurement on the error stream, for a person at a terminal. */
final class Bar implements Progress, AutoCloseable {
    private static final int EVERY_MILLIS = 500;

    private final @Nullable ProgressBar bar;

    private Bar(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    /** A bar for a person at a terminal; nobody else needs one. From Java 22 on it may be shown to others too. */
    @SuppressWarnings("SystemConsoleNull")
    static Bar of(String name, long steps, boolean wanted) {
        if (!wanted || System.console() == null) {
            return new Bar(null);
        }
        return new Bar(new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(steps)
                .setUpdateIntervalMillis(EVERY_MILLIS)
                .setStyle(ProgressBarStyle.ASCII)
                .build());
    }

    @Override
    public void step(long steps) {
        if (bar != null) {
            bar.stepBy(steps);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
