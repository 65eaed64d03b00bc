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

/** A real Slurm with a few HGX servers, and a rack or none, started for a test class and stopped after it. */
public final class SlurmLab implements AutoCloseable {
    public static final PoolId SERVERS = new PoolId(Sku.B200X8, "PRN1");
    static final PoolId RACKS = new PoolId(Sku.GB200R64, "PRN1");

    private static final int TRAYS = 18;
    private static final String USER = System.getProperty("user.name");

    private final Path directory = Lab.directory("slurm");
    private final int servers;
    private final int racks;
    private final int base;

    private final Set<String> killed = new TreeSet<>();

    private SlurmLab(int servers, int racks) {
        this.servers = servers;
        this.racks = racks;
        this.base = Lab.ports(nodes() + 2);
    }

    /** With three servers and a rack. */
    static SlurmLab up(String untested) {
        return up(untested, 3, 1);
    }

    /**
     * With servers {@code hgx1 ...} in the pool {@link #SERVERS}.
     *
     * @param untested what is not tested if there is no Slurm here
     */
    public static SlurmLab up(String untested, int servers, int racks) {
        Lab.tree("slurm", untested);
        SlurmLab lab = new SlurmLab(servers, racks);
        Lab.afterwards(lab.directory, "slurm", "down", lab.directory);
        Lab.script("slurm", "up", lab.directory, lab.base, servers, racks);
        SlurmRest rest = new SlurmRest(lab.options());
        Lab.until("slurmrestd answers", () -> {
            try {
                return rest.nodes(System.currentTimeMillis()).size() == lab.nodes();
            } catch (DriverException notYet) {
                return false;
            }
        });
        return lab;
    }

    private int nodes() {
        return servers + racks * TRAYS;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + (base + 1));
    }

    public SlurmOptions options() {
        return options(endpoint());
    }

    SlurmOptions options(URI endpoint) {
        SlurmPool hgx = SlurmPool.byFeature(SERVERS, "hgx_b200", "");
        return new SlurmOptions(
                endpoint,
                SlurmToken.signedWith(USER, key()),
                "fence",
                SlurmOptions.USUAL_TIMEOUT,
                racks == 0 ? List.of(hgx) : List.of(hgx, SlurmPool.byFeature(RACKS, "gb200_nvl72", "rack[0-9]+")));
    }

    Path key() {
        return directory.resolve("jwt.key");
    }

    /** Submits internal work that lasts until it is cancelled. */
    public void submit(String name, int nodes, String... more) {
        run(
                Arrays.asList(
                        "sbatch", "-J", name, "-N" + nodes, "-o", "/dev/null", "-D", "/", "--wrap", "exec sleep 600"),
                more);
    }

    /** What a job does, in squeue's words: {@code "RUNNING"}, or {@code "PENDING Resources"}; empty if it is not there. */
    public String job(String name) {
        return run(List.of("squeue", "-h", "--name=" + name, "-o", "%T %r")).replace(" None", "");
    }

    /** Whether a job waits for nodes that are drained; Slurm has more than one way to say so, by who has looked at it last. */
    public boolean waitsForNodes(String job) {
        String state = job(job);
        return state.startsWith("PENDING ReqNodeNotAvail")
                || state.startsWith("PENDING Nodes required for job are DOWN");
    }

    /** Where a job runs. */
    public Set<NodeRef> nodesOf(String job) {
        return HostList.expand(run(List.of("squeue", "-h", "--name=" + job, "-o", "%N"))).stream()
                .map(NodeRef::new)
                .collect(Collectors.toSet());
    }

    /** Ends all work, gives all nodes back and waits until every one is idle again. */
    void tidy() {
        start(killed.toArray(String[]::new));
        run(List.of("bash", "-c", "scancel -f $(squeue -h -o %i) 2>/dev/null; true"));
        Lab.until("no job is left", () -> run(List.of("squeue", "-h")).isEmpty());
        String all = "node=hgx[1-" + servers + "]" + (racks == 0 ? "" : ",nvl[1-" + racks + "]-[01-" + TRAYS + "]");
        run(List.of("scontrol", "update", all, "reason=Not responding", "comment="));
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

    /** Runs a client command, and gives what it printed. */
    public String run(List<String> command, String... more) {
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
    public void kill(String daemon) {
        Lab.kill(directory.resolve("run").resolve(daemon + ".pid"));
        killed.add(daemon);
    }

    /** Starts again what was killed. */
    public void start(String... daemons) {
        Object[] arguments = new Object[2 + daemons.length];
        arguments[0] = "start";
        arguments[1] = directory;
        System.arraycopy(daemons, 0, arguments, 2, daemons.length);
        Lab.script("slurm", arguments);
        killed.removeAll(List.of(daemons));
    }

    /** For a failed test: what the nodes and jobs are. */
    public String drawn() {
        return run(List.of("sinfo", "-N", "-o", "%N %T %E")) + "\n"
                + run(List.of("squeue", "-o", "%j %T %r %N")).lines().collect(joining("\n"));
    }

    @Override
    public void close() {
        Lab.script("slurm", "down", directory);
    }
}
