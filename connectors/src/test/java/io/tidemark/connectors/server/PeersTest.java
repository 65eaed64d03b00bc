package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.connectors.server.VenueConfig.Membership;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeersTest {
    @Test
    void theOnlyPeerOfThisMachineIsThisOne() {
        assertThat(Peers.membership(List.of("192.0.2.7:5701", "127.0.0.1:5701"), Optional.empty()))
                .isEqualTo(new Membership("127.0.0.1:5701", List.of("192.0.2.7:5701", "127.0.0.1:5701")));
    }

    @Test
    void ofTwoOnOneMachineTheMemberIsNamed() {
        List<String> peers = List.of("127.0.0.1:5701", "127.0.0.1:5702");
        assertThatThrownBy(() -> Peers.membership(peers, Optional.empty()))
                .hasMessageContaining("more than one")
                .hasMessageContaining("--member HOST:PORT");
        assertThat(Peers.membership(peers, Optional.of("127.0.0.1:5702")).address())
                .isEqualTo("127.0.0.1:5702");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1|127.0.0.1|an address is host:port",
                "127.0.0.1:99999|127.0.0.1:99999|a number from 1 to 65535",
                "127.0.0.1:5701,127.0.0.1:5701|127.0.0.1:5701|there twice",
                "127.0.0.1:5701,127.0.0.1:5702|127.0.0.1:5703|is not among --peers",
                "192.0.2.7:5701,192.0.2.8:5701|192.0.2.7:5701|this machine has no address 192.0.2.7",
                "0.0.0.0:5701,127.0.0.1:5702|0.0.0.0:5701|this machine has no address 0.0.0.0",
            })
    void whatMakesNoClusterIsRefusedWithWhatWould(String peers, String member, String expected) {
        assertThatThrownBy(() -> Peers.membership(List.of(peers.split(",")), Optional.of(member)))
                .isInstanceOf(MalformedPeersException.class)
                .hasMessageContaining(expected);
    }
}
