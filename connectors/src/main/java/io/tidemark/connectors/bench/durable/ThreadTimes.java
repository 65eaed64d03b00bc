package io.tidemark.connectors.bench.durable;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.TreeMap;

/** The processor time of the threads of this program, by what they are for. */
final class ThreadTimes {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Map<String, Long> nanos = new TreeMap<>();
    private final long process = processNanos();

    private ThreadTimes() {
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null) {
                nanos.merge(purpose(thread.getThreadName()), THREADS.getThreadCpuTime(thread.getThreadId()), Long::sum);
            }
        }
    }

    static ThreadTimes now() {
        return new ThreadTimes();
    }

    private static long processNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static String purpose(String thread) {
        if (thread.contains("partition-operation")) {
            return "partition";
        } else if (thread.startsWith("sequencer") || thread.startsWith("memory") || thread.startsWith("client")) {
            return thread.substring(0, thread.indexOf('-'));
        } else if (thread.equals("main")) {
            return "load";
        }
        if (thread.equals("shadow") || thread.equals("standby") || thread.equals("snapshots")) {
            return thread;
        }
        return thread.startsWith("journal") || thread.equals("acknowledgements") ? thread : "other";
    }

    /** What all threads have used since then, the JVM's own included. */
    double nanosSince(ThreadTimes earlier) {
        return process - earlier.process;
    }

    /**
     * For each purpose what its threads have used since then, divided by {@code commands}; under {@code rest} what no
     * thread that is still there has used: collecting garbage, compiling, clients that have gone.
     */
    Map<String, Double> since(ThreadTimes earlier, double commands) {
        Map<String, Double> each = new TreeMap<>();
        double rest = nanosSince(earlier);
        for (Map.Entry<String, Long> entry : nanos.entrySet()) {
            double used = entry.getValue() - earlier.nanos.getOrDefault(entry.getKey(), 0L);
            rest -= used;
            each.put(entry.getKey(), used / commands);
        }
        each.put("rest", rest / commands);
        return each;
    }
}
