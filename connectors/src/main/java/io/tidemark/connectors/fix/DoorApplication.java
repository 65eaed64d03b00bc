package io.tidemark.connectors.fix;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import quickfix.Application;
import quickfix.Message;
import quickfix.RejectLogon;
import quickfix.Session;
import quickfix.SessionID;
import quickfix.UnsupportedMessageType;
import quickfix.field.DefaultApplVerID;
import quickfix.field.HeartBtInt;
import quickfix.field.MsgType;

/** What QuickFIX/J calls: it puts messages into inboxes and does nothing else, since one thread serves all sessions. */
final class DoorApplication implements Application {
    /** ExecRestatementReason of FIX Latest: cancelled on connection loss, and on logout. */
    static final int ON_CONNECTION_LOSS = 12;

    static final int ON_LOGOUT = 13;

    private static final Set<String> TAKEN = Set.of(
            MsgType.ORDER_SINGLE,
            MsgType.ORDER_CANCEL_REQUEST,
            MsgType.ORDER_CANCEL_REPLACE_REQUEST,
            MsgType.ORDER_MASS_CANCEL_REQUEST,
            MsgType.ORDER_STATUS_REQUEST,
            MsgType.SECURITY_LIST_REQUEST);

    /** Without heartbeats a dead connection would hold its session for ever. */
    private static final Pattern HEARTBEAT = Pattern.compile("[1-9]|[1-5][0-9]|60");

    private static final String FIX_5_0_SP2 = "9";

    private final Firms firms;
    private final Keeping keeping;
    private final Departures departures;
    private final Runnable wake;
    private final FixListener messages;
    private final Set<String> loggedOut = ConcurrentHashMap.newKeySet();

    DoorApplication(Firms firms, Keeping keeping, Departures departures, Runnable wake, FixListener messages) {
        this.firms = firms;
        this.keeping = keeping;
        this.departures = departures;
        this.wake = wake;
        this.messages = messages;
    }

    @Override
    public void onCreate(SessionID session) {
        // Whoever makes a session has made its line and its inbox before.
    }

    @Override
    public void onLogon(SessionID session) {
        loggedOut.remove(session.getTargetCompID());
        wake.run();
    }

    @Override
    public void onLogout(SessionID session) {
        String compId = session.getTargetCompID();
        departures.of(compId, loggedOut.remove(compId) ? ON_LOGOUT : ON_CONNECTION_LOSS);
    }

    @Override
    public void toAdmin(Message message, SessionID session) {
        messages.sent(type(message));
    }

    @Override
    public void fromAdmin(Message message, SessionID session) throws RejectLogon {
        String type = type(message);
        messages.received(type);
        if (type.equals(MsgType.LOGON)) {
            // The key was right: its owner may count this message, and hears what is wrong with it.
            if (!HEARTBEAT
                    .matcher(message.getOptionalString(HeartBtInt.FIELD).orElse(""))
                    .matches()) {
                throw new RejectLogon("send HeartBtInt (108) 1 to 60");
            }
            if (!message.getOptionalString(DefaultApplVerID.FIELD).orElse("").equals(FIX_5_0_SP2)) {
                throw new RejectLogon("send DefaultApplVerID (1137) 9, which is FIX 5.0 SP2");
            }
            boolean keeps = message.getOptionalString(Tag.CANCEL_ON_DISCONNECT)
                    .map("N"::equals)
                    .orElse(false);
            try {
                keeping.cancelOnDisconnect(session.getTargetCompID(), !keeps);
            } catch (SharedTablesException away) {
                throw new RejectLogon("the door cannot write down what you ask for; log on again in a moment");
            }
        } else if (type.equals(MsgType.LOGOUT)) {
            loggedOut.add(session.getTargetCompID());
        }
    }

    @Override
    public void toApp(Message message, SessionID session) {
        messages.sent(type(message));
    }

    @Override
    public void fromApp(Message message, SessionID session) throws UnsupportedMessageType {
        String type = type(message);
        if (!TAKEN.contains(type)) {
            // Whoever invents types invents no labels.
            messages.received("other");
            throw new UnsupportedMessageType();
        }
        messages.received(type);
        // QuickFIX/J may use its message again; the inbox needs one of its own.
        if (!inbox(session.getTargetCompID()).offer((Message) message.clone())) {
            new Answers(answer -> Objects.requireNonNull(Session.lookupSession(session))
                            .send(answer))
                    .business(
                            message,
                            BusinessReason.TOO_MANY_MESSAGES,
                            "too many of your messages wait, this one was not taken; send it again when some are answered");
        }
    }

    private static String type(Message message) {
        return message.getHeader().getOptionalString(MsgType.FIELD).orElse("");
    }

    private Inbox inbox(String compId) {
        return Objects.requireNonNull(firms.inbox(compId));
    }
}
