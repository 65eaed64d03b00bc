package io.tidemark.connectors.bench;

import io.tidemark.simulations.bench.Clocks;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The clocks of this machine. One that does not tell a thread its processor time gets the time on the wall for it. */
final class MachineClocks implements Clocks {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final boolean tellsCpuTime = threads.isCurrentThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled();

    @Override
    public long cpuNanos() {
        return tellsCpuTime ? threads.getCurrentThreadCpuTime() : System.nanoTime();
    }

    @Override
    public long wallNanos() {
        return System.nanoTime();
    }
}
