package io.tidemark.connectors.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.exchange.audit.HeadKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandOverCertificateTest {
    private static final HandOverCertificate CERTIFICATE = new HandOverCertificate(
            HandOverCertificate.FORMAT,
            "B200X8.PRN1-F-2026112105",
            "B200X8.PRN1",
            "alice",
            "b200x8-prn1-0001-01",
            "b200x8-prn1-0001",
            true,
            "2026-11-21T04:58:00Z",
            4711,
            12,
            List.of(new HandOverCertificate.Step(
                    "NVME_CRYPTO_ERASE",
                    "NVMe Format, cryptographic erase",
                    "nvme-cli 2.8",
                    8,
                    8,
                    "PASSED",
                    "2026-11-21T04:30:00Z",
                    "2026-11-21T04:31:00Z",
                    "ab".repeat(32))),
            new HandOverCertificate.Isolation(
                    true,
                    List.of(
                            new HandOverCertificate.Partition("VLAN", "1101"),
                            new HandOverCertificate.Partition("INFINIBAND_PARTITION", "0x8123"))));

    @TempDir
    Path directory;

    private HeadKey key;

    @BeforeEach
    void makeAKey() {
        key = HeadKey.openOrCreate(directory.resolve("keys"));
    }

    private void assertRefused(String text, String why) {
        assertThatExceptionOfType(CertificateRefusedException.class)
                .isThrownBy(() -> HandOverCertificate.verified(text, key.publicKey()))
                .withMessageContaining(why);
    }

    private static List<String> parts(String text) {
        return List.of(text.split("\\.", -1));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatWasSignedIsReadAgainAndTheSameWordsHaveTheSameSignature() {
        String text = CERTIFICATE.signedBy(key);
        assertThat(text).isEqualTo(CERTIFICATE.signedBy(key)).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
        assertThat(HandOverCertificate.verified(text + "\n", key.publicKey())).isEqualTo(CERTIFICATE);
    }

    @Test
    void itIsAJsonWebSignatureAsOthersReadThem() {
        List<String> parts = parts(CERTIFICATE.signedBy(key));
        assertThat(new String(Base64.getUrlDecoder().decode(parts.get(0)), StandardCharsets.UTF_8))
                .isEqualTo("{\"alg\":\"EdDSA\",\"kid\":\"" + key.fingerprint() + "\"}");
        assertThat(new String(Base64.getUrlDecoder().decode(parts.get(1)), StandardCharsets.UTF_8))
                .contains("\"simulated\":true", "\"journalSequence\":4711", "\"devicesFound\":8");
        assertThat(Base64.getUrlDecoder().decode(parts.get(2))).hasSize(64);
    }

    @Test
    void aChangedLetterAnywhereIsNoticed() {
        String text = CERTIFICATE.signedBy(key);
        // The last letter of a part may carry bits that mean nothing.
        for (int at = 0; at < text.length(); at++) {
            boolean lastOfAPart = at + 1 == text.length() || text.charAt(at + 1) == '.';
            if (text.charAt(at) != '.' && !lastOfAPart) {
                char other = text.charAt(at) == 'A' ? 'B' : 'A';
                String changed = text.substring(0, at) + other + text.substring(at + 1);
                assertThatExceptionOfType(CertificateRefusedException.class)
                        .as("letter %d", at)
                        .isThrownBy(() -> HandOverCertificate.verified(changed, key.publicKey()));
            }
        }
    }

    @Test
    void aCertificateOfSomebodyElseSaysWhose() {
        HeadKey other = HeadKey.openOrCreate(directory.resolve("other"));
        assertRefused(CERTIFICATE.signedBy(other), "signed by key " + other.fingerprint());
    }

    @Test
    void nobodyChoosesAnotherAlgorithmOrNone() {
        String payload = parts(CERTIFICATE.signedBy(key)).get(1);
        assertRefused(base64("{\"alg\":\"none\"}") + "." + payload + ".", "signed by none");
        assertRefused(base64("{}") + "." + payload + ".", "not by EdDSA");
        assertRefused(base64("{\"alg\":\"EdDSA\",\"crit\":[\"x\"]}") + "." + payload + ".AAAA", "EdDSA");
    }

    @Test
    void aCertificateOfTheFormatBeforeIsReadAndSaysNothingOfIsolation() {
        String old = """
                {"account":"alice","domain":"d","format":1,"journalSequence":4711,"leaseId":"l","node":"n","pool":"p",\
                "readyAt":"2026-11-21T04:58:00Z","sanitizing":12,"simulated":true,"steps":[]}""";
        HandOverCertificate read =
                HandOverCertificate.verified(Jws.sign(old.getBytes(StandardCharsets.UTF_8), key), key.publicKey());
        assertThat(read.format()).isEqualTo(1);
        assertThat(read.journalSequence()).isEqualTo(4711);
        assertThat(read.isolation()).isEqualTo(HandOverCertificate.Isolation.NOT_RECORDED);
        assertRefused(
                Jws.sign(old.replace("\"format\":1", "\"format\":2").getBytes(StandardCharsets.UTF_8), key),
                "no certificate");
    }

    @Test
    void whatIsNoCertificateIsRefusedWithAReason() {
        assertRefused("", "three parts");
        assertRefused("hello", "three parts");
        assertRefused("a.b.c", "cannot be read");
        assertRefused("!!.!!.!!", "cannot be read");
        assertRefused(Jws.sign("{\"format\":1}".getBytes(StandardCharsets.UTF_8), key), "no certificate");
        HandOverCertificate later = new HandOverCertificate(
                3, "", "", "", "", "", true, "", 0, 0, List.of(), HandOverCertificate.Isolation.NOT_RECORDED);
        assertRefused(later.signedBy(key), "of format 3");
    }
}
