package io.tidemark.connectors.fix;

import io.tidemark.exchange.journal.JournalConsumer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.mina.core.service.IoService;
import quickfix.ConfigError;
import quickfix.DefaultMessageFactory;
import quickfix.DefaultSessionFactory;
import quickfix.MessageStore;
import quickfix.RuntimeError;
import quickfix.Session;
import quickfix.SessionFactory;
import quickfix.SessionID;
import quickfix.SessionSettings;
import quickfix.SocketAcceptor;
import quickfix.mina.SessionConnector;

/**
 * The FIX door of the exchange: started, it listens; closed, it logs everybody out, lets what was taken finish, and listens
 * no more.
 */
public final class FixDoor implements AutoCloseable, JournalConsumer {
    /** Messages of all sessions between the sockets and the session layer: full, the sockets are read no further. */
    private static final int RECEIVED = 10_000;

    private final FixConfig config;
    private final FixBacking backing;
    private final Home home;
    private final SessionSettings settings;
    private final SessionFactory factory;
    private final SocketAcceptor acceptor;
    private final Requests requests = new Requests();
    private final Firms firms = new Firms();
    private final Departures departures;
    private final Optional<Patrol> patrol;
    private final Resumption resumption;
    private final Egress egress;

    private FixDoor(FixConfig config, FixBacking backing) {
        this.config = config;
        this.backing = backing;
        List<String> compIds = backing.sessions().compIds();
        this.settings =
                Settings.of(config, compIds.stream().map(this::sessionId).toList());
        this.home = Home.of(config.home(), settings);
        this.patrol = home.patrol(
                firms,
                new Patrol.Sessions(
                        compId -> backing.sessions().accountOf(compId).isPresent(),
                        this::isInUse,
                        this::hangUp,
                        this::gone));
        this.departures = new Departures(firms, home.keeping(), home.custody());
        this.resumption = new Resumption(home.keeping().startingPoints(), backing.log(), config.startEvery());
        // A firm that hears nothing must not think that nothing happens.
        this.egress = new Egress(backing.log(), resumption, backing.sessions(), requests, firms, this::stopAccepting);
        compIds.forEach(this::admit);
        this.factory = sessionFactory();
        this.acceptor = acceptor();
    }

    /**
     * Opens the door. A session that is given to a firm later can be used at once.
     *
     * @throws FixPortInUseException if another program listens on the port
     * @throws StartingPointLostException if nobody knows any more what firms are owed
     */
    public static FixDoor start(FixConfig config, FixBacking backing) {
        FixDoor door = new FixDoor(config, backing);
        door.open();
        return door;
    }

    /** Makes what stands behind a session, before there is one. */
    private Inbox admit(String compId) {
        long account = backing.sessions().accountOf(compId).orElseThrow();
        firms.add(compId, new Line(sessionId(compId), new Sent(home.keeping().sent(compId)), home.mostWaiting()));
        Desk desk = new Desk(backing.exchange(), config.patience(), compId, account);
        Answers answers = new Answers(answer -> egress.answer(compId, answer));
        Inbox inbox = new Inbox(compId, new Intake(desk, requests, answers), config.inbox());
        firms.add(compId, inbox);
        return inbox;
    }

    private SessionFactory sessionFactory() {
        List<String> pools =
                backing.exchange().pools().stream().map(Object::toString).toList();
        return new DefaultSessionFactory(
                new DoorApplication(firms, home.keeping(), departures, egress::wake, backing.messages()),
                session -> messages(session, pools),
                MaskedLog::new,
                new DefaultMessageFactory());
    }

    private SocketAcceptor acceptor() {
        try {
            SocketAcceptor made = new SocketAcceptor(factory, settings, RECEIVED);
            LogonCheck check = new LogonCheck(backing.accounts(), backing.sessions(), this::isInUse);
            made.setIoFilterChainBuilder(new Gatekeeper(check, this::enter, config.silence()));
            made.setSessionProvider(new InetSocketAddress(config.host(), config.port()), this::session);
            return made;
        } catch (ConfigError wrong) {
            throw new IllegalStateException("the FIX door cannot be set up: " + wrong.getMessage(), wrong);
        }
    }

    private SessionID sessionId(String compId) {
        return Settings.session(
                compId,
                config.home() instanceof FixHome.Shared shared
                        ? Long.toString(shared.duties().member())
                        : "");
    }

    /** Takes a session for a connection that has shown its key; says which door has it, if it is not this one now. */
    private Optional<String> enter(String compId) {
        Custody.Taken taken = home.custody().take(compId);
        if (taken.deserted() && home.keeping().cancelsOnDisconnect(compId)) {
            inbox(compId).cancelAll(DoorApplication.ON_CONNECTION_LOSS);
        }
        return taken.elsewhere();
    }

