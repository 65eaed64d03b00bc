package io.tidemark.connectors.fix;

import io.tidemark.exchange.journal.JournalConsumer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.mina.core.service.IoService;
import org.jspecify.annotations.Nullable;
import quickfix.ConfigError;
import quickfix.DefaultMessageFactory;
import quickfix.FileStoreFactory;
import quickfix.MessageStore;
import quickfix.RuntimeError;
import quickfix.Session;
import quickfix.SessionID;
import quickfix.SessionSettings;
import quickfix.SocketAcceptor;

/**
 * The FIX door of the exchange: started, it listens; closed, it logs everybody out, lets what was taken finish, and listens
 * no more.
 */
public final class FixDoor implements AutoCloseable, JournalConsumer {
    /** Messages of all sessions between the sockets and the session layer: full, the sockets are read no further. */
    private static final int RECEIVED = 10_000;

    private final FixConfig config;
    private final SocketAcceptor acceptor;
    private final Map<String, Inbox> inboxes;
    private final Egress egress;

    private FixDoor(FixConfig config, SocketAcceptor acceptor, Map<String, Inbox> inboxes, Egress egress) {
        this.config = config;
        this.acceptor = acceptor;
        this.inboxes = inboxes;
        this.egress = egress;
    }

    /**
     * Opens the door.
     *
     * @throws FixPortInUseException if another program listens on the port
     */
    public static FixDoor start(FixConfig config, FixBacking backing) {
        SessionMemory memory = new SessionMemory(config.directory());
        List<String> compIds = backing.sessions().compIds();
        Map<String, Line> lines = new LinkedHashMap<>();
        compIds.forEach(compId -> lines.put(compId, new Line(Settings.session(compId), new Sent(memory.sent(compId)))));
        Requests requests = new Requests();
        AtomicReference<@Nullable FixDoor> opened = new AtomicReference<>();
        Egress egress = new Egress(backing.log().get(), backing.sessions(), requests, lines, () -> {
            FixDoor door = opened.get();
            if (door != null) {
                // A firm that hears nothing must not think that nothing happens.
                door.acceptor.stop();
            }
        });
        Map<String, Inbox> inboxes = new LinkedHashMap<>();
        for (String compId : compIds) {
            long account = backing.sessions().accountOf(compId).orElseThrow();
            Desk desk = new Desk(backing.exchange(), config.patience(), compId, account);
            Answers answers = new Answers(answer -> egress.answer(compId, answer));
            inboxes.put(compId, new Inbox(compId, new Intake(desk, requests, answers), config.inbox()));
        }
        SocketAcceptor acceptor = acceptor(config, backing, memory, lines, inboxes, egress);
        FixDoor door = new FixDoor(config, acceptor, inboxes, egress);
        opened.set(door);
        door.open(memory, backing);
        return door;
    }

    private static SocketAcceptor acceptor(
            FixConfig config,
            FixBacking backing,
            SessionMemory memory,
            Map<String, Line> lines,
            Map<String, Inbox> inboxes,
            Egress egress) {
        SessionSettings settings = Settings.of(config, List.copyOf(lines.keySet()));
        FileStoreFactory files = new FileStoreFactory(settings);
        List<String> pools =
                backing.exchange().pools().stream().map(Object::toString).toList();
        try {
            SocketAcceptor acceptor = new SocketAcceptor(
                    new DoorApplication(inboxes, memory, egress::wake, backing.messages()),
                    session -> store(files.create(session), session, memory, lines, pools),
                    settings,
                    MaskedLog::new,
                    new DefaultMessageFactory(),
                    RECEIVED);
            LogonCheck check = new LogonCheck(backing.accounts(), backing.sessions(), FixDoor::isInUse);
            acceptor.setIoFilterChainBuilder(new Gatekeeper(check, config.silence()));
            return acceptor;
        } catch (ConfigError wrong) {
            throw new IllegalStateException("the FIX door cannot be set up: " + wrong.getMessage(), wrong);
        }
    }

    private static MessageStore store(
            MessageStore files, SessionID session, SessionMemory memory, Map<String, Line> lines, List<String> pools) {
        String compId = session.getTargetCompID();
        Sent sent = Objects.requireNonNull(lines.get(compId)).sent();
        try {
            return new ReportStore(files, sent, pools, execIds -> memory.sent(compId, execIds));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the FIX messages of " + compId + " cannot be read", unreadable);
        }
    }

    private static boolean isInUse(String compId) {
        Session session = Session.lookupSession(Settings.session(compId));
        return session != null && session.hasResponder();
    }

    private void open(SessionMemory memory, FixBacking backing) {
        inboxes.forEach((compId, inbox) -> {
            // A program that was killed has cut its connections as well.
            if (memory.cancelsOnDisconnect(compId)) {
                inbox.cancelAll(DoorApplication.ON_CONNECTION_LOSS);
            }
        });
        try {
            // It reads the stores first: only then is it known which reports were sent.
            acceptor.start();
        } catch (ConfigError | RuntimeError failed) {
            // What has not started cannot be stopped: QuickFIX/J would wait for a thread that it does not have.
            acceptor.getEndpoints().forEach(IoService::dispose);
            inboxes.values().forEach(Inbox::close);
            egress.close();
            if (isPortInUse(failed)) {
                throw new FixPortInUseException(config.host(), config.port(), failed);
            }
            throw new IllegalStateException("the FIX door cannot open: " + failed.getMessage(), failed);
        }
        egress.start();
        backing.feed().subscribe((pool, commands) -> egress.wake());
        inboxes.values().forEach(Inbox::start);
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

    /** Everything: which reports a firm is owed is found by reading the log from its first command, at every start. */
    @Override
    public long neededFrom() {
        return 0;
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
        new ArrayList<>(inboxes.values()).forEach(Inbox::close);
        egress.close();
    }
}
