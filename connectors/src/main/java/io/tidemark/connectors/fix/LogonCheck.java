package io.tidemark.connectors.fix;

import io.tidemark.connectors.account.Account;
import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.account.SessionBook;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Whether the first message of a connection opens a session: known CompIDs, and the name and key of their account. */
final class LogonCheck {
    /** How we are called. */
    static final String OUR_COMP_ID = "TIDEMARK";

    static final String BEGIN_STRING = "FIXT.1.1";

    private static final String LOGON = "\u000135=A\u0001";

    /** SenderSubID, TargetSubID, SenderLocationID and TargetLocationID: no session of ours has them. */
    private static final Set<String> PARTS_OF_A_FIRM = Set.of("50", "57", "142", "143");

    private final AccountBook accounts;
    private final SessionBook sessions;
    private final Predicate<String> inUse;

    /** A check against these books; {@code inUse} says whether a session has a connection already. */
    LogonCheck(AccountBook accounts, SessionBook sessions, Predicate<String> inUse) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.inUse = inUse;
    }

    /** Why a message does not open a session, for our log only: the peer is told nothing. Empty if it does. */
    Optional<String> objection(String message) {
        Map<String, String> fields = fields(message);
        return stranger(message, fields)
                .or(() -> inUse.test(fields.getOrDefault("49", ""))
                        ? Optional.of("session " + fields.get("49") + " has a connection")
                        : Optional.empty());
    }

    /** The same for a message of a connection that has opened one: a Logon must show the key each time. */
    Optional<String> laterObjection(String message) {
        return message.contains(LOGON) ? stranger(message, fields(message)) : Optional.empty();
    }

    private Optional<String> stranger(String message, Map<String, String> fields) {
        // QuickFIX/J takes the last of two, we would have looked at the first; and it knows no session of this name.
        if (isAmbiguous(message)) {
            return Optional.of("it has a field twice, or one that names a part of a firm");
        }
        if (!BEGIN_STRING.equals(fields.get("8"))) {
            return Optional.of("it does not speak " + BEGIN_STRING);
        }
        if (!"A".equals(fields.get("35"))) {
            return Optional.of("its first message is no Logon");
        }
        String compId = fields.getOrDefault("49", "");
        Optional<Long> number = sessions.accountOf(compId);
        if (!OUR_COMP_ID.equals(fields.get("56")) || number.isEmpty()) {
            return Optional.of("there is no session between these CompIDs");
        }
        Optional<Account> account = accounts.byKey(fields.getOrDefault("554", ""));
        if (account.isEmpty()
                || account.get().number() != number.get()
                || !account.get().name().equals(fields.get("553"))) {
            return Optional.of("name and key are not those of the account of session " + compId);
        }
        if (!account.get().may(Scope.TRADE)) {
            return Optional.of("the key of session " + compId + " may not trade");
        }
        return Optional.empty();
    }

    private static boolean isAmbiguous(String message) {
        Set<String> seen = new HashSet<>(PARTS_OF_A_FIRM);
        return Arrays.stream(message.split("\u0001", -1))
                .filter(field -> !field.isEmpty())
                .anyMatch(field -> !seen.add(field.split("=", 2)[0]));
    }

    /** Who says that he sends it; empty if nobody does. */
    static String sender(String message) {
        return fields(message).getOrDefault("49", "");
    }

    /** The first value of each tag; what is no field is passed over. */
    private static Map<String, String> fields(String message) {
        Map<String, String> fields = new HashMap<>();
        for (String field : message.split("\u0001", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.putIfAbsent(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        return fields;
    }
}
