package io.tidemark.connectors.fix;

import io.tidemark.exchange.contract.MalformedContractException;
import io.tidemark.exchange.contract.Price;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import quickfix.Message;

/** A message as it came in, read field by field; whatever cannot be read is said with what would be right. */
final class Form {
    private static final int SHOWN = 60;
    private static final int TEXT_LIMIT = 18;
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1," + TEXT_LIMIT + "}(\\.0{1,9})?");

    private final Message message;

    Form(Message message) {
        this.message = message;
    }

    Message message() {
        return message;
    }

    String type() {
        return message.getHeader().getOptionalString(35).orElse("");
    }

    Optional<String> find(int tag) {
        return message.getOptionalString(tag);
    }

    /**
     * The text of a field that is needed.
     *
     * @throws BusinessRejectedException if it is not there
     */
    String text(int tag, String name) {
        return find(tag)
                .orElseThrow(() -> new BusinessRejectedException(
                        BusinessReason.FIELD_MISSING,
                        name + " (" + tag + ") is missing; it is needed in this message"));
    }

    /** Whole lots: a quantity may be written with a point, but has nothing behind it. */
    long lots(int tag) {
        String text = text(tag, "OrderQty");
        if (!WHOLE.matcher(text).matches()) {
            throw new RejectedException(
                    RejectReason.LOTS_NOT_WHOLE, "'" + shown(text) + "' is no number of lots", "send a whole number");
        }
        int point = text.indexOf('.');
        return Long.parseLong(point < 0 ? text : text.substring(0, point));
    }

    /** A price in ticks; read as text, never as a floating-point number. */
    long ticks(int tag) {
        String text = text(tag, "Price");
        try {
            return Price.parse(text).ticks();
        } catch (MalformedContractException malformed) {
            throw new RejectedException(
                    RejectReason.PRICE_NOT_ON_TICK, shown(malformed.getMessage()), "send " + malformed.expected());
        }
    }

    /** As much of somebody's text as an answer should carry. */
    static String shown(@Nullable String text) {
        if (text == null) {
            return "";
        }
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
