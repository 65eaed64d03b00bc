package io.tidemark.fleet.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Sku;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.driver.Fence;
import io.tidemark.fleet.driver.LeaseKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written into Slurm and read out of it. */
class SlurmWordsTest {
    private static final PoolId SERVERS = new PoolId(Sku.B200X8, "PRN1");

    @Test
    void listsOfNodesAreReadAsSlurmWritesThem() {
        assertThat(HostList.expand("")).isEmpty();
        assertThat(HostList.expand("a")).containsExactly("a");
        assertThat(HostList.expand("hgx[1-3,7],nvl1-[08-10]"))
                .containsExactly("hgx1", "hgx2", "hgx3", "hgx7", "nvl1-08", "nvl1-09", "nvl1-10");
        assertThat(HostList.expand("r[1-2]t[1-2]-x")).containsExactly("r1t1-x", "r1t2-x", "r2t1-x", "r2t2-x");
        for (String wrong : List.of("a[1-", "a]1[", "a[2-1]", "a[x]", "a[1-999999999]")) {
            assertThatThrownBy(() -> HostList.expand(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aMarkIsReadWhateverSlurmAddsToItAndNobodyElsesIs() {
        FenceMark mark = FenceMark.fenced(new Fence(LeaseKey.house(SERVERS), 17), 1_800_000_000_789L);
        assertThat(mark).hasToString("tidemark fenced house:B200X8.PRN1:0:0 generation 17 at 2027-01-15T08:00:00Z");
        assertThat(FenceMark.read(mark.toString())).contains(mark);
        assertThat(FenceMark.read(mark + " : Not responding")).contains(mark);
        assertThat(FenceMark.read(mark + " [root@2026-11-22T07:14:50]")).contains(mark);
        for (String other : List.of(
                "",
                "fan 3",
                "tidemark fenced",
                "tidemark fenced x generation 3 at 2027-01-15T08:00:00Z",
                "not " + mark)) {
            assertThat(FenceMark.read(other)).as(other).isEmpty();
        }
    }

    /** The example was signed by another program (Python's hmac) with the same key and claims. */
    @Test
    void tokensAreSignedAsRfc7519Says(@TempDir Path directory) throws IOException {
        Path key = Files.writeString(directory.resolve("jwt.key"), "0123456789abcdef0123456789abcdef");
        assertThat(SlurmToken.signedWith("tidemark", key).at(1_800_000_000_000L))
                .isEqualTo(
                        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE3OTk5OTk5NDAsImV4cCI6MTgwMDAwMDYwMCwic3VuIjoidGlkZW1hcmsifQ"
                                + ".fAKJX52Hguu1y3L2uqmutg2UNe9rYqWt64lQYAOTVyU");
    }

    @Test
    void aFileThatHoldsNoKeyOrTokenIsSaidToHoldNone(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("file");
        assertThatThrownBy(() -> SlurmToken.signedWith("tidemark", file).at(0))
                .isInstanceOf(DriverException.class)
                .hasMessageContaining("the key for Slurm cannot be read");
        Files.writeString(file, "short");
        assertThatThrownBy(() -> SlurmToken.signedWith("tidemark", file).at(0))
                .hasMessageContaining("has 5 bytes, expected 16 or more");
        assertThatThrownBy(() -> SlurmToken.readFrom("tidemark", file).at(0))
                .hasMessageContaining("there is no token for Slurm in");
        Files.writeString(file, "SLURM_JWT=a.b.c\n");
        assertThat(SlurmToken.readFrom("tidemark", file).at(0)).isEqualTo("a.b.c");
    }

    @Test
    void optionsThatCannotWorkAreRefusedWithWhatWould() {
        SlurmToken token = SlurmToken.signedWith("tidemark", Path.of("key"));
        SlurmPool pool = SlurmPool.byFeature(SERVERS, "b200", "");
        assertThatThrownBy(() -> new SlurmOptions(
                        URI.create("slurm:6820"), token, "fence", SlurmOptions.USUAL_TIMEOUT, List.of(pool)))
                .hasMessage("endpoint must be like http://slurm.internal:6820: slurm:6820");
        assertThatThrownBy(() -> new SlurmOptions(
                        URI.create("http://slurm:6820"),
                        token,
                        "fence",
                        SlurmOptions.USUAL_TIMEOUT,
                        List.of(pool, pool)))
                .hasMessage("pool B200X8.PRN1 is there twice");
        assertThatThrownBy(() -> SlurmPool.listed(SERVERS, Map.of("a", "hgx[1-2]", "b", "hgx2")))
                .hasMessageContaining("node hgx2 of B200X8.PRN1 is there twice");
    }
}
