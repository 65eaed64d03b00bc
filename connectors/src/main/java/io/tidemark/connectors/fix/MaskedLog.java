package io.tidemark.connectors.fix;

import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quickfix.Log;
import quickfix.SessionID;

/** The log of a session, without its key. */
final class MaskedLog implements Log {
    private static final Logger LOG = LoggerFactory.getLogger(FixDoor.class);

    /** The secrets of a logon: Password, NewPassword and RawData. */
    private static final Pattern SECRETS = Pattern.compile("(^|[\u0001|])(554|925|96)=[^\u0001|]*");

    private final SessionID session;

    MaskedLog(SessionID session) {
        this.session = session;
    }

    static String mask(String text) {
        return SECRETS.matcher(text).replaceAll("$1$2=***").replace('\u0001', '|');
    }

    @Override
    public void onIncoming(String message) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{} > {}", session.getTargetCompID(), mask(message));
        }
    }

    @Override
    public void onOutgoing(String message) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{} < {}", session.getTargetCompID(), mask(message));
        }
    }

    @Override
    public void onEvent(String text) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{}: {}", session.getTargetCompID(), mask(text));
        }
    }

    @Override
    public void onErrorEvent(String text) {
        if (LOG.isInfoEnabled()) {
            LOG.info("{}: {}", session.getTargetCompID(), mask(text));
        }
    }

    @Override
    public void clear() {
        // Nothing is kept here.
    }
}
