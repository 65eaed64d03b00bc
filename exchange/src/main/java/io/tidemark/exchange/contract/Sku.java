package io.tidemark.exchange.contract;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A kind of machine. One lot is one NVLink domain of it: every GPU of a lot reaches every other at full speed. */
public enum Sku {
    /** HGX B200: a server of 8 GPUs. */
    B200X8(8),
    /** GB200 NVL72: a rack sold as 16 healthy compute trays, two kept as spares. */
    GB200R64(64),
    /** GB300 NVL72: as GB200. */
    GB300R64(64);

    private final int gpusPerLot;

    Sku(int gpusPerLot) {
        this.gpusPerLot = gpusPerLot;
    }

    /** How many GPUs one lot holds. */
    public int gpusPerLot() {
        return gpusPerLot;
    }

    /**
     * Reads a code such as {@code "B200X8"}.
     *
     * @throws MalformedContractException if there is no such kind of machine
     */
    public static Sku parse(String code) {
        for (Sku sku : values()) {
            if (sku.name().equals(code)) {
                return sku;
            }
        }
        throw new MalformedContractException(
                "no such SKU: '" + code + "'",
                "one of " + Arrays.stream(values()).map(Sku::name).collect(Collectors.joining(", ")));
    }
}
