package io.tidemark.exchange.cluster;

import static io.tidemark.exchange.cluster.ClusteredExchangeTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidemark.exchange.cluster.Customers.Ack;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.postgres.TestServer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Three members on three machines, with customers at each, and cuts between them; all reach the database. Whatever anybody was
 * told on either side of a cut must be in the one journal, once.
 */
class CutNetworkTest {
    private static final int MACHINES = 3;
    private static final int PORT = 5701;
    private static final long NOTICED_MILLIS = 8_000;

    private final List<MemberProcess> members = new ArrayList<>();
    private final String url = TestServer.shared().newDatabase();
    private Network network;

    @BeforeEach
    void layNetwork() throws IOException, InterruptedException {
        String obstacle = Network.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> "SKIPPED, nothing is known about cut networks here: " + obstacle);
        network = new Network(MACHINES);
        int port = network.open(URI.create(url.substring("jdbc:".length())).getPort());
        String fromOutside = "jdbc:postgresql://" + network.host() + ":" + port + url.substring(url.lastIndexOf('/'));
        List<String> addresses = IntStream.range(0, MACHINES)
                .mapToObj(i -> network.address(i) + ":" + PORT)
                .toList();
        for (int i = 0; i < MACHINES; i++) {
            members.add(new MemberProcess(fromOutside, addresses.get(i), addresses, 2, network.on(i)));
        }
        for (MemberProcess member : members) {
            member.awaitReady();
        }
        awaitProgress("at the start", 0, 1, 2);
    }

    @AfterEach
    void takeDown() {
        members.forEach(MemberProcess::close);
        if (network != null) {
            network.close();
        }
    }

    private void awaitProgress(String when, int... at) throws InterruptedException {
        for (int i : at) {
            int before = members.get(i).acks().size();
            await(
                    "customers of member " + i + " are served " + when,
                    () -> members.get(i).acks().size() > before + 20);
        }
    }

    /** The cut is real: the smaller side acknowledges nothing. */
    private void requireSilence(int at) throws InterruptedException {
        int before = members.get(at).acks().size();
        Thread.sleep(1_000);
        assertThat(members.get(at).acks())
                .as("acknowledged by member " + at + " alone")
                .hasSize(before);
    }

    private void leaveAndAudit() throws IOException, InterruptedException {
        Collection<Ack> acks = new ArrayList<>();
        for (MemberProcess member : members.subList(1, MACHINES)) {
            assertThat(member.leave()).isEqualTo("wrong []");
        }
        // The last one alone is fewer than two of three, and serves nobody.
        members.get(0).kill();
        members.forEach(member -> acks.addAll(member.acks()));
        Cluster two = Cluster.of(url, 2);
        try (ClusteredExchange exchange = two.join(0);
                Journal journal = two.journal()) {
            await("all is served", () -> Cluster.POOLS.stream().allMatch(exchange::serves));
            Audit.of(journal).holds(acks).agreesWith(exchange);
        }
    }

    @Test
    void theSmallerSideStopsAndTheLargerGoesOnAndTheyMeetAgain() throws IOException, InterruptedException {
        network.isolate(2);
        awaitProgress("while one is cut off", 0, 1);
        Thread.sleep(NOTICED_MILLIS);
        awaitProgress("after the cut was noticed", 0, 1);
        requireSilence(2);
        network.rejoin(2);
        awaitProgress("after it was mended", 0, 1, 2);
        leaveAndAudit();
    }

    /** A minute and a half: {@code -Dtidemark.cuts=4} says how often the network comes and goes. */
    @Test
    @EnabledIfSystemProperty(
            named = "tidemark.cuts",
            matches = "[0-9]+",
            disabledReason = "long; -Dtidemark.cuts=4 runs it")
    void cutsThatGoOneWayOrComeAndGoLoseNothing() throws IOException, InterruptedException {
        network.cut(2, 0);
        network.cut(2, 1);
        Thread.sleep(NOTICED_MILLIS);
        awaitProgress("while one hears and is not heard", 0, 1);
        requireSilence(2);
        network.rejoin(2);
        awaitProgress("after it was mended", 0, 1, 2);
        for (int flap = 0; flap < Integer.getInteger("tidemark.cuts"); flap++) {
            network.isolate(1);
            Thread.sleep(1_500);
            network.rejoin(1);
            Thread.sleep(1_500);
        }
        awaitProgress("after the flapping", 0, 1, 2);
        leaveAndAudit();
    }
}
