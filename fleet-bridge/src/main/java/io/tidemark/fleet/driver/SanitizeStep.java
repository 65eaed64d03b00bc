package io.tidemark.fleet.driver;

/** What must be done to a node between two holders. A sanitizing is good only if every one of these was done and passed. */
public enum SanitizeStep {
    NVME_CRYPTO_ERASE,
    GPU_MEMORY,
    SYSTEM_MEMORY,
    TPM_RESET,
    /** Firmware validated anew against known hashes, and attested. */
    FIRMWARE_ATTESTATION,
    /** The last holder's networks are gone from its ports. */
    NETWORK_ISOLATION
}
