package io.tidemark.fleet.driver.ironic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.fleet.driver.Isolation;
import io.tidemark.fleet.driver.Isolation.Kind;
import io.tidemark.fleet.driver.Isolation.Partition;
import org.junit.jupiter.api.Test;

class PartitionsTest {
    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(text, wrong);
        }
    }

    @Test
    void whatTheSiteWroteOnTheNodeAndItsPortsIsSaidOnce() {
        Isolation isolation = Partitions.of(
                json("{'extra': {'tidemark_vlan': 1101, 'tidemark_nvlink_partition': 'p7', 'tidemark_network': null}}"),
                json("{'ports': [{'extra': {'tidemark_vlan': '1101', 'tidemark_infiniband_partition': '0x8123'}},"
                        + " {'extra': {}, 'internal_info': {'tenant_vif_port_id': 'a-port'}}]}"));
        assertThat(isolation.partitions())
                .containsExactly(
                        new Partition(Kind.VLAN, "1101"),
                        new Partition(Kind.NVLINK_PARTITION, "p7"),
                        new Partition(Kind.INFINIBAND_PARTITION, "0x8123"),
                        new Partition(Kind.NETWORK, "a-port"));
    }

    @Test
    void aSiteThatWroteNothingHasNothingToReport() {
        assertThat(Partitions.of(json("{'extra': {'tidemark_pool': 'B200X8.PRN1'}}"), json("{'ports': []}")))
                .isEqualTo(Isolation.NONE_REPORTED);
    }
}
