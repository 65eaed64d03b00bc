package io.tidemark.exchange.contract;

/** Lots are a plain {@code long} in the engine; this class puts how many there are into words, for whoever is answered. */
public final class Lots {
    private Lots() {}

    /** {@code "1 lot"}, {@code "4 lots"}. */
    public static String format(long lots) {
        return lots + (lots == 1 ? " lot" : " lots");
    }

    /** With what they do: {@code "1 lot runs"}, {@code "4 lots run"} of {@code "runs", "run"}. */
    public static String doing(long lots, String one, String more) {
        return format(lots) + " " + (lots == 1 ? one : more);
    }

    /** Without exception: {@code "the lot"}, {@code "all 4 lots"}. */
    public static String all(long lots) {
        return lots == 1 ? "the lot" : "all " + format(lots);
    }
}
