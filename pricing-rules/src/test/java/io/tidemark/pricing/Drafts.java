package io.tidemark.pricing;

import io.tidemark.pricing.check.Draft;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Drafts that differ and pass their checks. Public for the tests of the other packages. */
public final class Drafts {
    private Drafts() {}

    /**
     * The built-in one, but B200X8 ladders are cut into so many tranches and leases are told of their end so many seconds
     * earlier: one figure of every hour and one of the pool, by which two sets in one tick would show.
     *
     * @param tranches 5 to 8; with 6 it is the built-in one
     */
    public static Draft cutInto(int tranches) {
        Map<String, String> sheets = new TreeMap<>(Draft.builtIn().sheets());
        int notice = 600 + tranches - 6;
        replace(
                sheets,
                "machine",
                ",6,that is the usual level of an HGX",
                "," + tranches + ",that is the usual level of an HGX");
        replace(sheets, "reclaim", "0,8000,600", "0,8000," + notice);
        sheets.computeIfPresent(
                Draft.CASES,
                (name, text) -> Arrays.stream(text.split("\n", -1))
                        .map(line -> line.contains(",B200X8,")
                                ? line.replaceFirst(",6,([345]000),", "," + tranches + ",$1,")
                                : line)
                        .map(line -> line.replaceFirst(",600(,[0-9]+)$", "," + notice + "$1"))
                        .collect(Collectors.joining("\n")));
        return Draft.of(sheets);
    }

    private static void replace(Map<String, String> sheets, String sheet, String from, String to) {
        sheets.computeIfPresent(sheet, (name, text) -> text.replace(from, to));
    }
}
