package io.tidemark.connectors.fix;

import io.tidemark.exchange.book.SelfMatch;
import io.tidemark.exchange.book.TimeInForce;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import quickfix.field.ExecInst;
import quickfix.field.ExpireDate;
import quickfix.field.ExpireTime;
import quickfix.field.OrdType;
import quickfix.field.Price;

/** Reads the terms of a NewOrderSingle: 40, 59, 126, 18 and 20003. */
final class TermsForm {
    private static final List<String> INSTRUCTIONS = List.of(OrderTerms.ALL_OR_NONE, OrderTerms.POST_ONLY);
    private static final int NANO_DIGITS = 9;

    /** As FIX writes an instant, with as much of a second as the sender likes. */
    private static final DateTimeFormatter UTC = new DateTimeFormatterBuilder()
            .appendPattern("uuuuMMdd-HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, NANO_DIGITS, true)
            .toFormatter(Locale.ROOT);

    private TermsForm() {}

    /**
     * Reads them.
     *
     * @throws RejectedException or {@link BusinessRejectedException} if they cannot be passed on
     */
    static OrderTerms read(Form form) {
        boolean atMarket = isAtMarket(form);
        TimeInForce timeInForce = timeInForce(form, atMarket);
        List<String> instructions = instructions(form);
        return new OrderTerms(
                timeInForce,
                instructions.contains(OrderTerms.ALL_OR_NONE),
                atMarket,
                expiresAt(form, timeInForce),
                instructions.contains(OrderTerms.POST_ONLY),
                selfMatch(form));
    }

    private static boolean isAtMarket(Form form) {
        String text = form.text(OrdType.FIELD, "OrdType");
        return switch (text) {
            case OrderTerms.LIMIT -> false;
            case OrderTerms.MARKET -> {
                if (form.find(Price.FIELD).isPresent()) {
                    throw contradiction("a market order has no limit", "leave Price (44) out, or send OrdType (40) 2");
                }
                yield true;
            }
            default ->
                throw unsupported(
                        "OrdType " + Form.shown(text) + " is not known here",
                        "send OrdType (40) 2 with a Price (44), or 1 without one");
        };
    }

    private static TimeInForce timeInForce(Form form, boolean atMarket) {
        Optional<String> text = form.find(quickfix.field.TimeInForce.FIELD);
        TimeInForce read = switch (text.orElse(atMarket ? "3" : "1")) {
            case "1" -> TimeInForce.GTC;
            case "3" -> TimeInForce.IOC;
            case "4" -> TimeInForce.FOK;
            case "6" -> TimeInForce.GTD;
            default ->
                throw unsupported(
                        "TimeInForce " + Form.shown(text.orElse("")) + " is not known here",
                        "send TimeInForce (59) 1 (until the gate), 3, 4, or 6 with an ExpireTime (126)");
        };
        if (atMarket && read != TimeInForce.IOC) {
            throw contradiction(
                    "a market order takes what is there at once, and " + read + " is something else",
                    "send TimeInForce (59) 3 or none");
        }
        return read;
    }

    private static long expiresAt(Form form, TimeInForce timeInForce) {
        if (form.find(ExpireDate.FIELD).isPresent()) {
            throw unsupported(
                    "a day is no instant, and this market has no end of day",
                    "send ExpireTime (126), in UTC, instead of ExpireDate (432)");
        }
        if (timeInForce == TimeInForce.GTD) {
            String text = form.text(ExpireTime.FIELD, "ExpireTime");
            try {
                return LocalDateTime.parse(text, UTC).toInstant(ZoneOffset.UTC).toEpochMilli();
            } catch (DateTimeException unreadable) {
                throw unsupported(
                        "'" + Form.shown(text) + "' is no instant",
                        "send ExpireTime (126) in UTC, such as 20261121-05:30:00");
            }
        } else if (form.find(ExpireTime.FIELD).isPresent()) {
            throw contradiction(
                    timeInForce + " does not end at an instant of its own",
                    "send TimeInForce (59) 6, or leave ExpireTime (126) out");
        }
        return 0;
    }

    static List<String> instructions(Form form) {
        String text = form.find(ExecInst.FIELD).orElse("");
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> all = Arrays.asList(text.split(" ", -1));
        if (!INSTRUCTIONS.containsAll(all)) {
            throw unsupported(
                    "ExecInst '" + Form.shown(text) + "' is not known here",
                    "send ExecInst (18) G (all or none), 6 (post-only), both, or none");
        }
        return all;
    }

    private static SelfMatch selfMatch(Form form) {
        String text = form.find(Tag.SELF_MATCH).orElse(SelfMatch.CANCEL_RESTING.name());
        List<String> names = Arrays.stream(SelfMatch.values()).map(Enum::name).toList();
        if (!names.contains(text)) {
            throw unsupported(
                    "'" + Form.shown(text) + "' is no way to treat a self-match",
                    "send " + Tag.SELF_MATCH + " with one of " + String.join(", ", names) + ", or none");
        }
        return SelfMatch.valueOf(text);
    }

    private static RejectedException contradiction(String problem, String remedy) {
        return new RejectedException(RejectReason.TERMS_CONTRADICT, problem, remedy);
    }

    private static RejectedException unsupported(String problem, String remedy) {
        return new RejectedException(RejectReason.NOT_SUPPORTED, problem, remedy);
    }
}
