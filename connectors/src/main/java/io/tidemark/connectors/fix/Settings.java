package io.tidemark.connectors.fix;

import java.util.List;
import quickfix.Acceptor;
import quickfix.FixVersions;
import quickfix.Session;
import quickfix.SessionFactory;
import quickfix.SessionID;
import quickfix.SessionSettings;

/** How QuickFIX/J is set up. */
final class Settings {
    /** What may wait for a slow reader before it is cut off. */
    private static final long MOST_SCHEDULED_WRITES = 4_000;

    /** A CompID that no firm can have. */
    private static final String NOBODY = "*";

    private Settings() {}

    /** A session; {@code door} tells doors of one process apart that share it, and is empty for one that is alone. */
    static SessionID session(String compId, String door) {
        return new SessionID(FixVersions.BEGINSTRING_FIXT11, LogonCheck.OUR_COMP_ID, compId, door);
    }

    static SessionSettings of(FixConfig config, List<SessionID> sessions) {
        SessionSettings settings = new SessionSettings();
        settings.setString(SessionFactory.SETTING_CONNECTION_TYPE, SessionFactory.ACCEPTOR_CONNECTION_TYPE);
        settings.setString(Acceptor.SETTING_SOCKET_ACCEPT_ADDRESS, config.host());
        settings.setLong(Acceptor.SETTING_SOCKET_ACCEPT_PORT, config.port());
        settings.setString("SocketTcpNoDelay", "Y");
        settings.setString(Session.SETTING_DEFAULT_APPL_VER_ID, "FIX.5.0SP2");
        settings.setString(Session.SETTING_TRANSPORT_DATA_DICTIONARY, "FIXT11.xml");
        settings.setString(Session.SETTING_APP_DATA_DICTIONARY, "FIX50SP2.xml");
        settings.setString(Session.SETTING_VALIDATE_INCOMING_MESSAGE, "Y");
        // Own tags are allowed in what comes in; what we do not know is not looked at.
        settings.setString(Session.SETTING_VALIDATE_USER_DEFINED_FIELDS, "N");
        settings.setString(Session.SETTING_CHECK_LATENCY, "Y");
        settings.setString(Session.SETTING_NON_STOP_SESSION, "Y");
        settings.setString(Session.SETTING_REJECT_MESSAGE_ON_UNHANDLED_EXCEPTION, "Y");
        settings.setLong(Session.SETTING_MAX_SCHEDULED_WRITE_REQUESTS, MOST_SCHEDULED_WRITES);
        // Another door may have had the session since.
        settings.setBool(Session.SETTING_REFRESH_ON_LOGON, config.home() instanceof FixHome.Shared);
        // Nobody is called so: QuickFIX/J opens no port that it knows no session of.
        settings.setBool(session(NOBODY, ""), Acceptor.SETTING_ACCEPTOR_TEMPLATE, true);
        settings.setString(session(NOBODY, ""), SessionFactory.SETTING_CONNECTION_TYPE, "acceptor");
        for (SessionID session : sessions) {
            settings.setString(session, SessionFactory.SETTING_CONNECTION_TYPE, "acceptor");
        }
        return settings;
    }
}
