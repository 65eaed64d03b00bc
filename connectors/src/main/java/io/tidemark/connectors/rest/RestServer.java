package io.tidemark.connectors.rest;

import io.tidemark.connectors.account.AccessBook;
import io.tidemark.connectors.page.PageHandler;
import io.tidemark.connectors.stream.StreamHub;
import io.tidemark.connectors.stream.StreamTickets;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.jetty.JettyHttpContainer;
import org.glassfish.jersey.server.ContainerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.slf4j.LoggerFactory;

/**
 * The REST server of the exchange: started, it listens; closed, it lets the requests that run finish, for a while, and
 * listens no more.
 */
public final class RestServer implements AutoCloseable {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(RestServer.class);
    /** Enough for requests that wait for an answer; each holds its thread while it does. */
    private static final int THREADS = 100;
    /** How long requests that run may take to end when the server is closed, in milliseconds. */
    private static final long STOP_TIMEOUT = 5_000;

    /**
     * Warns that our resources are no providers, which they need not be. Held here because the log manager keeps loggers
     * weakly, and would forget the level with the logger.
     */
    private static final Logger TALKATIVE = Logger.getLogger("org.glassfish.jersey.internal.inject.Providers");

    static {
        TALKATIVE.setLevel(Level.SEVERE);
    }

    private final Server server;
    private final ServerConnector connector;

    private final StreamHub streams;

    private RestServer(Server server, ServerConnector connector, StreamHub streams) {
        this.server = server;
        this.connector = connector;
        this.streams = streams;
    }

    /**
     * Opens the door.
     *
     * @throws PortInUseException if another program listens on the port
     */
    public static RestServer start(RestConfig config, Backing backing) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("tidemark-rest");
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(config.host());
        connector.setPort(config.port());
        server.addConnector(connector);
        Market market = new Market(backing.exchange(), backing.now(), config.patience());
        StreamTickets tickets = new StreamTickets(Clock.systemUTC());
        JettyHttpContainer resources =
                ContainerFactory.createContainer(JettyHttpContainer.class, resources(market, backing, tickets));
        StreamHub streams = StreamHub.start(
                backing.exchange(),
                backing.feed(),
                new StreamMessages(market, backing.speed()),
                backing.fleet()::leases,
                config.streams());
        server.setHandler(new Handler.Sequence(
                new PageDoor(new PageHandler(), backing.requests()),
                new StreamDoor(resources, market, streams, tickets, backing.requests())));
        server.setErrorHandler(new JettyProblems(backing.requests()));
        server.setStopTimeout(STOP_TIMEOUT);
        try {
            server.start();
        } catch (Exception failed) {
            streams.close();
            stop(server);
            if (isPortInUse(failed)) {
                throw new PortInUseException(config.host(), config.port(), failed);
            }
            throw new IllegalStateException("the REST server cannot start: " + failed.getMessage(), failed);
        }
        return new RestServer(server, connector, streams);
    }

    static ResourceConfig resources(Market market, Backing backing, StreamTickets tickets) {
        FleetDesk fleet = backing.fleet();
        CashDesk cash = backing.cash();
        AccessBook access = backing.access();
        InvoiceAnswers invoices = new InvoiceAnswers(market, backing.invoices());
        return new ResourceConfig()
                .register(new StatusResource(market, backing.health(), backing.certificates()))
                .register(new PoolsResource(market, backing.explainer()))
                .register(new ReliabilityResource(market, backing.reliability()))
                .register(new QuotesResource(market))
                .register(new OrdersResource(market, access))
                .register(new SpotBidsResource(market, access))
                .register(new LeasesResource(market, fleet))
                .register(new NodesResource(fleet))
                .register(new InstanceResource(market, backing.instances()))
                .register(new CertificatesResource(backing.certificates()))
                .register(new AccountResource(market, cash, access))
                .register(new StatementResource(cash))
                .register(new InvoicesResource(invoices))
                .register(new AccountInvoicesResource(backing.accounts(), invoices))
                .register(new WebhooksResource(backing.webhooks()))
                .register(new StreamTicketsResource(tickets))
                .register(new AccountsResource(backing.accounts(), backing.sessions(), cash))
                .register(new HomeMoneyResource(market, backing.accounts(), cash))
                .register(new OperatorResource(market, cash))
                .register(new FundsResource(market, backing.accounts(), cash))
                .register(new BuyBacksResource(market))
                .register(new MachinesResource(market, backing.machines()))
                .register(new TasksResource(backing.tasks(), backing.accounts()))
                .register(new CurtailmentsResource(market, new CurtailmentDesk(Clock.systemUTC())))
                .register(new RulesResource(new RuleDesk(backing.rules(), Clock.systemUTC())))
                .register(new RequestMeter(backing.requests()))
                .register(new WholeBody())
                .register(new Doorkeeper(backing.accounts()))
                .register(new ProblemMapper())
                .register(new Json())
                // What is not registered here does not take part, whatever else lies on the class path.
                .property(CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true)
                .property(ServerProperties.WADL_FEATURE_DISABLE, true)
                .property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true);
    }

    private static boolean isPortInUse(Throwable failed) {
        // Jetty wraps it in an IOException that names the address.
        return failed instanceof BindException
                || (failed instanceof IOException && failed.getCause() instanceof BindException);
    }

    /** Where it listens, such as {@code http://127.0.0.1:8080}. */
    public URI uri() {
        return URI.create("http://" + connector.getHost() + ":" + port());
    }

    /** The port that it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** How many event streams are open. */
    public int openStreams() {
        return streams.size();
    }

    @Override
    public void close() {
        streams.close();
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (TimeoutException late) {
            // A client that never ends its request is no failure of ours: Jetty has cut it off and closed the rest.
            LOG.warn("Requests that ran longer than {} ms after the close were cut off", STOP_TIMEOUT);
        } catch (Exception failed) {
            throw new IllegalStateException("the REST server did not stop", failed);
        }
    }
}
