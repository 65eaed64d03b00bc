package io.tidemark.fleet.driver.ironic;

import io.tidemark.exchange.contract.Sku;
import io.tidemark.fleet.driver.SanitizeStep;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which of Ironic's clean steps is the evidence for which step of a sanitizing, and on how many devices it must have been
 * done. The agent says how many it found; how many there should be is said here, because an agent that does not see a disk
 * does not expect it either.
 *
 * @param steps a name of a clean step for each; no two the same
 * @param devices per SKU and step, on one node
 */
public record SanitizePlan(Map<SanitizeStep, String> steps, Map<Sku, Map<SanitizeStep, Integer>> devices) {
    public SanitizePlan {
        steps = Map.copyOf(steps);
        devices = Map.copyOf(devices);
        if (!steps.keySet().containsAll(List.of(SanitizeStep.values()))) {
            throw new IllegalArgumentException("every step of a sanitizing needs a clean step: " + steps);
        }
        if (steps.values().stream().distinct().count() < steps.size()) {
            throw new IllegalArgumentException("one clean step cannot be the evidence for two: " + steps);
        }
        for (Sku sku : Sku.values()) {
            if (!devices.getOrDefault(sku, Map.of()).keySet().containsAll(List.of(SanitizeStep.values()))) {
                throw new IllegalArgumentException("every step needs a number of devices for " + sku + ": " + devices);
            }
        }
    }

    /** Ironic's own express erase, and the steps that a site's hardware manager must bring. */
    public static SanitizePlan standard() {
        return new SanitizePlan(
                Map.of(
                        SanitizeStep.NVME_CRYPTO_ERASE, "erase_devices_express",
                        SanitizeStep.GPU_MEMORY, "tidemark_gpu_memory",
                        SanitizeStep.SYSTEM_MEMORY, "tidemark_system_memory",
                        SanitizeStep.TPM_RESET, "tidemark_tpm_reset",
                        SanitizeStep.FIRMWARE_ATTESTATION, "tidemark_firmware_attestation",
                        SanitizeStep.NETWORK_ISOLATION, "tidemark_network_isolation"),
                Map.of(Sku.B200X8, devices(8, 20), Sku.GB200R64, devices(4, 12), Sku.GB300R64, devices(4, 12)));
    }

    /** A node with as many NVMe disks and network ports as GPUs, one TPM, and so many firmware images. */
    private static Map<SanitizeStep, Integer> devices(int gpus, int firmware) {
        Map<SanitizeStep, Integer> devices = new EnumMap<>(SanitizeStep.class);
        for (SanitizeStep step : SanitizeStep.values()) {
            devices.put(
                    step,
                    switch (step) {
                        case NVME_CRYPTO_ERASE, GPU_MEMORY, NETWORK_ISOLATION -> gpus;
                        case SYSTEM_MEMORY, TPM_RESET -> 1;
                        case FIRMWARE_ATTESTATION -> firmware;
                    });
        }
        return Map.copyOf(devices);
    }

    /** Of which step a clean step is the evidence, if of any. */
    Optional<SanitizeStep> evidenceOf(String cleanStep) {
        return steps.entrySet().stream()
                .filter(entry -> entry.getValue().equals(cleanStep))
                .map(Map.Entry::getKey)
                .findAny();
    }

    int expected(Sku sku, SanitizeStep step) {
        return devices.getOrDefault(sku, Map.of()).getOrDefault(step, 0);
    }
}
