package io.tidemark.simulations.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How numbers and times are written, and how foreign text is kept from being markup. */
final class Text {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("d MMM yyyy HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private Text() {}

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** Four significant digits, thousands apart: 1,234,568; 12.35; 0.01235. */
    static String number(double value) {
        return number(value, 4);
    }

    /** Two significant digits: more of a half-width is noise. */
    static String roughly(double value) {
        return number(value, 2);
    }

    private static String number(double value, int significant) {
        if (value == 0) {
            return "0";
        }
        double size = Math.abs(value);
        if (size < 1e-6) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        int digits = (int) Math.max(0, significant - 1 - StrictMath.floor(StrictMath.log10(size)));
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    /** As short as an axis likes it: 2.5k, 40M, 0.25. */
    static String axis(double value) {
        double size = Math.abs(value);
        if (size >= 1e9) {
            return trimmed(value / 1e9) + "G";
        } else if (size >= 1e6) {
            return trimmed(value / 1e6) + "M";
        } else if (size >= 1e4) {
            return trimmed(value / 1e3) + "k";
        }
        return trimmed(value);
    }

    private static String trimmed(double value) {
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    static String time(long millis) {
        return MINUTE.format(Instant.ofEpochMilli(millis));
    }
}
