package io.tidemark.connectors.rest;

import io.tidemark.exchange.pool.Reply.Refused;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A problem as RFC 9457 has it, with what a program and a person need besides.
 *
 * @param code stable, upper-case; what a program should look at
 * @param detail what was found, a sentence
 * @param field the field or parameter at fault
 * @param remedy what would work, a sentence
 * @param alternatives values that would have been right, the likeliest first
 * @param line of the body at which reading stopped, from 1
 */
record Problem(
        String type,
        String title,
        int status,
        String code,
        String detail,
        @Nullable String field,
        String remedy,
        @Nullable List<String> alternatives,
        @Nullable Integer line,
        @Nullable Integer column) {
    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(ProblemCode code, String detail, String remedy) {
        return of(code.status(), code.name(), code.title(), detail, remedy);
    }

    static Problem of(Refused refused) {
        return of(
                        RefusalStatus.of(refused.reason()),
                        refused.reason().name(),
                        RefusalStatus.title(refused.reason()),
                        refused.problem(),
                        refused.remedy())
                .at(refused.field());
    }

    private static Problem of(int status, String code, String title, String detail, String remedy) {
        String type = "urn:tidemark:problem:" + code.toLowerCase(Locale.ROOT).replace('_', '-');
        return new Problem(type, title, status, code, sentence(detail), null, sentence(remedy), null, null, null);
    }

    Problem at(String where) {
        return new Problem(type, title, status, code, detail, where, remedy, alternatives, line, column);
    }

    Problem or(List<String> others) {
        return new Problem(type, title, status, code, detail, field, remedy, others, line, column);
    }

    Problem in(int bodyLine, int bodyColumn) {
        return new Problem(type, title, status, code, detail, field, remedy, alternatives, bodyLine, bodyColumn);
    }

    ProblemException asException() {
        return new ProblemException(this);
    }

    /** The engine speaks in phrases; people read sentences. */
    private static String sentence(String phrase) {
        String begun = phrase.substring(0, 1).toUpperCase(Locale.ROOT) + phrase.substring(1);
        return begun.endsWith(".") || begun.endsWith("?") ? begun : begun + ".";
    }
}
