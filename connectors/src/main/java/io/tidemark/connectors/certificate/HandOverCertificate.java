package io.tidemark.connectors.certificate;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.exchange.audit.HeadKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.List;

/**
 * What a certificate says. Instants are texts in UTC, of market time.
 *
 * @param format how it is read; {@value #FORMAT} is this one
 * @param leaseId as its holder knows it
 * @param account of the holder
 * @param node by the name that the fleet has for it
 * @param domain the NVLink domain that was handed over, with this node in it
 * @param simulated whether there is no machine behind it
 * @param readyAt when the last node of the domain passed its health check
 * @param journalSequence of the command in the pool's log with which this delivery began
 * @param sanitizing number of the sanitizing among those of all nodes
 * @param steps what was done, in its order
 * @param isolation what kept its holder's network apart from others'
 */
@JsonPropertyOrder(alphabetic = true)
public record HandOverCertificate(
        int format,
        String leaseId,
        String pool,
        String account,
        String node,
        String domain,
        boolean simulated,
        String readyAt,
        long journalSequence,
        long sanitizing,
        List<Step> steps,
        Isolation isolation) {
    /** The format that this release writes. It reads the one before as well, which said nothing of isolation. */
    public static final int FORMAT = 2;

    private static final int WITHOUT_ISOLATION = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            // A question that a record answers is no part of it.
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    public HandOverCertificate {
        steps = List.copyOf(steps);
    }

    /**
     * A step of the sanitizing.
     *
     * @param step such as {@code NVME_CRYPTO_ERASE}
     * @param method how, in the words of its standard
     * @param tool what did it, with its version
     * @param devicesFound how many devices it was done to
     * @param devicesExpected how many the inventory has
     * @param result PASSED or FAILED
     * @param evidenceSha256 of the tool's own log
     */
    @JsonPropertyOrder(alphabetic = true)
    public record Step(
            String step,
            String method,
            String tool,
            int devicesFound,
            int devicesExpected,
            String result,
            String startedAt,
            String endedAt,
            String evidenceSha256) {
        /** Whether it passed, on every device there should be. */
        public boolean isGood() {
            return result.equals("PASSED") && devicesFound == devicesExpected;
        }
    }

    /**
     * The identifiers of the tenant's own networks, in the words of the fleet's driver.
     *
     * @param recorded whether the driver was asked when the node was handed over; if so, and there are none, it has none to
     *     report
     */
    @JsonPropertyOrder(alphabetic = true)
    public record Isolation(boolean recorded, List<Partition> partitions) {
        public static final Isolation NOT_RECORDED = new Isolation(false, List.of());

        public Isolation {
            partitions = List.copyOf(partitions);
        }
    }

    /**
     * A part of a network that no other tenant had.
     *
     * @param kind such as {@code VLAN}, {@code INFINIBAND_PARTITION} or {@code NVLINK_PARTITION}
     * @param id what the network calls it
     */
    @JsonPropertyOrder(alphabetic = true)
    public record Partition(String kind, String id) {}

    /** The certificate, signed: one line of text. */
    public String signedBy(HeadKey key) {
        try {
            return Jws.sign(JSON.writeValueAsBytes(this), key);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Reads a certificate, if the holder of the key has signed it.
     *
     * @throws CertificateRefusedException if it is none, or somebody else's, or was changed
     */
    public static HandOverCertificate verified(String text, PublicKey by) {
        byte[] payload = Jws.verified(text.strip(), by);
        try {
            JsonNode tree = JSON.readTree(payload);
            int format = tree.path("format").asInt();
            if (tree.has("format") && (format < WITHOUT_ISOLATION || format > FORMAT)) {
                throw new CertificateRefusedException(
                        "it is signed, and of format " + format + ", which this release does not know");
            }
            if (format == WITHOUT_ISOLATION && tree instanceof ObjectNode old && !tree.has("isolation")) {
                old.set("isolation", JSON.valueToTree(Isolation.NOT_RECORDED));
            }
            return JSON.treeToValue(tree, HandOverCertificate.class);
        } catch (IOException other) {
            throw new CertificateRefusedException(
                    "it is signed, and no certificate of a hand-over: " + new String(payload, StandardCharsets.UTF_8));
        }
    }
}