    /** The session of a Logon that the gatekeeper has let through. */
    private synchronized Session session(SessionID asked, SessionConnector connector) {
        SessionID id = sessionId(asked.getTargetCompID());
        Session known = Session.lookupSession(id);
        return known == null ? begin(id, connector) : known;
    }

    /** One that was given to its firm while the door was open. */
    private Session begin(SessionID id, SessionConnector connector) {
        inbox(id.getTargetCompID());
        try {
            settings.setString(id, SessionFactory.SETTING_CONNECTION_TYPE, SessionFactory.ACCEPTOR_CONNECTION_TYPE);
            Session session = factory.create(id, settings);
            connector.addDynamicSession(session);
            return session;
        } catch (ConfigError wrong) {
            throw new IllegalStateException("session " + id + " cannot be set up: " + wrong.getMessage(), wrong);
        }
    }

    /** What a session asks for, also of one that was given while the door was open. */
    private synchronized Inbox inbox(String compId) {
        Inbox known = firms.inbox(compId);
        if (known != null) {
            return known;
        }
        Inbox fresh = admit(compId);
        fresh.start();
        return fresh;
    }

    private MessageStore messages(SessionID session, List<String> pools) {
        String compId = session.getTargetCompID();
        Sent sent = Objects.requireNonNull(firms.line(compId)).sent();
        try {
            return home.keeping().messages(session, sent, pools);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the FIX messages of " + compId + " cannot be read", unreadable);
        }
    }

    private boolean isInUse(String compId) {
        Session session = Session.lookupSession(sessionId(compId));
        return session != null && session.hasResponder();
    }

    private void hangUp(String compId) {
        Session session = Session.lookupSession(sessionId(compId));
        if (session != null) {
            try {
                session.disconnect("another door may have the session", true);
            } catch (IOException gone) {
                throw new UncheckedIOException("session " + compId + " was not disconnected", gone);
            }
        }
    }

    /** A visit of which no connection is left, here or at a door that is gone. */
    private void gone(String compId, long visit) {
        inbox(compId);
        departures.of(compId, visit, DoorApplication.ON_CONNECTION_LOSS);
    }

    private void stopAccepting() {
        acceptor.stop();
    }

    private void open() {
        if (patrol.isEmpty()) {
            // A program that was killed has cut its connections as well.
            firms.inboxes()
                    .keySet()
                    .forEach(compId -> gone(compId, home.custody().visit(compId)));
        }
        try {
            // It reads the stores first: only then is it known which reports were sent.
            acceptor.start();
        } catch (ConfigError | RuntimeError failed) {
            // What has not started cannot be stopped: QuickFIX/J would wait for a thread that it does not have.
            acceptor.getEndpoints().forEach(IoService::dispose);
            firms.inboxes().values().forEach(Inbox::close);
            egress.close();
            home.close();
            if (isPortInUse(failed)) {
                throw new FixPortInUseException(config.host(), config.port(), failed);
            }
            throw new IllegalStateException("the FIX door cannot open: " + failed.getMessage(), failed);
        }
        egress.start();
        backing.feed().subscribe((pool, commands) -> egress.wake());
        firms.inboxes().values().forEach(Inbox::start);
        patrol.ifPresent(Patrol::start);
    }

    private static boolean isPortInUse(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }

    /** The port that it listens on. */
    public int port() {
        return ((InetSocketAddress) acceptor.getEndpoints().iterator().next().getLocalAddress()).getPort();
    }

    @Override
    public String consumerName() {
        return "fix";
    }

    /**
     * Where the newest but one of the kept starting points ends, of all doors that share them. What firms are owed from before it is in the points, and what they
     * were sent, and may ask for again, is in their message stores.
     */
    @Override
    public long neededFrom() {
        return resumption.neededFrom();
    }

    /** How many firms are logged on. */
    public long loggedOn() {
        return acceptor.getSessions().stream()
                .filter(session -> {
                    Session live = Session.lookupSession(session);
                    return live != null && live.isLoggedOn();
                })
                .count();
    }

    /** Where it listens, such as {@code 127.0.0.1:9880}. */
    public String address() {
        return config.host() + ":" + port();
    }

    /** Why the door has closed by itself; empty while all is well. */
    public Optional<String> problem() {
        return egress.problem();
    }

    @Override
    public void close() {
        acceptor.stop();
        patrol.ifPresent(Patrol::close);
        firms.inboxes().values().forEach(Inbox::close);
        egress.close();
        home.close();
    }
}
