package io.tidemark.fleet.driver.slurm;

import static java.util.stream.Collectors.joining;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Sku;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.lab.Lab;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A real Slurm with three HGX servers and a rack, started for a test class and stopped after it. */
final class SlurmLab implements AutoCloseable {
    static final PoolId SERVERS = new PoolId(Sku.B200X8, "PRN1");
    static final PoolId RACKS = new PoolId(Sku.GB200R64, "PRN1");

    private static final int NODES = 3 + 18;
    private static final String USER = System.getProperty("user.name");

    private final Path directory = Lab.directory("slurm");
    private final int base = Lab.ports(NODES + 2);

    private final Set<String> killed = new TreeSet<>();

    private SlurmLab() {}

    static SlurmLab up(String untested) {
        Lab.tree("slurm", untested);
        SlurmLab lab = new SlurmLab();
        // Tests that are interrupted leave nothing running either.
        Runtime.getRuntime().addShutdownHook(new Thread(lab::close));
        Lab.script("slurm", "up", lab.directory, lab.base, 3, 1);
        SlurmRest rest = new SlurmRest(lab.options());
        Lab.until("slurmrestd answers", () -> {
            try {
                return rest.nodes(System.currentTimeMillis()).size() == NODES;
            } catch (DriverException notYet) {
                return false;
            }
        });
        return lab;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + (base + 1));
    }

    SlurmOptions options() {
        return options(endpoint());
    }

    SlurmOptions options(URI endpoint) {
        return new SlurmOptions(
                endpoint,
                SlurmToken.signedWith(USER, key()),
                "fence",
                SlurmOptions.USUAL_TIMEOUT,
                List.of(
                        SlurmPool.byFeature(SERVERS, "hgx_b200", ""),
                        SlurmPool.byFeature(RACKS, "gb200_nvl72", "rack[0-9]+")));
    }

    Path key() {
        return directory.resolve("jwt.key");
    }

    /** Submits internal work that lasts until it is cancelled. */
    void submit(String name, int nodes, String... more) {
        run(
                Arrays.asList(
                        "sbatch", "-J", name, "-N" + nodes, "-o", "/dev/null", "-D", "/", "--wrap", "exec sleep 600"),
                more);
    }

    /** What a job does, in squeue's words: {@code "RUNNING"}, or {@code "PENDING Resources"}; empty if it is not there. */
    String job(String name) {
        return run(List.of("squeue", "-h", "--name=" + name, "-o", "%T %r")).replace(" None", "");
    }

    /** Where a job runs. */
    Set<NodeRef> nodesOf(String job) {
        return HostList.expand(run(List.of("squeue", "-h", "--name=" + job, "-o", "%N"))).stream()
                .map(NodeRef::new)
                .collect(Collectors.toSet());
    }

    /** Ends all work, gives all nodes back and waits until every one is idle again. */
    void tidy() {
        start(killed.toArray(String[]::new));
        run(List.of("bash", "-c", "scancel -f $(squeue -h -o %i) 2>/dev/null; true"));
        Lab.until("no job is left", () -> run(List.of("squeue", "-h")).isEmpty());
        run(List.of("scontrol", "update", "node=hgx[1-3],nvl1-[01-18]", "reason=Not responding", "comment="));
        Lab.until("all nodes are idle", () -> {
            // Drained ones are resumed; those that are not make scontrol complain, which is no matter.
            run(List.of(
                    "bash",
                    "-c",
                    "for n in $(sinfo -h -N -o '%N' -t drain,down); do"
                            + " scontrol update node=$n state=resume 2>/dev/null; done; true"));
            return run(List.of("sinfo", "-h", "-N", "-o", "%T")).lines().allMatch("idle"::equals);
        });
    }

    String run(List<String> command, String... more) {
        Object[] arguments = new Object[2 + command.size() + more.length];
        arguments[0] = "run";
        arguments[1] = directory;
        for (int i = 0; i < command.size(); i++) {
            arguments[2 + i] = command.get(i);
        }
        System.arraycopy(more, 0, arguments, 2 + command.size(), more.length);
        return Lab.script("slurm", arguments);
    }

    /** Kills slurmctld, slurmrestd or a node. */
    void kill(String daemon) {
        Lab.kill(directory.resolve("run").resolve(daemon + ".pid"));
        killed.add(daemon);
    }

    void start(String... daemons) {
        Object[] arguments = new Object[2 + daemons.length];
        arguments[0] = "start";
        arguments[1] = directory;
        System.arraycopy(daemons, 0, arguments, 2, daemons.length);
        Lab.script("slurm", arguments);
        killed.removeAll(List.of(daemons));
    }

    /** For a failed test: what the nodes and jobs are. */
    String drawn() {
        return run(List.of("sinfo", "-N", "-o", "%N %T %E")) + "\n"
                + run(List.of("squeue", "-o", "%j %T %r %N")).lines().collect(joining("\n"));
    }

    @Override
    public void close() {
        Lab.script("slurm", "down", directory);
    }
}
