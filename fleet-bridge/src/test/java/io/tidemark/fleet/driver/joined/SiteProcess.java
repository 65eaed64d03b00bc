package io.tidemark.fleet.driver.joined;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.ironic.IronicLab;
import io.tidemark.fleet.driver.ironic.IronicOptions;
import io.tidemark.fleet.driver.slurm.SlurmLab;
import io.tidemark.fleet.driver.slurm.SlurmOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A real Ironic and a real Slurm with servers of the same names, in a process of their own: for whoever wants a site to serve,
 * a test of the program or a person. It prints what a configuration says of them, then {@code ready}, and obeys its standard
 * input line by line until that ends: {@code submit NAME NODES} and {@code slurm COMMAND ...}, each answered by what was said
 * and a line with a dot.
 */
public final class SiteProcess {
    private static final PoolId POOL = SlurmLab.SERVERS;

    private SiteProcess() {}

    /** {@code arguments} is how many servers there are. */
    public static void main(String... arguments) throws IOException {
        int servers = Integer.parseInt(arguments[0]);
        try (SlurmLab slurm = SlurmLab.up("a site to serve", servers, 0);
                IronicLab ironic = IronicLab.start()) {
            IntStream.rangeClosed(1, servers)
                    .mapToObj(number -> "hgx" + number)
                    .forEach(name -> ironic.enrol(name, POOL.toString(), name));
            System.out.println(configuration(ironic, slurm.options(), servers));
            System.out.println("ready");
            obey(slurm);
        }
    }

    private static String configuration(IronicLab ironic, SlurmOptions slurm, int servers) {
        IronicOptions metal = ironic.options();
        return """
                schema: 1
                machines: ironic
                ironic:
                  url: %s
                  ramdiskLogs: %s
                  images: "%s"
                  image: {name: %s, digest: "%s"}
                slurm: {url: "%s", user: %s, keyFile: %s, fencePartition: %s}
                pools:
                  - {id: %s, lots: %d, nodes: {feature: hgx_b200}, demand: {kind: slurm}}
                """.formatted(
                        metal.endpoint(),
                        metal.evidence(),
                        metal.imageUrl(),
                        ironic.machines.image().name(),
                        ironic.machines.image().digest(),
                        slurm.endpoint(),
                        slurm.token().user(),
                        slurm.token().file(),
                        slurm.fencePartition(),
                        POOL,
                        servers);
    }

    private static void obey(SlurmLab slurm) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            List<String> words = Arrays.asList(line.strip().split(" "));
            if (words.get(0).equals("submit")) {
                slurm.submit(words.get(1), Integer.parseInt(words.get(2)), "--exclusive", "-C", "hgx_b200");
            } else if (words.get(0).equals("slurm")) {
                System.out.println(slurm.run(words.subList(1, words.size())));
            }
            System.out.println(".");
        }
    }
}
